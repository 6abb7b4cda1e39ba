/**
 * Reads the columns that a routine reads and writes. It is created with the parser, which is loaded first. The result
 * for a statement is cached by its text: while a routine is edited, only the changed statement is read again.
 */
import { append } from '../../base/long-lists';
import { Kept, type Memory } from '../../base/memory';
import type { Span } from '../../base/text';
import type { LiveTables } from '../../routine/live-tables';
import type { DynamicStatement } from '../../syntax/nodes';
import { TokenCursor } from '../../syntax/token-cursor';
import { tokenize } from '../../syntax/tokenizer';
import type { BlockChain } from '../../syntax/walk-statements';
import { Locals } from '../program/find-local';
import { findTokens, makeRoutineBody, type RoutineBody, type StatementRange } from '../program/routine-body';
import type { SourceRoutine } from '../sources/source-file';
import type { ColumnUse, RoutineColumns, TableName, UnknownColumn } from './column-use';
import { RecordedInputs, type ColumnScope } from './recorded-inputs';
import { Recent } from './recent';
import { loadSqlParser, type ParseSql } from './sql-parser';
import { StatementReader, type StatementColumns } from './statement-reader';
import { cutOut } from './statement-tokens';

const loaded = new Kept<{ reader: Promise<ColumnReader> | null }>(() => ({ reader: null }));

/** Returns the reader of an index, which caches its results; the first call loads the parser. */
export function loadColumnReader({ memory }: { readonly memory: Memory }): Promise<ColumnReader> {
  const known = memory.of(loaded);
  return (known.reader ??= loadSqlParser().then((parse) => new ColumnReader(parse)));
}

/** Statements that are kept, about 1 kB each: more than the changed files of a large project have. */
const mostStatements = 20_000;

/** Spans count from the statement's first character. */
interface KeptStatement extends StatementColumns {
  readonly isRead: boolean;
  readonly recordedInputs: RecordedInputs;
}

interface FoundStatement {
  readonly span: Span;
  readonly found: KeptStatement;
}

export class ColumnReader {
  readonly #statements: StatementReader;
  readonly #kept = new Recent<KeptStatement>(mostStatements);
  /** One text for a schema or table that many statements name, none of which shall keep its file's text. */
  readonly #names = new Map<string, TableName>();

  constructor(parse: ParseSql) {
    this.#statements = new StatementReader(parse);
  }

  /** Reads the columns of a routine. Linear in the length of the body. */
  read(source: SourceRoutine, live: LiveTables | null): RoutineColumns {
    const around = this.#contextOf(source, live);
    const ranges = [...this.#readStatements(source, around, makeRoutineBody(source))].flatMap((one) => one ?? []);
    const uses = ranges.flatMap(({ span, found }) => found.uses.map((use) => moved(use, span.start)));
    const unread = ranges.flatMap(({ span, found }) => (found.isRead ? [] : [span]));
    for (const dynamic of source.definition.dynamic) {
      const found = this.#readDynamic(source, dynamic, around);
      if (found === null) unread.push(dynamic.span);
      else append(uses, found);
    }
    return { uses, unread };
  }

  /**
   * Returns the columns that no table has, with a pause after each new statement: reading one may take a millisecond,
   * and there may be a thousand.
   */
  *findUnknown(
    source: SourceRoutine,
    live: LiveTables | null,
    program: RoutineBody,
  ): Generator<void, readonly UnknownColumn[], undefined> {
    const unknown: UnknownColumn[] = [];
    for (const one of this.#readStatements(source, this.#contextOf(source, live), program)) {
      if (one === null) yield;
      else for (const column of one.found.unknown) unknown.push(moved(column, one.span.start));
    }
    return unknown;
  }

  /** Returns the result of each part of the routine; null precedes one that is not cached. */
  *#readStatements(
    source: SourceRoutine,
    { prefix, scopeFrom, defaultSchema, triggerTable }: RoutineContext,
    program: RoutineBody,
  ): Generator<FoundStatement | null, void, undefined> {
    const { text } = source.script;
    for (const range of columnRanges(source, program)) {
      const { span } = range;
      const key = prefix + text.slice(span.start, span.end);
      const scope = scopeFrom(range.around);
      const known = this.#kept.get(key);
      if (known?.recordedInputs.holds(scope)) {
        yield { span, found: known };
        continue;
      }
      yield null;
      const recordedInputs = new RecordedInputs(scope);
      const { isLocal, findTable } = recordedInputs;
      const own = cutOut(program.tokens, range, key.slice(prefix.length));
      const found = {
        ...this.#statements.read(own, { defaultSchema, triggerTable, isLocal, findTable }),
        recordedInputs,
      };
      recordedInputs.close();
      this.#kept.set(key, found);
      yield { span, found };
    }
  }

