/** The cursor that all readers of tokens share: its position, its findings and its errors. */
import { append } from '../base/long-lists';
import { nameInvisible, showInvisible } from './invisible-characters';
import { inBackticks } from '../base/in-backticks';
import { LineIndex, type Span } from '../base/text';
import type { ParserOptions } from './dialect';
import { kw } from './keywords';
import { readName } from './literals';
import type { Argument, Name, QualifiedName, Reference } from './nodes';
import type { SyntaxError } from './syntax-error';
import { op, tokenKind, type Tokens } from './tokens';
import { findWordId, firstWordId, isRejected, wordName, type Grammar } from './vocabulary';

/** A value given to a variable: what a PREPARE of that variable may run. Token indices, `end` exclusive. */
export interface Assignment {
  readonly variable: string;
  readonly first: number;
  readonly end: number;
  /** The statement lists around it, outermost first. */
  readonly lists: readonly number[];
}

/** A PREPARE or EXECUTE IMMEDIATE: the expression with its text. */
export interface Preparation {
  readonly span: Span;
  readonly first: number;
  readonly end: number;
  readonly lists: readonly number[];
}

/** A visible label in lower case; ITERATE accepts only that of a loop. */
export interface OpenLabel {
  readonly name: string;
  readonly isLoop: boolean;
}

/** A statement or an expression that the strict recogniser can check. Token indices, `end` exclusive. */
export interface StrictCheck {
  readonly kind: 'statement' | 'cursor' | 'view' | 'expression' | 'schedule' | 'range';
  readonly first: number;
  readonly end: number;
}

/** The facts collected from one definition or one statement. */
export interface Collected {
  readonly references: Reference[];
  readonly assignments: Assignment[];
  readonly preparations: Preparation[];
  readonly checks: StrictCheck[];
  /** Cursors and variables, lower case: TYPE OF may name them. */
  readonly locals: Set<string>;
}

/** Deeper blocks, parentheses and subqueries are passed over with a diagnostic: the stack must hold them. */
export const deepest = 400;

const mostErrors = 50;

/** Tokens of a value that an assignment inside an expression may have to be followed. */
const longestInside = 100;

export class TokenCursor {
  readonly text: string;
  readonly tokens: Tokens;
  readonly options: ParserOptions;
  position = 0;
  depth = 0;
  /** True if `;` is the delimiter and also occurs inside bodies: the structure determines where they end. */
  undelimited = false;
  /** True if the trees will be used: then they are kept instead of being created again. */
  keepsTrees = false;
  /** True where ORACLE mode changes the grammar of stored programs (MariaDB). */
  oracle = false;
  /** The sql_mode in force, upper case. */
  modes: readonly string[] = [];
  errors: SyntaxError[] = [];
  findings: Collected = makeCollected();
  /** The keywords of the open blocks, loops, IFs and CASEs around the position, outermost first. */
  readonly blocks: number[] = [];
  labels: readonly OpenLabel[] = [];
  #listCount = 0;
  readonly #openLists: number[] = [];
  #lists: readonly number[] | null = [];
  #lines: LineIndex | null = null;
  #chunkStart = 0;
  #chunkEnd = -1;
  #inChunk: { readonly end: number; readonly answer: boolean } | null = null;
  #lexicalErrors: readonly SyntaxError[] | null = null;
  readonly #id: Uint16Array;
  readonly #kind: Uint8Array;

  constructor(text: string, tokens: Tokens, options: ParserOptions) {
    this.text = text;
    this.tokens = tokens;
    this.options = options;
    this.#id = tokens.id;
    this.#kind = tokens.kind;
  }

  /** Returns a function that creates a reader from here on, with its own findings and errors. */
  fork(): () => TokenCursor {
    const { text, tokens, options, position, undelimited, oracle, modes } = this;
    return () => Object.assign(new TokenCursor(text, tokens, options), { position, undelimited, oracle, modes });
  }

