/**
 * Resolves the column references of a query through its aliases, its inner queries, and the live schema if one is
 * known.
 */
import { append } from '../../base/long-lists';
import { findColumn, type LiveTable } from '../../routine/live-tables';
import type { Name } from '../../syntax/nodes';
import type { ColumnUse, TableName, UnknownColumn } from './column-use';
import type { QueryShape, ShapeReference, ShapeOutput, ShapeSource } from './query-shape';
import type { Path } from './read-path';

/** The environment of a query, and the source positions of its words. */
export interface QueryScope {
  /** Schema of names without one. */
  readonly defaultSchema: string;
  /** Returns null for an unknown table. */
  readonly findTable: (schema: string, name: string) => LiveTable | null;
  /** Returns the path that begins with a word of the parsed text; null if there is none. */
  readonly pathAt: (word: number) => Path | null;
  readonly isLocal: (name: string) => boolean;
  /** The table of a trigger, for NEW and OLD. */
  readonly triggerTable: TableName | null;
}

/** The visible levels, the innermost first. */
interface Chain {
  readonly shape: QueryShape;
  readonly outer: Chain | null;
}

/** A table that may have the column; `has` is null if its columns are unknown. */
interface Candidate {
  readonly table: TableName | null;
  readonly has: boolean | null;
}

/** A table that refers to itself through its own definition ends here. */
const deepest = 20;

export class ColumnResolver {
  readonly uses: ColumnUse[] = [];
  readonly unknown: UnknownColumn[] = [];
  readonly #around: QueryScope;

  constructor(around: QueryScope) {
    this.#around = around;
  }

  /** Adds the references of a query and its inner queries. */
  addQuery(shape: QueryShape): void {
    this.#addLevel({ shape, outer: null });
  }

  /** Adds a column that a statement assigns; the shape is that of its tables. */
  addAssigned(path: Path, shape: QueryShape): void {
    this.#addPath(path, 'write', { shape, outer: null });
  }

