/**
 * Reads which columns a routine reads and writes. Made with the parser, which is loaded first. What was found of a
 * statement is kept by its text: of a routine that is typed in only the statement that changed is read anew.
 */
import { Kept, type Memory } from '../../base/memory';
import type { Span } from '../../base/text';
import type { LiveTables } from '../../routine/live-tables';
import type { DynamicStatement } from '../../syntax/nodes';
import { Reading } from '../../syntax/reading';
import { tokenize } from '../../syntax/tokenizer';
import type { BlockChain } from '../../syntax/walk-statements';
import { Locals } from '../program/find-local';
import { findTokens, makeProgram, type Program, type Stretch } from '../program/program';
import type { SourceRoutine } from '../sources/source-file';
import type { ColumnUse, RoutineColumns, TableName, UnknownColumn } from './column-use';
import { Evidence, type Sight } from './evidence';
import { Recent } from './recent';
import { loadSqlParser, type ParseSql } from './sql-parser';
import { StatementReader, type StatementColumns } from './statement-reader';
import { cutOut } from './statement-tokens';

const loaded = new Kept<{ reader: Promise<ColumnReader> | null }>(() => ({ reader: null }));

/** The reader of an index, which keeps what it has read; the parser is loaded with the first call. */
export function loadColumnReader({ memory }: { readonly memory: Memory }): Promise<ColumnReader> {
  const known = memory.of(loaded);
  return (known.reader ??= loadSqlParser().then((parse) => new ColumnReader(parse)));
}

/** Statements that are kept, about 1 kB each: more than the changed files of a large project have. */
const mostStatements = 20_000;

/** Spans count from the statement's first character. */
interface KeptStatement extends StatementColumns {
  readonly isRead: boolean;
  readonly evidence: Evidence;
}

interface FoundStretch {
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

  /** Linear in the length of the body. */
  read(source: SourceRoutine, live: LiveTables | null): RoutineColumns {
    const around = this.#surroundingsOf(source, live);
    const stretches = [...this.#readStretches(source, around, makeProgram(source))].flatMap((one) => one ?? []);
    const uses = stretches.flatMap(({ span, found }) => found.uses.map((use) => moved(use, span.start)));
    const unread = stretches.flatMap(({ span, found }) => (found.isRead ? [] : [span]));
    for (const dynamic of source.definition.dynamic) {
      const found = this.#readDynamic(source, dynamic, around);
      if (found === null) unread.push(dynamic.span);
      else uses.push(...found);
    }
    return { uses, unread };
  }

  /**
   * The columns that no table has, with a halt behind each statement that was not known: to read one may take a
   * millisecond, and there may be a thousand.
   */
  *findUnknown(
    source: SourceRoutine,
    live: LiveTables | null,
    program: Program,
  ): Generator<void, readonly UnknownColumn[], undefined> {
    const unknown: UnknownColumn[] = [];
    for (const one of this.#readStretches(source, this.#surroundingsOf(source, live), program)) {
      if (one === null) yield;
      else for (const column of one.found.unknown) unknown.push(moved(column, one.span.start));
    }
    return unknown;
  }

  /** Each stretch of the routine; null before one that was not known. */
  *#readStretches(
    source: SourceRoutine,
    { prefix, sightFrom, home, triggerTable }: RoutineSurroundings,
    program: Program,
  ): Generator<FoundStretch | null, void, undefined> {
    const { text } = source.script;
    for (const stretch of columnStretches(source, program)) {
      const { span } = stretch;
      const key = prefix + text.slice(span.start, span.end);
      const sight = sightFrom(stretch.around);
      const known = this.#kept.get(key);
      if (known?.evidence.holds(sight)) {
        yield { span, found: known };
        continue;
      }
      yield null;
      const evidence = new Evidence(sight);
      const { isLocal, findTable } = evidence;
      const own = cutOut(program.tokens, stretch, key.slice(prefix.length));
      const found = { ...this.#statements.read(own, { home, triggerTable, isLocal, findTable }), evidence };
      evidence.close();
      this.#kept.set(key, found);
      yield { span, found };
    }
  }

  /** What a prepared text uses, all of it at the place of the PREPARE; null where it cannot be read. */
  #readDynamic(
    { reading }: SourceRoutine,
    { sql, certainty, span }: DynamicStatement,
    { home, findTable }: RoutineSurroundings,
  ): readonly ColumnUse[] | null {
    if (sql === null) return [];
    const options = { ...reading, client: false };
    const tokens = new Reading(sql, tokenize(sql, options), options);
    const { isRead, uses } = this.#statements.read(tokens, {
      home,
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

  #surroundingsOf(source: SourceRoutine, live: LiveTables | null): RoutineSurroundings {
    const { definition, key, reading } = source;
    const { schema: home } = this.#nameOf({ schema: key.schema, name: '' });
    const trigger = definition.trigger?.table;
    const triggerTable =
      trigger === undefined
        ? null
        : this.#nameOf({ schema: trigger.schema?.text ?? key.schema, name: trigger.name.text });
    const mode = definition.sqlMode ?? reading.sqlMode;
    const about = [reading.dialect, reading.serverVersion, mode.join(), home, triggerTable];
    const findTable = rememberTables((schema, name) => live?.find(schema, name) ?? null);
    const locals = new Locals(definition);
    const sights = new Map<BlockChain | null, Sight>();
    const sightFrom = (around: BlockChain | null): Sight => {
      let sight = sights.get(around);
      if (sight === undefined) {
        const isLocal = remember((name: string) => locals.find(around, name) !== null);
        sights.set(around, (sight = { isLocal, findTable }));
      }
      return sight;
    };
    return { prefix: `${JSON.stringify(about)} `, home, triggerTable, findTable, sightFrom };
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

/** What all statements of a routine have in common. */
interface RoutineSurroundings {
  /** Stands before a statement's text wherever the same text could mean something else. */
  readonly prefix: string;
  readonly home: string;
  readonly triggerTable: TableName | null;
  readonly findTable: Sight['findTable'];
  readonly sightFrom: (around: BlockChain | null) => Sight;
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

function rememberTables(find: Sight['findTable']): Sight['findTable'] {
  const inSchema = remember((schema) => remember((name) => find(schema, name)));
  return (schema, name) => inSchema(schema)(name);
}

/** A view has no statements: its body is one query. */
function columnStretches({ definition }: SourceRoutine, { tokens, stretches }: Program): readonly Stretch[] {
  if (definition.kind !== 'view' || definition.body === null) return stretches;
  return [{ ...findTokens(tokens, definition.body), span: definition.body, around: null }];
}

function moved<T extends { readonly span: Span }>(one: T, by: number): T {
  return { ...one, span: { start: one.span.start + by, end: one.span.end + by } };
}
