/** The statements of a text while it is tokenized, and the sql_mode that their SETs select. */
import type { Span } from '../base/text';
import type { ParserOptions } from './dialect';
import { kw } from './keywords';
import { findSetFor } from './set-statement';
import { SqlModeTracker } from './sql-mode';
import { mayHoldStatements } from './statement-openers';
import type { SyntaxError } from './syntax-error';
import type { TokenBuffer } from './token-buffer';
import { op, type ModeChange } from './tokens';

/**
 * The keywords after which only a name can follow: if the meaning of double quotes is unknown, they quote a name there.
 */
const beforeNames: ReadonlySet<number> = new Set([
  ...[kw.PROCEDURE, kw.FUNCTION, kw.TRIGGER, kw.EVENT, kw.VIEW, kw.EXISTS, kw.TABLE, kw.CALL],
  ...[kw.FROM, kw.JOIN, kw.INTO, kw.UPDATE, op.dot],
]);

export class StatementTracker {
  /** Index of the first token since the last delimiter. */
  first = 0;
  ansiQuotes = false;
  backslash = true;
  /** True if `[name]` is a name: on MariaDB under MSSQL. */
  bracketQuotes = false;
  readonly modeChanges: ModeChange[] = [];
  /** The index of the first token since the last `;` outside bodies; -1 after tokens that may have begun a body. */
  #part = 0;
  readonly #buffer: TokenBuffer;
  readonly #mode: SqlModeTracker;
  readonly #settings: ReadonlySet<number>;
  readonly #isMariadb: boolean;

  /**
   * Creates a tracker.
   * @param settings The offsets of SET statements that come after a body, but are not in it.
   */
  constructor(text: string, options: ParserOptions, buffer: TokenBuffer, settings: ReadonlySet<number>) {
    this.#buffer = buffer;
    this.#mode = new SqlModeTracker(text, options);
    this.#settings = settings;
    this.#isMariadb = options.dialect === 'mariadb';
    this.#applyMode();
  }

  /** True if no token of a statement has been read since the last delimiter. */
  get isFresh(): boolean {
    return this.#buffer.count === this.first;
  }

  /** True if double quotes after the last token would quote a name, as far as the sql_mode is known. */
  get opensName(): boolean {
    if (this.#mode.isKnown) return this.ansiQuotes;
    return beforeNames.has(this.#buffer.id[this.#buffer.count - 1] ?? 0);
  }

  /** The positions of SETs that give sql_mode a value that cannot be computed. */
  get unknownModes(): readonly Span[] {
    return this.#mode.unknown;
  }

  /** The errors of SETs that the server rejects, so that the previous sql_mode stays in effect. */
  get rejectedModes(): readonly SyntaxError[] {
    return this.#mode.rejected;
  }

  /** Notes that a SET is the next token. */
  readSetting(start: number): void {
    if (this.#part < 0 && this.#settings.has(start)) this.#part = this.#buffer.count;
  }

  /** Ends the statement after a delimiter or a line of the client. */
  end(): void {
    this.endPart();
    this.first = this.#buffer.count;
    this.#part = this.first;
  }

  /** Ends a part after a `;` or a delimiter. If this ends a SET, its sql_mode is in force from here on. */
  endPart(): void {
    let first = this.#part;
    if (first < 0) return;
    const { count, id } = this.#buffer;
    if (id[first] === kw.SET) for (let inner = first; inner >= 0; inner = findSetFor(id, inner, count)) first = inner;
    this.#part = mayHoldStatements(id[first] ?? 0, id[first + 1] ?? 0) ? -1 : count;
    if (id[first] !== kw.SET || !this.#mode.read(this.#buffer, first, count - 1)) return;
    this.modeChanges.push({ token: count, modes: this.#mode.modes });
    this.#applyMode();
  }

  #applyMode(): void {
    this.bracketQuotes = this.#isMariadb && this.#mode.modes.includes('MSSQL');
    this.ansiQuotes = this.#mode.modes.includes('ANSI_QUOTES');
    this.backslash = !this.#mode.modes.includes('NO_BACKSLASH_ESCAPES');
  }
}
