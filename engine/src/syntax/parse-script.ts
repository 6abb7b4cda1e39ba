/** A whole file: its definitions, its other statements, and what USE and SET sql_mode put in force between them. */
import { append } from '../base/long-lists';
import { didYouMean, nearestWord } from '../base/nearest-word';
import { runThrough } from '../base/slices';
import type { ParserOptions } from './dialect';
import { checkNamesOfStatement } from './check-names';
import { findEncodingWarnings } from './encoding';
import { kw } from './keywords';
import { LaterDefinition, RecentDefinitions } from './later-definition';
import { delimiterInComment } from './lexical-errors';
import { LazyErrors } from './lazy-errors';
import { readName } from './literals';
import type { Definition, OtherStatement, Script } from './nodes';
import { readSchemaArgument, readUsedSchema } from './client-commands';
import { readTimeZone } from './time-zone';
import { readLaterStatement } from './read-later-statement';
import { LaterStatementsFinder } from './later-statements';
import { isUndelimited, parseDefinition, type FileContext } from './parse-definition';
import { findHead, reportUnknownCreate, reportUnknownDrop } from './find-head';
import { readInstalled, type Misspelling } from './parse-head';
import { parseStatement } from './parse-statement';
import { isStatementStart, readVerb } from './read-sql';
import { makeCollected, TokenCursor } from './token-cursor';
import { readSetStatement } from './set-statement';
import { startsDefinition } from './block-ends';
import { mayHoldStatements } from './statement-openers';
import { expandSqlMode } from './sql-mode-names';
import type { SyntaxError } from './syntax-error';
import { tokenize } from './tokenizer';
import { op, tokenKind, type Tokens } from './tokens';

/**
 * Parses a whole text. Never fails: each part that cannot be read has an entry in `errors`, and reading continues after
 * it.
 */
export function parseScript(text: string, options: ParserOptions): Script {
  return runThrough(readText(text, options, () => null));
}

/**
 * Parses with a pause after each statement, for texts that take seconds. Only the position of a definition remains in
 * memory once it was processed; it is read again on demand. A text may have to be read from its beginning once more:
 * then `startLooking` is called again.
 */
export function parseInSteps(
  text: string,
  options: ParserOptions,
  startLooking: () => (definition: Definition) => void,
): Generator<void, Script, undefined> {
  return readText(text, options, () => {
    const recent = new RecentDefinitions();
    const look = startLooking();
    return (read) => {
      const definition = read();
      look(definition);
      return new LaterDefinition(definition, read, recent);
    };
  });
}

/** Parses a text whose trees will be used: they are kept at once, which costs memory but saves a second reading. */
export function parseWithTrees(text: string, options: ParserOptions): Script {
  return runThrough(readText(text, options, () => null, true));
}

/** Makes of a definition, which can be read again and again, what the script is to hold. */
type Keep = (read: () => Definition) => Definition;

/** Reads a text, again if a SET sql_mode after a body in the same chunk changes how the rest is read. */
function* readText(
  text: string,
  options: ParserOptions,
  startKeeping: () => Keep | null,
  keepsTrees = false,
): Generator<void, Script, undefined> {
  const settings = new Set<number>();
  for (let pass = 1; ; pass++) {
    const tokens = tokenize(text, options, settings);
    yield;
    const before = settings.size;
    const r = Object.assign(new TokenCursor(text, tokens, options), { keepsTrees });
    const script = yield* new ScriptReader(r, settings, startKeeping()).read();
    if (settings.size === before || pass === mostPasses) return script;
  }
}

/** Each finds all that the one before could not yet see; real files need two. */
const mostPasses = 4;

class ScriptReader {
  readonly #r: TokenCursor;
  readonly #settings: Set<number>;
  readonly #keep: Keep | null;
  readonly #state: ScriptState;
  readonly #definitions: Definition[] = [];
  readonly #others: OtherStatement[] = [];
  readonly #otherErrors: SyntaxError[] = [];
  readonly #later = new LaterStatementsFinder();
  /**
   * True after an error in this chunk: the server stops there, so the rest is read without reporting further errors.
   */
  #hasFailed = false;
  /** True if a statement in this chunk may have had a body. */
  #hasBody = false;

  constructor(r: TokenCursor, settings: Set<number>, keep: Keep | null) {
    this.#r = r;
    this.#settings = settings;
    this.#keep = keep;
    this.#state = new ScriptState(r.tokens, r.options);
  }

