/** Converts the syntax tree of node-sql-parser to a shape. It never throws, whatever the tree contains. */
import { makeShape, type Clause, type QueryShape, type ShapeOutput, type ShapeSource } from './query-shape';

/** An object of the tree; its kinds are many, and none is relied on. */
type Node = Readonly<Record<string, unknown>>;
type Ctes = ReadonlyMap<string, Extract<ShapeSource, { kind: 'query' }>>;

/** The service that the readers need: the word that begins at an offset. */
interface Reader {
  readonly wordAt: (offset: number) => number;
}

/** Returns null for anything but a query, and for a tree too deep to be written by hand. */
export function readShape(tree: unknown, wordAt: (offset: number) => number): QueryShape | null {
  try {
    return readTree(tree, wordAt);
  } catch (problem) {
    if (problem instanceof RangeError) return null;
    throw problem;
  }
}

function readTree(tree: unknown, wordAt: (offset: number) => number): QueryShape | null {
  const statement: unknown = Array.isArray(tree) ? (tree.length === 1 ? tree[0] : null) : tree;
  if (!isNode(statement) || statement['type'] !== 'select') return null;
  const holder = makeShape();
  const shape = readQuery({ wordAt }, statement, { holder, lateral: true, ctes: new Map() });
  // A query with a union has several at the top.
  return holder.inner.length === 1 ? shape : holder;
}

interface Around {
  readonly holder: QueryShape;
  readonly lateral: boolean;
  readonly ctes: Ctes;
}

/** Reads a SELECT and those that UNION joins to it; returns the first, which names the columns of all. */
function readQuery(reader: Reader, select: Node, around: Around): QueryShape {
  const { holder, lateral } = around;
  const ctes = readCtes(reader, select, around);
  const shape = makeShape();
  holder.inner.push({ shape, lateral });
  fillShape(reader, select, shape, ctes);
  let next = select['_next'];
  while (isNode(next)) {
    const other = makeShape();
    // ORDER BY of a union follows the last query, and refers to the columns of the first.
    for (const output of shape.outputs) if ('name' in output && output.name !== null) other.aliases.add(output.name);
    holder.inner.push({ shape: other, lateral });
    fillShape(reader, next, other, ctes);
    next = next['_next'];
  }
  return shape;
}

function readCtes(reader: Reader, select: Node, { holder, ctes, lateral }: Around): Ctes {
  const visible = new Map(ctes);
  for (const cte of listOf(select['with'])) {
    const alias = textOf(cte['name']);
    const query = queryOf(cte['stmt']);
    if (alias === null || query === null) continue;
    const columns = Array.isArray(cte['columns'])
      ? listOf(cte['columns']).map((one) => textOf(one['column']) ?? '')
      : null;
    const shape = makeShape();
    const own = { kind: 'query', alias, shape, columns } as const;
    const inside = new Map(visible).set(alias.toLowerCase(), own);
    const read = readQuery(reader, query, { holder, lateral, ctes: inside });
    Object.assign(shape, read);
    visible.set(alias.toLowerCase(), own);
  }
  return visible;
}

function fillShape(reader: Reader, select: Node, shape: QueryShape, ctes: Ctes): void {
  const walk = (node: unknown, clause: Clause): void => walkNode(reader, node, { shape, ctes, clause });
  const from = select['from'];
  // Tables in parentheses alone are not a list.
  for (const source of isNode(from) ? [from] : listOf(from)) readSource(reader, source, shape, ctes);
  readItems(reader, select, shape, ctes);
  walk(select['where'], 'where');
  for (const clause of ['groupby', 'having', 'orderby', 'window']) walk(select[clause], 'behind');
}

