/** Reads which columns one statement reads and writes, by its text alone and what its names can mean. */
import type { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import type { ColumnUse, TableName, UnknownColumn } from './column-use';
import type { ColumnScope } from './recorded-inputs';
import type { ParserText } from './parser-text';
import { makeShape, type QueryShape } from './query-shape';
import { readPath, type Path } from './read-path';
import { readShape } from './read-shape';
import { Recent } from './recent';
import { ColumnResolver } from './resolve-columns';
import type { ParseSql } from './sql-parser';
import { takeApart } from './statement-queries';

/** Spans are those of the text that was read. */
export interface StatementColumns {
  readonly uses: readonly ColumnUse[];
  readonly unknown: readonly UnknownColumn[];
}

export interface StatementPlace extends ColumnScope {
  /** Schema of names without one. */
  readonly defaultSchema: string;
  /** The table of a trigger, for NEW and OLD. */
  readonly triggerTable: TableName | null;
}

/** Texts whose shapes are kept: statements differ in their variables and literals more often than in their shape. */
const mostShapes = 20_000;

/** Characters of a query: longer ones are made by programs, and would hold an editor up. */
const longestText = 100_000;

export class StatementReader {
  readonly #parse: ParseSql;
  readonly #shapes = new Recent<{ readonly shape: QueryShape | null }>(mostShapes);

  constructor(parse: ParseSql) {
    this.#parse = parse;
  }

  /**
   * Reads the columns of a statement. `isRead` is false if one of its queries is unreadable; uses by NEW and OLD are
   * always read.
   */
  read(tokens: TokenCursor, place: StatementPlace): { readonly isRead: boolean } & StatementColumns {
    const resolver = this.#resolve(tokens, place);
    const uses = resolver?.uses ?? [];
    return {
      isRead: resolver !== null,
      uses: [...uses, ...triggerUses(place.triggerTable, tokens, uses)],
      unknown: resolver?.unknown ?? [],
    };
  }

  #resolve(tokens: TokenCursor, place: StatementPlace): ColumnResolver | null {
    const parts = takeApart(tokens, { first: 0, end: tokens.tokens.count });
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
    const resolver = new ColumnResolver({ ...place, pathAt });
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
    if (known !== undefined) return known.shape;
    const shape = readShape(this.#parse(text), (offset) => query.wordAt(offset));
    this.#shapes.set(text, { shape });
    return shape;
  }
}

/** Returns the tables of a query; after WITH those of its last query. */
function tablesOf(shape: QueryShape | null | undefined): QueryShape | null {
  if (shape == null || shape.sources.length > 0) return shape ?? null;
  return shape.inner.at(-1)?.shape ?? shape;
}

/** Creates the shape of INSERT's own table: its list of columns, and the assignments of ON DUPLICATE KEY UPDATE. */
function makeTargetShape(path: Path | null): QueryShape {
  const shape = makeShape();
  if (path?.name) shape.sources.push({ kind: 'table', schema: path.table, name: path.name.text, alias: null });
  return shape;
}

/** Returns NEW.a and OLD.a outside queries, which need no parser: expressions, and the left sides of SET. */
function triggerUses(table: TableName | null, tokens: TokenCursor, known: readonly ColumnUse[]): readonly ColumnUse[] {
  if (table === null) return [];
  const seen = new Set(known.map(({ span }) => span.start));
  const uses: ColumnUse[] = [];
  for (let i = 0; i + 2 < tokens.tokens.count; i++) {
    if (tokens.id(i + 1) !== op.dot || tokens.isAfterDot(i) || !tokens.isName(i + 2)) continue;
    if (!tokens.isName(i) || !/^(?:new|old)$/i.test(tokens.raw(i))) continue;
    const { text: column, span } = tokens.name(i + 2);
    if (seen.has(span.start)) continue;
    const access = isAssigned(tokens, i) ? 'write' : 'read';
    uses.push({ access, table, among: [table], column, span, certainty: 'certain', isDynamic: false });
  }
  return uses;
}

/** Returns true at an assigned `NEW.a` or `NEW.b` of `SET NEW.a = 1, NEW.b = 2`. */
function isAssigned(tokens: TokenCursor, i: number): boolean {
  const after = tokens.id(i + 3);
  if (after !== op.equals && after !== op.assign) return false;
  return tokens.upper(0) === 'SET' && (i === 1 || tokens.id(i - 1) === op.comma);
}