  *read(): Generator<void, Script, undefined> {
    const r = this.#r;
    while (r.kind(r.position) !== 0) {
      if (r.kind(r.position) === tokenKind.delimiter) this.#endChunk();
      else if (r.at(op.semicolon)) this.#readEmpty();
      else {
        this.#readStatement();
        yield;
      }
    }
    const { text, tokens } = r;
    const [definitions, others, otherErrors] = [this.#definitions, this.#others, this.#otherErrors];
    const errors = new LazyErrors(() => collectErrors(definitions, [...tokens.errors, ...otherErrors]));
    const broken = r.options.client ? findEncodingWarnings(text, definitions) : [];
    const warnings = broken.length === 0 ? tokens.warnings : [...broken, ...tokens.warnings];
    const later = this.#later.find();
    return Object.assign(errors, { text, tokens, definitions, others, warnings, notes: tokens.notes, later });
  }

  /** Ends the text that a client sends at once, and with it the part that the server skips after an error. */
  #endChunk(): void {
    const { tokens, position } = this.#r;
    if (tokens.cuts.has(position) && !this.#hasFailed) this.#otherErrors.push(delimiterInComment(tokens, position));
    this.#r.position++;
    this.#hasFailed = false;
    this.#hasBody = false;
  }

  /** Reports a `;` without a statement, which the server rejects. */
  #readEmpty(): void {
    const r = this.#r;
    r.errors = [];
    if (!this.#hasFailed) r.report('empty-statement', r.position, 'Expected a statement before this `;`.');
    this.#keepErrors(r.errors);
    r.position++;
  }

  #readStatement(): void {
    const r = this.#r;
    const state = this.#state;
    state.moveTo(r.position);
    r.oracle = state.oracle;
    r.modes = state.modes;
    while (this.#readPrefix()) if (r.isEnd(r.position)) return this.#endStatement();
    const head = findHead(r);
    if (head === null) this.#readOther();
    else {
      const around = { schema: state.schema, sqlMode: state.sqlMode, timeZone: state.timeZone };
      this.#definitions.push(this.#readDefinition(around, head));
      this.#hasFailed ||= r.errors.length > 0;
      this.#hasBody = true;
    }
    this.#endStatement();
  }

  #readDefinition(around: FileContext, head: Misspelling | 'right'): Definition {
    const r = this.#r;
    const keep = this.#keep;
    if (keep === null) {
      const definition = parseDefinition(r, around, head);
      this.#later.define(definition);
      return definition;
    }
    const read = readAgain(r, around, head);
    let isFirst = true;
    return keep(() => {
      const definition = read();
      if (isFirst) this.#later.define(definition);
      isFirst = false;
      return definition;
    });
  }

  #endStatement(): void {
    const r = this.#r;
    if (r.at(op.semicolon) && r.kind(r.position) !== tokenKind.delimiter) r.position++;
  }

  /** Reads SET STATEMENT … FOR, before a statement of any kind. */
  #readPrefix(): boolean {
    const r = this.#r;
    const first = r.position;
    r.errors = [];
    if (!readSetStatement(r)) return false;
    this.#others.push({ span: r.span(first, r.position), verb: 'SET', installs: null });
    this.#keepErrors(r.errors);
    this.#hasFailed ||= r.errors.length > 0;
    return true;
  }

  #readOther(): void {
    const r = this.#r;
    const first = r.position;
    const isLine = r.kind(first) === tokenKind.delimiterCommand;
    if (isLine) this.#endChunk();
    r.errors = [];
    const other = isLine ? readLine(r, first, this.#state) : readOther(r, this.#state);
    this.#others.push(other);
    if (!isLine) this.#later.change(readLaterStatement(r, first, this.#state.schema));
    if (r.id(first) === kw.SET) this.#state.timeZone = readTimeZone(r, first, this.#state.timeZone);
    const odd = r.oddNames(first, r.position);
    if (odd.length > 0) append(r.errors, checkNamesOfStatement(r, odd, first));
    if (this.#hasBody && r.id(first) === kw.SET && namesSqlMode(r, first)) this.#settings.add(r.start(first));
    this.#hasBody ||= mayHoldStatements(r.id(first), r.id(first + 1));
    this.#keepErrors(this.#hasFailed ? r.errors.filter(({ code }) => code !== 'unknown-statement') : r.errors);
    this.#hasFailed ||= r.errors.length > 0;
  }

  #keepErrors(errors: readonly SyntaxError[]): void {
    append(this.#otherErrors, errors);
  }
}

/**
 * Returns a function that reads the definition at the position: the first time with this reader, which continues after
 * it, then with another.
 */