function readItems(reader: Reader, select: Node, shape: QueryShape, ctes: Ctes): void {
  if (select['columns'] === '*') {
    shape.outputs.push({ allOf: null });
    return;
  }
  for (const item of listOf(select['columns'])) {
    const { expr } = item;
    const alias = textOf(item['as']);
    if (alias !== null) shape.aliases.add(alias.toLowerCase());
    shape.outputs.push(outputOf(expr, alias));
    if (isNode(expr) && expr['loc'] === undefined && isStar(expr)) {
      const start = startOf(item);
      if (start !== null) shape.references.push({ word: reader.wordAt(start), clause: 'items' });
    } else walkNode(reader, expr, { shape, ctes, clause: 'items' });
  }
}

function outputOf(expr: unknown, alias: string | null): ShapeOutput {
  if (!isNode(expr) || expr['type'] !== 'column_ref') return { name: alias };
  if (isStar(expr)) return { allOf: textOf(expr['table']) };
  return { name: alias ?? textOf(expr['column']) };
}

function isStar(node: Node): boolean {
  return node['type'] === 'column_ref' && textOf(node['column']) === '*';
}

function readSource(reader: Reader, item: Node, shape: QueryShape, ctes: Ctes): void {
  const alias = textOf(item['as']);
  const name = textOf(item['table']);
  const query = queryOf(item['expr']);
  if (query !== null && /^(?:union|except|intersect)/.test(textOf(item['join'])?.toLowerCase() ?? '')) {
    // A second SELECT in parentheses is put among the tables of the first.
    readQuery(reader, query, { holder: shape, lateral: false, ctes });
    return;
  }
  if (query !== null) {
    const lateral = textOf(item['prefix'])?.toUpperCase() === 'LATERAL';
    const inner = readQuery(reader, query, { holder: shape, lateral, ctes });
    if (alias !== null) shape.sources.push({ kind: 'query', alias, shape: inner, columns: null });
  } else if (name !== null) {
    const schema = textOf(item['db']);
    const cte = schema === null ? ctes.get(name.toLowerCase()) : undefined;
    shape.sources.push(cte === undefined ? { kind: 'table', schema, name, alias } : { ...cte, alias: alias ?? name });
  } else {
    // A join in parentheses, or what this does not know.
    for (const source of [...listOf(item['expr']), ...listOf(item['joins'])]) readSource(reader, source, shape, ctes);
  }
  walkNode(reader, item['on'], { shape, ctes, clause: 'tables' });
}

interface Place {
  readonly shape: QueryShape;
  readonly ctes: Ctes;
  readonly clause: Clause;
}

function walkNode(reader: Reader, node: unknown, place: Place): void {
  if (Array.isArray(node)) {
    for (const one of node) walkNode(reader, one, place);
    return;
  }
  if (!isNode(node)) return;
  const query = queryOf(node);
  if (query !== null) {
    readQuery(reader, query, { holder: place.shape, lateral: true, ctes: place.ctes });
    return;
  }
  if (node['type'] === 'column_ref') {
    const start = startOf(node);
    if (start !== null) place.shape.references.push({ word: reader.wordAt(start), clause: place.clause });
    return;
  }
  for (const [key, value] of Object.entries(node)) if (!aside.has(key)) walkNode(reader, value, place);
}

const aside = new Set(['loc', 'tableList', 'columnList', 'collate']);

/** Returns a SELECT, itself or wrapped by the parser. */
function queryOf(node: unknown): Node | null {
  if (!isNode(node)) return null;
  if (node['type'] === 'select') return node;
  const inside = node['ast'];
  return isNode(inside) && inside['type'] === 'select' ? inside : null;
}

function startOf(node: Node): number | null {
  const loc = node['loc'];
  const start = isNode(loc) ? loc['start'] : null;
  const offset = isNode(start) ? start['offset'] : null;
  return typeof offset === 'number' ? offset : null;
}

/** Returns a name, itself or wrapped with its quotes. */
function textOf(node: unknown): string | null {
  if (typeof node === 'string') return node;
  if (!isNode(node)) return null;
  return textOf(node['value'] ?? node['expr'] ?? null);
}

function listOf(node: unknown): readonly Node[] {
  return Array.isArray(node) ? node.filter(isNode) : [];
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}
