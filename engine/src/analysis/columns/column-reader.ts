/** Reads which columns a routine reads and writes. Made with the parser, which is loaded first; keeps what it parsed by text. */
import type { Span } from '../../base/text';
import type { LiveTables } from '../../routine/live-tables';
import type { DynamicStatement } from '../../syntax/nodes';
import { Reading } from '../../syntax/reading';
import { tokenize } from '../../syntax/tokenizer';
import { op } from '../../syntax/tokens';
import { findLocal } from '../find-local';
import { findTokens, makeProgram, type Program, type Stretch, type TokenRange } from '../program';
import type { SourceRoutine } from '../source-file';
import type { ColumnUse, RoutineColumns, TableName, UnknownColumn } from './column-use';
import type { ParserText } from './parser-text';
import { makeShape, type QueryShape } from './query-shape';
import { readPath, type Path } from './read-path';
import { readShape } from './read-shape';
import { ColumnResolver, type Surroundings } from './resolve-columns';
import { loadSqlParser, type ParseSql } from './sql-parser';
import { takeApart } from './statement-queries';

let loading: Promise<ColumnReader> | undefined;

/** The process's one reader; the parser is loaded with the first call. */
export function loadColumnReader(): Promise<ColumnReader> {
  return (loading ??= loadSqlParser().then((parse) => new ColumnReader(parse)));
}

/** Texts whose shapes are kept: more than the statements of a large project's changed files. */
const mostShapes = 20_000;

/** Characters of a query: longer ones are made by programs, and would hold an editor up. */
const longestText = 100_000;

export class ColumnReader {
  readonly #parse: ParseSql;
  readonly #shapes = new Map<string, QueryShape | null>();

  constructor(parse: ParseSql) {
    this.#parse = parse;
  }

  /** Linear in the length of the body; a statement whose text was read before is not parsed again. */
  read(source: SourceRoutine, live: LiveTables | null, program: Program = makeProgram(source)): RoutineColumns {
    const uses: ColumnUse[] = [];
    const unknown: UnknownColumn[] = [];
    const unread: Span[] = [];
    const { definition, key } = source;
    const around = { home: key.schema, live, triggerTable: triggerTableOf(source) };
    for (const stretch of columnStretches(source, program)) {
      const isLocal = (name: string): boolean => findLocal(definition, stretch.around, name) !== null;
      const resolver = this.#readRange(program.tokens, stretch, { ...around, isLocal });
      if (resolver === null) unread.push(stretch.span);
      uses.push(...(resolver?.uses ?? []), ...triggerUses(around.triggerTable, program, stretch, resolver?.uses ?? []));
      unknown.push(...(resolver?.unknown ?? []));
    }
    for (const dynamic of definition.dynamic) {
      const found = this.#readDynamic(source, dynamic, { ...around, triggerTable: null, isLocal: () => false });
      if (found === null) unread.push(dynamic.span);
      else uses.push(...found);
    }
    return { uses, unknown, unread };
  }