function readAgain(r: TokenCursor, around: FileContext, head: Misspelling | 'right'): () => Definition {
  const fork = r.fork();
  let isFirst = true;
  return () => {
    const reader = isFirst ? r : fork();
    isFirst = false;
    return parseDefinition(reader, around, head);
  };
}

/**
 * Returns the errors in the order of the text, without duplicates: unfinished tokens inside a definition are also the
 * tokenizer's errors.
 */
function collectErrors(definitions: readonly Definition[], others: readonly SyntaxError[]): readonly SyntaxError[] {
  const all = new Set([...others, ...definitions.flatMap((definition) => definition.errors)]);
  return [...all].sort((a, b) => a.span.start - b.span.start);
}

/** The schema and the modes in force at a token. */
class ScriptState {
  schema: string | null;
  sqlMode: readonly string[] | null = null;
  timeZone: string | null = null;
  readonly #tokens: Tokens;
  readonly #options: ParserOptions;
  readonly #initial: readonly string[];
  #nextChange = 0;

  constructor(tokens: Tokens, options: ParserOptions) {
    this.schema = options.schema;
    this.#tokens = tokens;
    this.#options = options;
    this.#initial = expandSqlMode(options.sqlMode, options.dialect);
  }

  get oracle(): boolean {
    return this.#options.dialect === 'mariadb' && this.modes.includes('ORACLE');
  }

  get modes(): readonly string[] {
    return this.sqlMode ?? this.#initial;
  }

  moveTo(token: number): void {
    for (;;) {
      const change = this.#tokens.modeChanges[this.#nextChange];
      if (change === undefined || change.token > token) return;
      this.sqlMode = change.modes;
      this.#nextChange++;
    }
  }
}

/** Returns the statement of a command's line with its verb; `\u shop` is a USE. */
function readLine(r: TokenCursor, index: number, state: ScriptState): OtherStatement {
  const line = r.raw(index);
  const span = r.span(index, index + 1);
  const used = readUsedSchema(line);
  if (used !== null) state.schema = used;
  return { span, verb: findVerbOfLine(line, used !== null), installs: null };
}

function findVerbOfLine(line: string, uses: boolean): string {
  if (uses) return 'USE';
  if (/^(source|\\\.)/i.test(line)) return 'SOURCE';
  if (/^(delimiter|\\d)/i.test(line)) return 'DELIMITER';
  if (line.startsWith('?')) return 'HELP';
  return /^(?:\\.|\w+)/.exec(line)?.[0].toUpperCase() ?? '';
}

/** Reads a statement that defines no routine, up to its `;` or its delimiter. */
function readOther(r: TokenCursor, state: ScriptState): OtherStatement {
  const first = r.position;
  const verb = readVerb(r);
  const installs = r.at(kw.CREATE) ? readInstalled(r) : null;
  if (r.at(kw.USE)) return readUse(r, state);
  else if (r.at(kw.CREATE)) reportUnknownCreate(r);
  else if (r.at(kw.DROP)) reportUnknownDrop(r);
  else if (r.options.dialect === 'mysql' && isCompound(r) && !r.at(kw.ALTER)) reportCompound(r, first);
  else if (!r.oracle && r.at(kw.BEGIN) && isCompound(r) && !r.next(kw.NOT)) reportBlock(r);
  else if (!isStatementStart(r, first) && !r.at(op.openParenthesis) && !isAssignment(r)) reportUnknown(r, first);
  if (isMariadbPackage(r, verb)) r.report('mariadb-only', first, 'Packages require MariaDB.');
  r.position = first;
  skipOther(r);
  return { span: r.span(first, r.position), verb, installs };
}

/** Returns true at `max_sort_length := 10`, which ORACLE mode reads as SET. */
function isAssignment(r: TokenCursor): boolean {
  let behind = r.position + 1;
  while (r.id(behind) === op.dot && r.isName(behind + 1)) behind += 2;
  return r.oracle && r.isName(r.position) && r.id(behind) === op.assign;
}

