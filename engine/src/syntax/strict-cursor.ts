/**
 * The cursor of the strict recogniser, which determines whether the server would accept a statement, and where the
 * first fault is. It does nothing else: references are found without it. It accepts anything that is uncertain.
 */
import type { Dialect } from './dialect';
import type { TokenCursor } from './token-cursor';
import { kw } from './keywords';
import { op, tokenKind } from './tokens';
import { isBuiltIn, isCallable, isRejected, isUncallable, place, type Grammar } from './vocabulary';

/** A function that recognises a construct at the position and moves past it; false if there is none. */
export type Recogniser = (s: StrictCursor) => boolean;

/** The message about a `?` in a routine. */
export const noPlaceholder = '`?` is a placeholder in prepared statements only.';

const nameOf: Readonly<Record<Dialect, string>> = { mysql: 'MySQL', mariadb: 'MariaDB' };

const deepest = 400;

/** Alternatives tried for one statement. */
const mostTries = 500;

export class StrictCursor {
  position = 0;
  /** The last token up to which everything was valid; meaningful after a part was not recognised. */
  farthest = 0;
  /** The fault there, as a sentence; null if the token is only unexpected. */
  problem: string | null = null;
  readonly dialect: Dialect;
  /** True in the grammar of MariaDB's ORACLE mode. */
  readonly oracle: boolean;
  readonly grammar: Grammar;
  readonly #r: TokenCursor;
  readonly #modes: readonly string[];
  readonly version: number;
  /** Handed in, because expressions hold queries and queries hold expressions. */
  readonly #query: Recogniser;
  /** True in the query of a view, which allows no variables. */
  inView = false;
  /** The tokens of names that are used as a number of rows. */
  readonly counts: number[] = [];
  /** The number of INTO clauses that were read. */
  intos = 0;
  #queries = 0;
  #end = 0;
  #depth = 0;
  #tries = 0;
  #gaveUp = false;

  /**
   * Creates a cursor.
   * @param modes The sql_mode in force, upper case.
   */
  constructor(r: TokenCursor, modes: readonly string[], query: Recogniser) {
    this.#r = r;
    this.#query = query;
    this.#modes = modes;
    this.dialect = r.options.dialect;
    this.version = r.options.serverVersion;
    this.oracle = this.dialect === 'mariadb' && modes.includes('ORACLE');
    this.grammar = this.oracle ? 'oracle' : this.dialect;
  }

  /** Returns the index of the first token between the two that is not recognised, or -1. */
  findMistake(recognise: Recogniser, first: number, end: number): number {
    this.position = first;
    this.farthest = first;
    this.problem = null;
    this.inView = false;
    this.intos = 0;
    this.#queries = 0;
    this.#end = end;
    this.#tries = 0;
    this.#gaveUp = false;
    if ((recognise(this) && this.isDone) || this.#isUnsure()) return -1;
    if (this.position > this.farthest) this.fail();
    return this.farthest;
  }

  #isUnsure(): boolean {
    return this.#gaveUp;
  }

  hasMode(mode: string): boolean {
    return this.#modes.includes(mode);
  }

  get isDone(): boolean {
    return this.position >= this.#end;
  }

  // --- looking ----------------------------------------------------------------------------------

  /** Returns the keyword id or operator code at the position, or 0. */
  id(): number {
    return this.position < this.#end ? this.#r.id(this.position) : 0;
  }

  kind(): number {
    return this.position < this.#end ? this.#r.kind(this.position) : 0;
  }

  idAt(offset: number): number {
    const index = this.position + offset;
    return index < this.#end ? this.#r.id(index) : 0;
  }

  kindAt(offset: number): number {
    const index = this.position + offset;
    return index < this.#end ? this.#r.kind(index) : 0;
  }

  /** Returns the word at the position in upper case. */
  word(): string {
    return this.wordAt(0);
  }

  wordAt(offset: number): string {
    return this.kindAt(offset) === tokenKind.word ? this.#r.raw(this.position + offset).toUpperCase() : '';
  }

  /** Returns the token as written. */
  raw(): string {
    return this.position < this.#end ? this.#r.raw(this.position) : '';
  }

  /** Returns a char code of the token at the position, by its offset in it; NaN after the end of the text. */
  codeAt(offset: number): number {
    return this.#r.text.charCodeAt(this.#r.start(this.position) + offset);
  }

  /** True if a gap follows the token at the position. */
  get isApart(): boolean {
    return this.#r.end(this.position) !== this.#r.start(this.position + 1);
  }

  isNameAt(offset: number): boolean {
    const kind = this.kindAt(offset);
    return kind === tokenKind.word || kind === tokenKind.quotedName;
  }

  /** Returns true at a name that needs no quotes here. */
  isName(where: number = place.column): boolean {
    const kind = this.kind();
    if (kind === tokenKind.quotedName) return true;
    if (kind !== tokenKind.word) return false;
    const id = this.id();
    return id === 0 || !isRejected(id, where, this.grammar, this.version);
  }

  /** Returns true if the word at the offset names a built-in function. */
  isBuiltInAt(offset: number): boolean {
    const id = this.idAt(offset);
    return id !== 0 && isBuiltIn(id, this.dialect, this.version);
  }

  /** True if a `(` may follow the word at the position. */
  get isCallable(): boolean {
    return this.isName() || isCallable(this.id(), this.dialect);
  }

  /** True if no call can begin with the word at the position, although it may be a name. */
  get isUncallable(): boolean {
    const id = this.id();
    return id !== 0 && isUncallable(id, this.grammar, this.version);
  }