  #addLevel(chain: Chain): void {
    const { shape, outer } = chain;
    for (const reference of shape.references) this.#addReference(reference, chain);
    for (const inner of shape.inner) this.#addLevel({ shape: inner.shape, outer: inner.lateral ? chain : outer });
  }

  #addReference({ word, clause }: ShapeReference, chain: Chain): void {
    const path = this.#around.pathAt(word);
    if (path === null) return;
    if (path.name !== null && !path.isColumn) {
      if (this.#around.isLocal(path.name.text)) return;
      if (isAlias(path.name.text, clause === 'behind', chain)) return;
    }
    this.#addPath(path, 'read', chain);
  }

  #addPath(path: Path, access: ColumnUse['access'], chain: Chain): void {
    if (path.name === null) this.#addAll(path, access, chain);
    else if (path.table === null) this.#addBare(path.name, access, chain);
    else this.#addQualified(path, path.name, access, chain);
  }

  /** Adds the uses of `*` and `t.*`. */
  #addAll({ table, span }: Path, access: ColumnUse['access'], { shape }: Chain): void {
    for (const source of shape.sources) {
      if (source.kind !== 'table' || (table !== null && !isNamed(source, table))) continue;
      const name = this.#nameOf(source);
      this.uses.push({
        access,
        table: name,
        among: [name],
        column: null,
        span,
        certainty: 'certain',
        isDynamic: false,
      });
    }
  }

  #addQualified(path: Path, { text: column, span }: Name, access: ColumnUse['access'], chain: Chain): void {
    const { triggerTable } = this.#around;
    const add = (table: TableName): void => {
      this.uses.push({ access, table, among: [table], column, span, certainty: 'certain', isDynamic: false });
    };
    const source = findSource(chain, path);
    if (source === null) {
      if (triggerTable === null || !/^(?:new|old)$/i.test(path.table ?? '')) return;
      if (this.#hasColumn(triggerTable, column) === false) this.#addUnknown(column, span, [triggerTable]);
      else add(triggerTable);
      return;
    }
    const { table, has } = this.#look(source, column);
    if (has === false) this.#addUnknown(column, span, table === null ? [] : [table]);
    else if (table !== null) add(table);
  }

  #addBare({ text: column, span }: Name, access: ColumnUse['access'], chain: Chain): void {
    const among: TableName[] = [];
    for (let level: Chain | null = chain; level !== null; level = level.outer) {
      const seen = level.shape.sources.map((source) => this.#look(source, column));
      const having = seen.filter(({ has }) => has === true);
      const doubtful = seen.filter(({ has }) => has === null);
      append(
        among,
        seen.flatMap(({ table }) => table ?? []),
      );
      if (having.length + doubtful.length === 0) continue;
      const candidates = having.length > 0 ? having : doubtful;
      const certain = candidates.length === 1 && (having.length > 0 ? doubtful.length === 0 : isAlone(level));
      const tables = candidates.flatMap(({ table }) => table ?? []);
      const [only] = tables;
      if (only === undefined) return;
      const table = candidates.length === 1 ? only : null;
      this.uses.push({
        access,
        table,
        among: tables,
        column,
        span,
        certainty: certain ? 'certain' : 'possible',
        isDynamic: false,
      });
      return;
    }
    if (among.length > 0) this.#addUnknown(column, span, among);
  }

  #addUnknown(column: string, span: UnknownColumn['span'], among: readonly TableName[]): void {
    this.unknown.push({ column, span, among });
  }

  #nameOf({ schema, name }: { readonly schema: string | null; readonly name: string }): TableName {
    return { schema: schema ?? this.#around.defaultSchema, name };
  }

  #look(source: ShapeSource, column: string): Candidate {
    if (source.kind === 'table') {
      const table = this.#nameOf(source);
      return { table, has: this.#hasColumn(table, column) };
    }
    const names = this.#namesOf(source, deepest);
    return { table: null, has: names === null ? null : names.has(column.toLowerCase()) };
  }

  /** Returns null if the table or its columns are unknown. */
  #hasColumn({ schema, name }: TableName, column: string): boolean | null {
    const table = this.#around.findTable(schema, name);
    if (table === null) return null;
    // _rowid is another name of a primary key that is one number.
    return findColumn(table, column) !== null || (column.toLowerCase() === '_rowid' ? null : false);
  }

  /** Returns the names of a source's columns, in lower case; null if not all are known. */
  #namesOf(source: ShapeSource, depth: number): ReadonlySet<string> | null {
    if (depth === 0) return null;
    if (source.kind === 'table') {
      const { schema, name } = this.#nameOf(source);
      const table = this.#around.findTable(schema, name);
      return table === null ? null : new Set(table.columns.map((column) => column.name.toLowerCase()));
    }
    if (source.columns !== null) return new Set(source.columns.map((name) => name.toLowerCase()));
    const names = new Set<string>();
    for (const output of source.shape.outputs) {
      const more = this.#namesOfOutput(output, source.shape, depth - 1);
      if (more === null) return null;
      for (const name of more) names.add(name);
    }
    return names;
  }

  #namesOfOutput(output: ShapeOutput, shape: QueryShape, depth: number): Iterable<string> | null {
    // A column without an alias is named by its text.
    if ('name' in output) return output.name === null ? null : [output.name.toLowerCase()];
    const { allOf } = output;
    const sources = shape.sources.filter((source) => allOf === null || isNamed(source, allOf));
    if (sources.length === 0) return null;
    const names: string[] = [];
    for (const source of sources) {
      const more = this.#namesOf(source, depth);
      if (more === null) return null;
      append(names, more);
    }
    return names;
  }
}

/** Returns true if a statement has only one table, which then has all unqualified columns. */
function isAlone({ shape, outer }: Chain): boolean {
  if (shape.sources.length !== 1) return false;
  for (let level = outer; level !== null; level = level.outer) if (level.shape.sources.length > 0) return false;
  return true;
}

/**
 * Returns true if a name is an alias: clauses such as ORDER BY may refer to an item of their own query, and an inner
 * query to one of an enclosing query.
 */
function isAlias(name: string, follows: boolean, { shape, outer }: Chain): boolean {
  const wanted = name.toLowerCase();
  if (follows && shape.aliases.has(wanted)) return true;
  for (let level = outer; level !== null; level = level.outer) if (level.shape.aliases.has(wanted)) return true;
  return false;
}

function findSource(chain: Chain, { schema, table }: Path): ShapeSource | null {
  for (let level: Chain | null = chain; level !== null; level = level.outer) {
    for (const source of level.shape.sources) {
      if (!isNamed(source, table ?? '')) continue;
      if (schema === null || source.kind === 'query' || source.schema === null) return source;
      if (source.schema.toLowerCase() === schema.toLowerCase()) return source;
    }
  }
  return null;
}

function isNamed(source: ShapeSource, name: string): boolean {
  const own = source.kind === 'query' ? source.alias : (source.alias ?? source.name);
  return own.toLowerCase() === name.toLowerCase();
}