/** Reads USE as a statement. Text on a later line without a `;` is read as another statement, as intended. */
function readUse(r: TokenCursor, state: ScriptState): OtherStatement {
  const first = r.position;
  if (isUseOfClient(r)) {
    r.position = r.chunkEnd(first);
    state.schema = readSchemaArgument(r.text.slice(r.end(first), r.start(r.position)));
    return { span: r.span(first, r.position), verb: 'USE', installs: null };
  }
  r.position++;
  if (!r.isName(r.position)) {
    r.reportExpected('expected-name', 'a schema name');
    skipOther(r);
    return { span: r.span(first, r.position), verb: 'USE', installs: null };
  }
  r.position++;
  if (!isOtherEnd(r)) {
    const message = `Expected a delimiter after USE, found ${r.describe(r.position)}.`;
    r.report('expected-delimiter', r.position, message);
    if (!r.text.slice(r.end(first + 1), r.start(r.position)).includes('\n')) {
      skipOther(r);
      return { span: r.span(first, r.position), verb: 'USE', installs: null };
    }
  }
  state.schema = readName(r.raw(first + 1));
  return { span: r.span(first, r.position), verb: 'USE', installs: null };
}

/**
 * Returns true if MariaDB's client runs the USE itself, which begins the text to be sent, up to the delimiter on the
 * same line.
 */
function isUseOfClient(r: TokenCursor): boolean {
  const { dialect, client } = r.options;
  const first = r.position;
  const before = r.kind(first - 1);
  const begins = first === 0 || before === tokenKind.delimiter || before === tokenKind.delimiterCommand;
  if (!client || dialect !== 'mariadb' || !begins || r.isEnd(first + 1)) return false;
  const end = r.chunkEnd(first);
  return r.kind(end) === tokenKind.delimiter && !/[\n\r]/.test(r.text.slice(r.end(first), r.start(end)));
}

/** Reports a block: in MariaDB BEGIN alone begins a transaction. */
function reportBlock(r: TokenCursor): void {
  const message = `Expected a delimiter after BEGIN, found ${r.describe(r.position + 1)}. Use BEGIN NOT ATOMIC for a block.`;
  r.report('expected-delimiter', r.position + 1, message);
}

function reportCompound(r: TokenCursor, first: number): void {
  const message = `MySQL allows ${r.describe(first)} in routine bodies only. Move it to a procedure.`;
  r.report('unknown-statement', first, message);
}

function reportUnknown(r: TokenCursor, first: number): void {
  if (r.options.client && r.upper(first) === 'DELIMITER')
    return r.report('bad-delimiter', first, 'Missing whitespace between DELIMITER and `;`. Write `DELIMITER ;`.');
  const near = nearestWord(r.raw(first), commonVerbs);
  r.report('unknown-statement', first, `Unknown statement: ${r.describe(first)}.${didYouMean(near)}`);
}

const commonVerbs =
  'ALTER CALL CREATE DELETE DELIMITER DROP EXECUTE GRANT INSERT PREPARE REPLACE REVOKE SELECT SET TRUNCATE UPDATE USE'.split(
    ' ',
  );

function isMariadbPackage(r: TokenCursor, verb: string): boolean {
  return r.options.dialect === 'mysql' && verb === 'CREATE PACKAGE';
}

function skipOther(r: TokenCursor): void {
  const first = r.position;
  r.undelimited = isUndelimited(r);
  if (!r.undelimited || r.at(kw.ALTER)) skipBody(r);
  // The body of an ALTER EVENT that is not finished ends before the next definition.
  if (r.undelimited && r.position > first && startsDefinition(r)) return;
  while (!isOtherEnd(r)) r.position++;
}

/** Skips the body of ALTER EVENT, or a compound statement (MariaDB): a `;` inside does not end the statement. */
function skipBody(r: TokenCursor): void {
  if (r.at(kw.ALTER) ? !skipToEventBody(r) : !isCompound(r)) return;
  r.findings = makeCollected();
  parseStatement(r);
}

function skipToEventBody(r: TokenCursor): boolean {
  let altersEvent = false;
  for (; !isOtherEnd(r); r.position++) {
    if (r.at(kw.EVENT)) altersEvent = true;
    if (altersEvent && r.at(kw.DO)) {
      r.position++;
      return true;
    }
  }
  return false;
}

/** Returns true at IF, BEGIN SELECT … and similar. */
function isCompound(r: TokenCursor): boolean {
  return !r.at(kw.CREATE) && mayHoldStatements(r.id(r.position), r.id(r.position + 1)) && !r.isEnd(r.position + 1);
}

function isOtherEnd(r: TokenCursor): boolean {
  const kind = r.kind(r.position);
  return r.at(op.semicolon) || kind === 0 || kind === tokenKind.delimiter || kind === tokenKind.delimiterCommand;
}

function namesSqlMode(r: TokenCursor, first: number): boolean {
  for (let i = first; i < r.position; i++) if (/sql_mode/i.test(r.raw(i))) return true;
  return false;
}
