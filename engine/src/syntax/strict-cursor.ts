/**
 * The cursor of the strict recogniser, which says whether a statement is one the server would take, and where it stops
 * being one. It yields nothing else: what a statement mentions is found without it. What it is unsure of it accepts.
 */
import type { Dialect } from './dialect';
import type { TokenCursor } from './token-cursor';
import { kw } from './keywords';
import { op, tokenKind } from './tokens';
import { isBuiltIn, isCallable, isRefused, isUncallable, place, type Grammar } from './vocabulary';

/** Recognises something at the position and passes over it; false where it is not there. */
export type Recogniser = (s: StrictCursor) => boolean;

/** What is wrong with a `?` in a routine. */
export const noPlaceholder = '`?` is a placeholder in prepared statements only.';

const nameOf: Readonly<Record<Dialect, string>> = { mysql: 'MySQL', mariadb: 'MariaDB' };

const deepest = 400;

/** Alternatives tried for one statement. */
const mostTries = 500;

export class StrictCursor {
  position = 0;
  /** The token behind which all was in order; meaningful once something was not recognised. */
  farthest = 0;
  /** What is wrong there, as a sentence; null where no more can be said than that it is not expected. */
  problem: string | null = null;
  readonly dialect: Dialect;
  /** Whether the grammar is that of MariaDB's ORACLE mode. */
  readonly oracle: boolean;
  readonly grammar: Grammar;
  readonly #r: TokenCursor;
  readonly #modes: readonly string[];
  readonly version: number;
  /** Handed in, because expressions hold queries and queries hold expressions. */
  readonly #query: Recogniser;
  /** Whether the query is that of a view, which takes no variables. */
  inView = false;
  /** Names that stand where a number of rows is wanted: their tokens. */
  readonly counts: number[] = [];
  /** How many INTO were read. */
  intos = 0;
  #queries = 0;
  #end = 0;
  #depth = 0;
  #tries = 0;
  #gaveUp = false;

  /** @param modes the sql_mode in force, upper case. */
  constructor(r: TokenCursor, modes: readonly string[], query: Recogniser) {
    this.#r = r;
    this.#query = query;
    this.#modes = modes;
    this.dialect = r.options.dialect;
    this.version = r.options.serverVersion;
    this.oracle = this.dialect === 'mariadb' && modes.includes('ORACLE');
    this.grammar = this.oracle ? 'oracle' : this.dialect;
  }

  /** The index of the first token that is not recognised between the two, or -1. */
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

  /** Keyword id or operator code at the position, or 0. */
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

  /** Upper case. */
  word(): string {
    return this.wordAt(0);
  }

  wordAt(offset: number): string {
    return this.kindAt(offset) === tokenKind.word ? this.#r.raw(this.position + offset).toUpperCase() : '';
  }

  /** As written. */
  raw(): string {
    return this.position < this.#end ? this.#r.raw(this.position) : '';
  }

  /** The char code of the token at the position, counted from its first; NaN behind the end of the text. */
  codeAt(offset: number): number {
    return this.#r.text.charCodeAt(this.#r.start(this.position) + offset);
  }

  /** Whether the token at the position has a gap behind it. */
  get isApart(): boolean {
    return this.#r.end(this.position) !== this.#r.start(this.position + 1);
  }

  isNameAt(offset: number): boolean {
    const kind = this.kindAt(offset);
    return kind === tokenKind.word || kind === tokenKind.quotedName;
  }

  /** A name that needs no quotes here. */
  isName(where: number = place.column): boolean {
    const kind = this.kind();
    if (kind === tokenKind.quotedName) return true;
    if (kind !== tokenKind.word) return false;
    const id = this.id();
    return id === 0 || !isRefused(id, where, this.grammar, this.version);
  }

  /** Whether the word there names a function that the server brings. */
  isBuiltInAt(offset: number): boolean {
    const id = this.idAt(offset);
    return id !== 0 && isBuiltIn(id, this.dialect, this.version);
  }

  /** Whether a `(` may follow the word at the position. */
  get isCallable(): boolean {
    return this.isName() || isCallable(this.id(), this.dialect);
  }

  /** Whether the word at the position begins no call, though it may be a name. */
  get isUncallable(): boolean {
    const id = this.id();
    return id !== 0 && isUncallable(id, this.grammar, this.version);
  }

  // --- recognising ------------------------------------------------------------------------------

  /** Says that what stands here is not recognised, and why. */
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

  /** A token of this kind. */
  needKind(kind: number): boolean {
    if (this.kind() !== kind) return this.fail();
    this.position++;
    return true;
  }

  /** A name that something is given, or that is no expression. */
  needNewName(): boolean {
    return this.needName(place.variable);
  }

  needName(where: number = place.column): boolean {
    if (!this.isName(where)) return this.fail();
    this.position++;
    return true;
  }

  /** A name, perhaps with what it belongs to before it; behind a dot any word is one. MariaDB takes a dot before it. */
  needPath(where: number = place.column): boolean {
    const dots = where === place.table ? 1 : 2;
    if (this.id() !== op.dot || this.dialect === 'mysql') return this.needName(where) && this.restOfPath(dots);
    return this.restOfPath(dots);
  }

  /** Up to so many dots, each with a name behind it. */
  restOfPath(dots = 2): boolean {
    for (let i = 0; i < dots && this.accept(op.dot); i++) {
      if (!this.isNameAt(0)) return this.fail();
      this.position++;
    }
    return true;
  }

  /** This word, which is given in upper case. */
  acceptWord(word: string): boolean {
    if (this.word() !== word) return false;
    this.position++;
    return true;
  }

  needWord(word: string): boolean {
    return this.acceptWord(word) || this.fail();
  }

  /** IF EXISTS or IF NOT EXISTS, or neither; of `only` it is said where just one server takes it. */
  acceptIf(negated: boolean, only: Dialect | null = null): boolean {
    if (this.id() !== kw.IF) return true;
    if (only !== null && only !== this.dialect)
      return this.fail(`${nameOf[this.dialect]} does not allow IF ${negated ? 'NOT EXISTS' : 'EXISTS'} here.`);
    this.position++;
    return (!negated || this.need(kw.NOT)) && this.need(kw.EXISTS);
  }

  /** A text that is no N'text'. */
  isText(): boolean {
    return this.kind() === tokenKind.string && (this.codeAt(0) | 32) !== 110;
  }

  needText(): boolean {
    if (!this.isText()) return this.fail();
    this.position++;
    return true;
  }

  /** One token that is no sign: the value of an option. */
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

  /** `( … )` around something. */
  inParentheses(one: Recogniser): boolean {
    return this.need(op.openParenthesis) && one(this) && this.need(op.closeParenthesis);
  }

  /** `( … )` whatever it holds. */
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

  /** Whatever is left: it is not checked. */
  acceptRest(): boolean {
    this.position = this.#end;
    return true;
  }

  query(): boolean {
    return this.#query(this);
  }

  /** A query in parentheses, inside of another statement. */
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

  /** The query of a view, which has neither INTO nor variables. */
  viewQuery(): boolean {
    const { inView } = this;
    this.inView = true;
    const recognised = this.inQuery(this.#query);
    this.inView = inView;
    return recognised;
  }

  /** Whether somebody else takes the rows of the query: it has no INTO then. */
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
