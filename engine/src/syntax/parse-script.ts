/** A whole file: its definitions, its other statements, and what USE and SET sql_mode put in force between them. */
import { runThrough } from '../base/slices';
import type { ReadingOptions } from './dialect';
import { findEncodingWarnings } from './encoding';
import { kw } from './keywords';
import { LaterDefinition, RecentDefinitions } from './later-definition';
import { LazyErrors } from './lazy-errors';
import { readName } from './literals';
import type { Definition, OtherStatement, Script } from './nodes';
import { parseDefinition, type Surroundings } from './parse-definition';
import { findCreatedKind } from './parse-head';
import { isStatementStart, readVerb } from './read-sql';
import { Reading } from './reading';
import { expandSqlMode } from './sql-mode';
import type { SyntaxError } from './syntax-error';
import { tokenize } from './tokenizer';
import { op, tokenKind, type Tokens } from './tokens';

/** Reads a text whole. Never fails: what cannot be read has an entry in `errors`, and reading goes on behind it. */
export function parseScript(text: string, options: ReadingOptions): Script {
  return runThrough(readScript(new Reading(text, tokenize(text, options), options)));
}

/**
 * The same with a halt after each statement, for texts that take seconds. Of a definition only its place stays in memory; it
 * is read again when somebody asks, once `look` has seen it.
 */
export function* parseInSteps(
  text: string,
  options: ReadingOptions,
  look: (definition: Definition) => void,
): Generator<void, Script, undefined> {
  const tokens = tokenize(text, options);
  yield;
  const recent = new RecentDefinitions();
  return yield* readScript(new Reading(text, tokens, options), (read) => {
    const definition = read();
    look(definition);
    return new LaterDefinition(definition, read, recent);
  });
}

/** The same where the trees will be asked for: they are kept at once, which costs memory, but no second reading. */
export function parseWithTrees(text: string, options: ReadingOptions): Script {
  return runThrough(
    readScript(Object.assign(new Reading(text, tokenize(text, options), options), { keepsTrees: true })),
  );
}

type Keep = (read: () => Definition) => Definition;

/** `keep` makes of a definition, which can be read again and again, what the script is to hold. */
function* readScript(r: Reading, keep: Keep | null = null): Generator<void, Script, undefined> {
  const { text, tokens, options } = r;
  const definitions: Definition[] = [];
  const others: OtherStatement[] = [];
  const otherErrors: SyntaxError[] = [];
  const state = new ScriptState(tokens, options);
  while (r.kind(r.position) !== 0) {
    if (r.kind(r.position) === tokenKind.delimiter || r.at(op.semicolon)) {
      r.position++;
      continue;
    }
    state.moveTo(r.position);
    r.oracle = state.oracle;
    r.modes = state.modes;
    if (findCreatedKind(r) !== null) {
      const around = { schema: state.schema, sqlMode: state.sqlMode };
      definitions.push(keep === null ? parseDefinition(r, around) : keep(readAgain(r, around)));
    } else {
      r.errors = [];
      others.push(readOther(r, state));
      otherErrors.push(...r.errors);
    }
    yield;
  }
  const errors = new LazyErrors(() => collectErrors(definitions, [...tokens.errors, ...otherErrors]));
  const warnings = options.client ? [...findEncodingWarnings(text, definitions), ...tokens.warnings] : tokens.warnings;
  return Object.assign(errors, { text, tokens, definitions, others, warnings });
}

/** Reads the definition at the position: the first time with this reader, which goes on behind it, then with another. */
function readAgain(r: Reading, around: Surroundings): () => Definition {
  const fork = r.fork();
  let isFirst = true;
  return () => {
    const reader = isFirst ? r : fork();
    isFirst = false;
    return parseDefinition(reader, around);
  };
}

/** In the order of the text, each once: what is unfinished inside a definition is also the tokenizer's. */
function collectErrors(definitions: readonly Definition[], others: readonly SyntaxError[]): readonly SyntaxError[] {
  const all = new Set([...others, ...definitions.flatMap((definition) => definition.errors)]);
  return [...all].sort((a, b) => a.span.start - b.span.start);
}

/** The schema and the modes in force at a token. */
class ScriptState {
  schema: string | null;
  sqlMode: readonly string[] | null = null;
  readonly #tokens: Tokens;
  readonly #options: ReadingOptions;
  readonly #initial: readonly string[];
  #nextChange = 0;

  constructor(tokens: Tokens, options: ReadingOptions) {
    this.schema = options.schema;
    this.#tokens = tokens;
    this.#options = options;
    this.#initial = expandSqlMode(options.sqlMode);
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

function readOther(r: Reading, state: ScriptState): OtherStatement {
  const first = r.position;
  if (r.kind(first) === tokenKind.delimiterCommand) {
    r.position++;
    return { span: r.span(first, r.position), verb: readClientLine(r.raw(first), state) };
  }
  const verb = readVerb(r);
  if (r.at(kw.USE) && r.isName(first + 1)) {
    state.schema = readName(r.raw(first + 1));
    r.position = first + 2;
    if (isOnLaterLine(r)) return { span: r.span(first, r.position), verb };
  } else if (isClientCommand(r)) {
    do r.position++;
    while (!isOtherEnd(r) && !isOnLaterLine(r));
    return { span: r.span(first, r.position), verb };
  } else if (!isStatementStart(r, first) && !r.at(op.openParenthesis)) {
    r.report('unknown-statement', first, `No statement begins with ${r.describe(first)}.`);
  }
  if (isMariadbPackage(r, verb)) r.report('mariadb-only', first, 'Packages exist on MariaDB only.');
  while (!isOtherEnd(r)) r.position++;
  return { span: r.span(first, r.position), verb };
}

/** What the line of a command does: its verb; `\u shop` is a USE. */
function readClientLine(line: string, state: ScriptState): string {
  const [, used] = /^\\u\s+([^\s;]+)/.exec(line) ?? [];
  if (used !== undefined) state.schema = readName(used);
  if (used !== undefined) return 'USE';
  if (/^(source|\\\.)/i.test(line)) return 'SOURCE';
  return /^(delimiter|\\d)/i.test(line) ? 'DELIMITER' : line.slice(0, 2);
}

function isMariadbPackage(r: Reading, verb: string): boolean {
  return r.options.dialect === 'mysql' && verb === 'CREATE PACKAGE';
}

function isOtherEnd(r: Reading): boolean {
  const kind = r.kind(r.position);
  return kind === 0 || kind === tokenKind.delimiter || kind === tokenKind.delimiterCommand;
}

/** The client takes USE and its own commands without a delimiter: they end with their line. */
function isOnLaterLine(r: Reading): boolean {
  return !isOtherEnd(r) && r.text.slice(r.end(r.position - 1), r.start(r.position)).includes('\n');
}

const clientCommands = new Set(
  'STATUS WARNINGS NOWARNING TEE NOTEE PAGER NOPAGER PROMPT CONNECT CHARSET CLEAR EXIT QUIT SYSTEM'.split(' '),
);

function isClientCommand(r: Reading): boolean {
  return (
    r.options.client && r.kind(r.position) === tokenKind.word && clientCommands.has(r.raw(r.position).toUpperCase())
  );
}