  /** Returns the names between two tokens that a server may reject because of their form. */
  oddNames(first: number, end: number): readonly number[] {
    const { oddNames } = this.tokens;
    if (oddNames.length === 0) return oddNames;
    let low = 0;
    for (let high = oddNames.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((oddNames[middle] ?? 0) < first) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let token = oddNames[low]; token !== undefined && token < end; token = oddNames[++low]) found.push(token);
    return found;
  }

  /** Returns the tokenizer's errors within a span. */
  lexicalErrors(span: Span): SyntaxError[] {
    const errors = (this.#lexicalErrors ??= this.tokens.errors.toSorted((a, b) => a.span.start - b.span.start));
    let [low, high] = [0, errors.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((errors[middle]?.span.start ?? 0) < span.start) low = middle + 1;
      else high = middle;
    }
    const found: SyntaxError[] = [];
    for (let error = errors[low]; error !== undefined && error.span.start < span.end; error = errors[++low])
      found.push(error);
    return found;
  }

  /** Returns the line of a token, from 1. */
  lineOf(index: number): number {
    return (this.#lines ??= new LineIndex(this.text)).place(this.start(index)).line;
  }

  get grammar(): Grammar {
    return this.oracle ? 'oracle' : this.options.dialect;
  }

  // --- looking ----------------------------------------------------------------------------------

  /** Returns the keyword id, the operator code, or 0. */
  id(index: number): number {
    return this.#id[index] ?? 0;
  }

  kind(index: number): number {
    return this.#kind[index] ?? 0;
  }

  at(id: number): boolean {
    return this.#id[this.position] === id;
  }

  next(id: number): boolean {
    return this.#id[this.position + 1] === id;
  }

  isName(index: number): boolean {
    const kind = this.#kind[index];
    return kind === tokenKind.word || kind === tokenKind.quotedName;
  }

  isAfterDot(index: number): boolean {
    return index > 0 && this.#id[index - 1] === op.dot;
  }

  /** Returns true at `;`, a delimiter, or the end of the text. */
  isEnd(index: number): boolean {
    return this.#id[index] === op.semicolon || this.isHardEnd(index) || this.#kind[index] === tokenKind.delimiter;
  }

  /**
   * Returns true where the definition ends whatever its structure: at a delimiter that is not also its `;`, or at the
   * end of the text.
   */
  isHardEnd(index: number): boolean {
    const kind = this.#kind[index] ?? 0;
    if (kind === 0 || kind === tokenKind.delimiterCommand) return true;
    return kind === tokenKind.delimiter && !(this.undelimited && this.#id[index] === op.semicolon);
  }

  /** Returns true if the token before this one is a delimiter within a body that was written without DELIMITER. */
  isAfterCut(): boolean {
    return this.undelimited && this.#kind[this.position - 1] === tokenKind.delimiter;
  }

  /** Returns the index of the next delimiter, line of the client or end of the text. */
  chunkEnd(index: number): number {
    if (index > this.#chunkEnd || index < this.#chunkStart) {
      this.#chunkStart = index;
      let end = index;
      for (let kind = this.kind(end); kind !== 0; kind = this.kind(++end))
        if (kind === tokenKind.delimiter || kind === tokenKind.delimiterCommand) break;
      this.#chunkEnd = end;
    }
    return this.#chunkEnd;
  }

  /** Returns the answer of `ask`, which is computed once for each chunk. */
  rememberInChunk(ask: () => boolean): boolean {
    const end = this.chunkEnd(this.position);
    if (this.#inChunk?.end !== end) this.#inChunk = { end, answer: ask() };
    return this.#inChunk.answer;
  }

  raw(index: number): string {
    return this.text.slice(this.tokens.start[index], this.tokens.end[index]);
  }

  /** Returns the text of a word in upper case; for a known word without creating a new string. */
  upper(index: number): string {
    const id = this.#id[index] ?? 0;
    return id >= firstWordId ? wordName(id) : this.raw(index).toUpperCase();
  }

  start(index: number): number {
    return index < this.tokens.count ? (this.tokens.start[index] ?? 0) : this.text.length;
  }

  end(index: number): number {
    return this.tokens.end[index] ?? 0;
  }

  /** Returns the span from the first token to the one before `end`; empty at the first if there is none. */
  span(first: number, end: number): Span {
    const start = this.start(first);
    // A reader may have stepped over the end of a text that breaks off.
    return { start, end: end > first ? Math.max(start, this.end(Math.min(end, this.tokens.count) - 1)) : start };
  }

  /** Returns true if the word at this index, in any case, is this one; for words that are not keywords here. */
  isWord(index: number, word: string): boolean {
    return this.#kind[index] === tokenKind.word && this.upper(index) === word;
  }

  // --- moving -----------------------------------------------------------------------------------

  accept(id: number): boolean {
    if (this.#id[this.position] !== id) return false;
    this.position++;
    return true;
  }

  /** Takes the keyword or operator, or reports that it is missing. */
  expect(id: number, code: string, spelling: string): boolean {
    if (this.accept(id)) return true;
    this.reportExpected(code, `\`${spelling}\``);
    return false;
  }

  /** Skips a pair of parentheses and its contents; stops at a `;`, which parentheses cannot contain. */
  skipParentheses(): void {
    let depth = 0;
    do {
      if (this.isEnd(this.position)) return;
      const id = this.id(this.position);
      if (id === op.openParenthesis) depth++;
      else if (id === op.closeParenthesis) depth--;
      this.position++;
    } while (depth > 0);
  }

  skipToEnd(): void {
    while (!this.isEnd(this.position)) this.position++;
  }

  /** Runs with one more statement list open. */
  inList<T>(read: () => T): T {
    const outer = this.#lists;
    this.#openLists.push(++this.#listCount);
    this.#lists = null;
    const result = read();
    this.#openLists.pop();
    this.#lists = outer;
    return result;
  }

  /** The numbers of the open statement lists, outermost first; computed on demand. */
  get lists(): readonly number[] {
    return (this.#lists ??= this.#openLists.slice());
  }

  // --- names ------------------------------------------------------------------------------------

  name(index: number): Name {
    return { text: readName(this.raw(index)), span: { start: this.start(index), end: this.end(index) } };
  }

  /** Reads `a` or `a.b` at the position. */
  readQualifiedName(): QualifiedName | null {
    if (this.at(op.dot)) this.position++;
    if (!this.isName(this.position)) return null;
    const first = this.name(this.position++);
    if (!this.at(op.dot) || !this.isName(this.position + 1)) return { schema: null, name: first, span: first.span };
    const second = this.name(this.position + 1);
    this.position += 2;
    return { schema: first, name: second, span: { start: first.span.start, end: second.span.end } };
  }

  /** Reads the name of a routine, on MariaDB also `schema.package.routine`. */
  readRoutineName(): QualifiedName | null {
    const name = this.readQualifiedName();
    if (name?.schema == null || !this.at(op.dot) || !this.isName(this.position + 1)) return name;
    const last = this.name(this.position + 1);
    this.position += 2;
    const span = { start: name.span.start, end: last.span.end };
    return { schema: name.schema, package: name.name, name: last, span };
  }

  /** Reports a word that this server reserves where it is used as a name. */
  checkName(index: number, where: number): void {
    if (this.kind(index) !== tokenKind.word) return;
    const id = this.id(index);
    if (id === 0 || !isRejected(id, where, this.grammar, this.options.serverVersion)) return;
    this.report('reserved-word', index, `\`${wordName(id)}\` is a reserved word. Quote it to use it as a name.`);
  }

  // --- findings ---------------------------------------------------------------------------------

  refer(
    kind: Reference['kind'],
    name: QualifiedName,
    verb: string | null = null,
    args: readonly Argument[] = [],
  ): void {
    this.findings.references.push({
      kind,
      schema: name.schema?.text ?? null,
      name: name.name.text,
      package: name.package?.text ?? null,
      span: name.span,
      nameSpan: name.name.span,
      schemaSpan: name.schema?.span ?? null,
      verb,
      arguments: args,
    });
  }

  /** Keeps a piece, from `first` to the position, for the strict recogniser. */
  checkLater(kind: StrictCheck['kind'], first: number): void {
    this.findings.checks.push({ kind, first, end: this.position });
  }

  /** Keeps that the tokens from `first` on give a variable its value. */
  assign(variable: string, first: number, end: number): void {
    this.findings.assignments.push({ variable: variable.toLowerCase(), first, end, lists: this.lists });
  }

  /** Records that a variable is assigned a value that the text does not determine, or, by an OUT parameter, may be. */
  assignUnknown(variable: string, perhaps = false): void {
    const lists = perhaps ? [...this.lists, -1] : this.lists;
    const end = this.position;
    this.findings.assignments.push({ variable: variable.toLowerCase(), first: end, end, lists });
  }

  /** Records `@v := value` inside an expression. The value ends with the enclosing item. */
  assignInside(index: number): void {
    const first = index + 2;
    let end = first;
    for (let depth = 0; !this.isEnd(end) && end < first + longestInside; end++) {
      const id = this.id(end);
      if (id === op.openParenthesis) depth++;
      else if (id === op.closeParenthesis) depth--;
      if (depth < 0 || (depth === 0 && (id === op.comma || id === kw.FROM || id === kw.INTO))) break;
    }
    this.assign(this.raw(index), first, end);
  }

  report(code: string, index: number, message: string): void {
    const span =
      index < this.tokens.count ? this.span(index, index + 1) : { start: this.text.length, end: this.text.length };
    this.reportSpan(code, span, message);
  }

  /** Reports one error for each place, without its consequences. */
  reportSpan(code: string, span: Span, message: string): void {
    if (this.errors.length >= mostErrors) return;
    if (this.errors.some((error) => error.span.start === span.start)) return;
    this.errors.push({ code, span, message: showInvisible(message) });
  }

  /** Reports what the grammar wants here: a noun with its article, or SQL in backticks. */
  reportExpected(code: string, wanted: string): void {
    this.report(code, this.position, `Expected ${wanted}, found ${this.describe(this.position)}.`);
  }

  /** Reports that something is missing here; before another definition at the delimiter that precedes it. */
  reportMissing(code: string, message: string): void {
    this.report(code, this.isAfterCut() && this.at(kw.CREATE) ? this.position - 1 : this.position, message);
  }

  /** Returns the token as messages name it. */
  describe(index: number): string {
    const kind = this.kind(index);
    if (kind === 0) return 'end of input';
    const raw = this.raw(index);
    const invisible = nameInvisible(raw);
    if (invisible !== null) return invisible;
    if (kind === tokenKind.delimiter && raw !== ';') return `delimiter ${inBackticks(raw)}`;
    return inBackticks(raw.length > 40 ? `${raw.slice(0, 40)}…` : raw);
  }
}

export function makeCollected(): Collected {
  return { references: [], assignments: [], preparations: [], checks: [], locals: new Set() };
}

/** Adds the references of a part to the whole, but not the names that the part declares. */
export function addCollected(whole: Collected, part: Collected): Collected {
  append(whole.references, part.references);
  append(whole.assignments, part.assignments);
  append(whole.preparations, part.preparations);
  append(whole.checks, part.checks);
  return whole;
}

/** Returns the ids of words separated by blanks as a set. */
export function wordIds(words: string): ReadonlySet<number> {
  const ids = words.split(' ').map((word) => {
    const id = findWordId(word);
    if (id === 0) throw new Error(`${word} is not in the vocabulary: add it to keywords.ts.`);
    return id;
  });
  return new Set(ids);
}