  // --- recognising ------------------------------------------------------------------------------

  /** Records that the token here is not recognised, and why. */
  fail(problem: string | null = null): boolean {
    if (this.position > this.farthest) {
      this.farthest = this.position;
      this.problem = problem;
    } else if (this.position === this.farthest) this.problem ??= problem;
    return false;
  }

  accept(id: number): boolean {
    if (this.id() !== id) return false;
    this.position++;
    return true;
  }

  need(id: number): boolean {
    return this.accept(id) || this.fail();
  }

  /** Recognises a token of this kind. */
  needKind(kind: number): boolean {
    if (this.kind() !== kind) return this.fail();
    this.position++;
    return true;
  }

  /** Recognises a name that is given to an object, or that is not an expression. */
  needNewName(): boolean {
    return this.needName(place.variable);
  }

  needName(where: number = place.column): boolean {
    if (!this.isName(where)) return this.fail();
    this.position++;
    return true;
  }

  /** Recognises a name with optional qualifiers; after a dot any word is a name. MariaDB accepts a leading dot. */
  needPath(where: number = place.column): boolean {
    const dots = where === place.table ? 1 : 2;
    if (this.id() !== op.dot || this.dialect === 'mysql') return this.needName(where) && this.restOfPath(dots);
    return this.restOfPath(dots);
  }

  /** Recognises up to that many dots, each with a name after it. */
  restOfPath(dots = 2): boolean {
    for (let i = 0; i < dots && this.accept(op.dot); i++) {
      if (!this.isNameAt(0)) return this.fail();
      this.position++;
    }
    return true;
  }

  /** Recognises this word, which is given in upper case; false if another one follows. */
  acceptWord(word: string): boolean {
    if (this.word() !== word) return false;
    this.position++;
    return true;
  }

  needWord(word: string): boolean {
    return this.acceptWord(word) || this.fail();
  }

  /** Recognises IF EXISTS, IF NOT EXISTS or neither; `only` is the single server that accepts it, for the message. */
  acceptIf(negated: boolean, only: Dialect | null = null): boolean {
    if (this.id() !== kw.IF) return true;
    if (only !== null && only !== this.dialect)
      return this.fail(`${nameOf[this.dialect]} does not allow IF ${negated ? 'NOT EXISTS' : 'EXISTS'} here.`);
    this.position++;
    return (!negated || this.need(kw.NOT)) && this.need(kw.EXISTS);
  }

  /** Returns true at a string other than N'text'. */
  isText(): boolean {
    return this.kind() === tokenKind.string && (this.codeAt(0) | 32) !== 110;
  }

  needText(): boolean {
    if (!this.isText()) return this.fail();
    this.position++;
    return true;
  }

  /** Recognises one token that is not a sign: the value of an option. */
  needValue(): boolean {
    const kind = this.kind();
    if (kind === 0 || kind === tokenKind.operator || kind === tokenKind.delimiter) return this.fail();
    this.position++;
    return true;
  }

  list(one: Recogniser): boolean {
    do {
      if (!one(this)) return false;
    } while (this.accept(op.comma));
    return true;
  }

  /** Recognises `( … )` around a construct. */
  inParentheses(one: Recogniser): boolean {
    return this.need(op.openParenthesis) && one(this) && this.need(op.closeParenthesis);
  }

  /** Recognises `( … )` with any content. */
  balanced(): boolean {
    if (this.id() !== op.openParenthesis) return this.fail();
    let depth = 0;
    do {
      if (this.isDone) return this.fail();
      const id = this.id();
      if (id === op.openParenthesis) depth++;
      else if (id === op.closeParenthesis) depth--;
      this.position++;
    } while (depth > 0);
    return true;
  }

  /** Accepts the rest without a check. */
  acceptRest(): boolean {
    this.position = this.#end;
    return true;
  }

  query(): boolean {
    return this.#query(this);
  }

  /** Recognises a query in parentheses inside another statement. */
  subquery(): boolean {
    return this.need(op.openParenthesis) && this.inQuery(this.#query) && this.need(op.closeParenthesis);
  }

  /** Recognises something whose rows another query, a cursor or a view takes. */
  inQuery(one: Recogniser): boolean {
    this.#queries++;
    const recognised = one(this);
    this.#queries--;
    return recognised;
  }

  /** Recognises the query of a view, which has neither INTO nor variables. */
  viewQuery(): boolean {
    const { inView } = this;
    this.inView = true;
    const recognised = this.inQuery(this.#query);
    this.inView = inView;
    return recognised;
  }

  /** True if another part of the statement uses the rows of the query, which then has no INTO. */
  get isInner(): boolean {
    return this.#queries > 0;
  }

  /** Tries one way, and where it leads nowhere another from the same place. */
  either(one: Recogniser, other: Recogniser): boolean {
    // Nested alternatives double the work with each level: what takes too many is accepted unseen.
    if (++this.#tries > mostTries) this.#gaveUp = true;
    if (this.#gaveUp) return false;
    const { position, intos } = this;
    if (one(this)) return true;
    this.position = position;
    this.intos = intos;
    return other(this);
  }

  /** Recognises something that may hold itself. What is nested too deeply for the stack is accepted unseen. */
  nested(one: Recogniser): boolean {
    if (this.#depth >= deepest) this.#gaveUp = true;
    if (this.#gaveUp) return false;
    this.#depth++;
    const recognised = one(this);
    this.#depth--;
    return recognised;
  }
}