  /** Returns the uses of a prepared text, all at the position of the PREPARE; null if it cannot be read. */
  #readDynamic(
    { parserOptions }: SourceRoutine,
    { sql, certainty, span }: DynamicStatement,
    { defaultSchema, findTable }: RoutineContext,
  ): readonly ColumnUse[] | null {
    if (sql === null) return [];
    const options = { ...parserOptions, client: false };
    const tokens = new TokenCursor(sql, tokenize(sql, options), options);
    const { isRead, uses } = this.#statements.read(tokens, {
      defaultSchema,
      triggerTable: null,
      isLocal: () => false,
      findTable,
    });
    if (!isRead) return null;
    return uses.map((use) => ({
      ...use,
      span,
      isDynamic: true,
      certainty: certainty === 'certain' ? use.certainty : 'possible',
    }));
  }

  #contextOf(source: SourceRoutine, live: LiveTables | null): RoutineContext {
    const { definition, key, parserOptions } = source;
    const { schema: defaultSchema } = this.#nameOf({ schema: key.schema, name: '' });
    const trigger = definition.trigger?.table;
    const triggerTable =
      trigger === undefined
        ? null
        : this.#nameOf({ schema: trigger.schema?.text ?? key.schema, name: trigger.name.text });
    const mode = definition.sqlMode ?? parserOptions.sqlMode;
    const about = [parserOptions.dialect, parserOptions.serverVersion, mode.join(), defaultSchema, triggerTable];
    const findTable = rememberTables((schema, name) => live?.find(schema, name) ?? null);
    const locals = new Locals(definition);
    const sights = new Map<BlockChain | null, ColumnScope>();
    const scopeFrom = (around: BlockChain | null): ColumnScope => {
      let scope = sights.get(around);
      if (scope === undefined) {
        const isLocal = remember((name: string) => locals.find(around, name) !== null);
        sights.set(around, (scope = { isLocal, findTable }));
      }
      return scope;
    };
    return { prefix: `${JSON.stringify(about)} `, defaultSchema, triggerTable, findTable, scopeFrom };
  }

  #nameOf(name: TableName): TableName {
    const key = JSON.stringify(name);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const own = JSON.parse(JSON.stringify(name)) as TableName;
    this.#names.set(key, own);
    return own;
  }
}

/** The context that all statements of a routine share. */
interface RoutineContext {
  /** The prefix of a statement's text in the cache, different wherever the same text could have another meaning. */
  readonly prefix: string;
  readonly defaultSchema: string;
  readonly triggerTable: TableName | null;
  readonly findTable: ColumnScope['findTable'];
  readonly scopeFrom: (around: BlockChain | null) => ColumnScope;
}

function remember<T>(find: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = find(name);
    known.set(name, found);
    return found;
  };
}

function rememberTables(find: ColumnScope['findTable']): ColumnScope['findTable'] {
  const inSchema = remember((schema) => remember((name) => find(schema, name)));
  return (schema, name) => inSchema(schema)(name);
}

/** Returns the ranges with columns. A view has no statements: its body is one query. */
function columnRanges({ definition }: SourceRoutine, { tokens, ranges }: RoutineBody): readonly StatementRange[] {
  if (definition.kind !== 'view' || definition.body === null) return ranges;
  return [{ ...findTokens(tokens, definition.body), span: definition.body, around: null }];
}

function moved<T extends { readonly span: Span }>(one: T, by: number): T {
  return { ...one, span: { start: one.span.start + by, end: one.span.end + by } };
}