  /** What a prepared text uses, all of it at the place of the PREPARE; null where it cannot be read. */
  #readDynamic({ reading }: SourceRoutine, dynamic: DynamicStatement, around: Around): readonly ColumnUse[] | null {
    const { sql, certainty, span } = dynamic;
    if (sql === null) return [];
    const options = { ...reading, client: false };
    const tokens = new Reading(sql, tokenize(sql, options), options);
    const resolver = this.#readRange(tokens, { first: 0, end: tokens.tokens.count }, around);
    if (resolver === null) return null;
    return resolver.uses.map((use) => ({
      ...use,
      span,
      isDynamic: true,
      certainty: certainty === 'certain' ? use.certainty : 'possible',
    }));
  }

  /** Null where one of its queries cannot be read. */
  #readRange(tokens: Reading, range: TokenRange, around: Around): ColumnResolver | null {
    const parts = takeApart(tokens, range);
    if (parts === null) return null;
    const { queries, target, given, changed, givesAll } = parts;
    const shapes = queries.map((query) => this.#shapeOf(query));
    if (shapes.includes(null)) return null;
    const targetShape = target === null ? tablesOf(shapes[0]) : makeTargetShape(readPath(tokens, target.first));
    let words: readonly number[] = [];
    const pathAt = (word: number): Path | null => {
      const token = words[word] ?? -1;
      return token < 0 ? null : readPath(tokens, token);
    };
    const resolver = new ColumnResolver({ ...around, pathAt });
    for (const [i, shape] of shapes.entries()) {
      words = queries[i]?.places ?? [];
      if (shape !== null) resolver.addQuery(shape);
    }
    for (const { first } of [...given, ...changed]) {
      const path = readPath(tokens, first);
      if (path !== null && targetShape) resolver.addAssigned(path, targetShape);
    }
    if (givesAll && target !== null && targetShape) {
      const span = tokens.span(target.first, target.end);
      resolver.addAssigned({ schema: null, table: null, name: null, span, isColumn: true }, targetShape);
    }
    return resolver;
  }

  #shapeOf(query: ParserText): QueryShape | null {
    const { text } = query;
    if (text === null || text.length > longestText) return null;
    const known = this.#shapes.get(text);
    if (known !== undefined) return known;
    const shape = readShape(this.#parse(text), (offset) => query.wordAt(offset));
    if (this.#shapes.size >= mostShapes) this.#shapes.clear();
    this.#shapes.set(text, shape);
    return shape;
  }
}

type Around = Omit<Surroundings, 'pathAt'>;

/** A view has no statements: its body is one query. */
function columnStretches({ definition }: SourceRoutine, { tokens, stretches }: Program): readonly Stretch[] {
  if (definition.kind !== 'view' || definition.body === null) return stretches;
  return [{ ...findTokens(tokens, definition.body), span: definition.body, around: null }];
}

/** Behind WITH the statement's own tables are those of its last query. */
function tablesOf(shape: QueryShape | null | undefined): QueryShape | null {
  if (shape == null || shape.sources.length > 0) return shape ?? null;
  return shape.inner.at(-1)?.shape ?? shape;
}

/** INSERT's own table alone: its list of columns, and what ON DUPLICATE KEY UPDATE assigns. */
function makeTargetShape(path: Path | null): QueryShape {
  const shape = makeShape();
  if (path?.name) shape.sources.push({ kind: 'table', schema: path.table, name: path.name.text, alias: null });
  return shape;
}

function triggerTableOf({ definition, key }: SourceRoutine): TableName | null {
  const table = definition.trigger?.table;
  return table === undefined ? null : { schema: table.schema?.text ?? key.schema, name: table.name.text };
}

/** NEW.a and OLD.a outside of queries, where no parser has to look: expressions, and the left sides of SET. */
function triggerUses(
  table: TableName | null,
  { tokens }: Program,
  { first, end }: Stretch,
  known: readonly ColumnUse[],
): readonly ColumnUse[] {
  if (table === null) return [];
  const seen = new Set(known.map(({ span }) => span.start));
  const uses: ColumnUse[] = [];
  for (let i = first; i + 2 < end; i++) {
    if (tokens.id(i + 1) !== op.dot || tokens.isAfterDot(i) || !tokens.isName(i + 2)) continue;
    if (!tokens.isName(i) || !/^(?:new|old)$/i.test(tokens.raw(i))) continue;
    const { text: column, span } = tokens.name(i + 2);
    if (seen.has(span.start)) continue;
    const access = isAssigned(tokens, i, first) ? 'write' : 'read';
    uses.push({ access, table, among: [table], column, span, certainty: 'certain', isDynamic: false });
  }
  return uses;
}

/** `SET NEW.a = 1, NEW.b = 2`. */
function isAssigned(tokens: Program['tokens'], i: number, first: number): boolean {
  const after = tokens.id(i + 3);
  if (after !== op.equals && after !== op.assign) return false;
  return tokens.upper(first) === 'SET' && (i - 1 === first || tokens.id(i - 1) === op.comma);
}
