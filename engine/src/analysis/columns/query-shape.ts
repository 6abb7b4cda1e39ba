/** The columns in a query's tree: the tables of each level, and the columns that are named there. */

/** One SELECT, and the queries inside of it. Numbers of words are those of the text that was parsed. */
export interface QueryShape {
  readonly sources: ShapeSource[];
  readonly references: ShapeReference[];
  readonly outputs: ShapeOutput[];
  /** Aliases of items and names of columns that ORDER BY, GROUP BY, HAVING and inner queries may mean. Lower case. */
  readonly aliases: Set<string>;
  readonly inner: InnerShape[];
}

/**
 * A nested query. A `lateral` one sees the tables of the enclosing query; another one sees only what that query sees
 * from outside.
 */
export interface InnerShape {
  readonly shape: QueryShape;
  readonly lateral: boolean;
}

export type ShapeSource =
  | { readonly kind: 'table'; readonly schema: string | null; readonly name: string; readonly alias: string | null }
  | {
      readonly kind: 'query';
      readonly alias: string;
      readonly shape: QueryShape;
      /** Names given in `d (a, b)`; null where none are. */
      readonly columns: readonly string[] | null;
    };

export interface ShapeReference {
  /** The word with which the reference begins: the `o` of `o.total`. */
  readonly word: number;
  readonly clause: Clause;
}

export type Clause = 'items' | 'tables' | 'where' | 'behind';

/** A column of a query's result: a name, null for one without a name, or all of a table or of all tables. */
export type ShapeOutput = { readonly name: string | null } | { readonly allOf: string | null };

export function makeShape(): QueryShape {
  return { sources: [], references: [], outputs: [], aliases: new Set(), inner: [] };
}
