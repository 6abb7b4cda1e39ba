/** The call graph of the project's files, whole or around some routines. */
import type { ColumnUse, GraphAnswer, GraphRequest } from '../answers/graph';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { loadColumnReader } from '../../analysis/columns/column-reader';
import { findColumnUses, type ColumnReference, type ColumnName } from '../../analysis/columns/find-column-uses';
import { makeRoutineGraph, type RoutineGraph, type RoutineNode } from '../../analysis/routine-graph';
import type { SourceIndex } from '../../analysis/sources/source-index';
import { printKey, type RoutineKey } from '../../routine/routine';
import { parseNames, select } from '../../routine/selector';
import { confirmGraph } from './confirm-graph';
import { liveTables } from './live-tables';
import { rejectUnknownColumn } from './reject-unknown-column';
import type { Project } from '../shared/project';

export async function graph(project: Project, request: GraphRequest): Promise<Result<GraphAnswer, Failure>> {
  const selectors = parseNames(request.routines ?? []);
  if (!selectors.ok) return selectors;
  const index = await project.sources();
  const whole = makeRoutineGraph(index);
  if (request.column !== undefined && request.confirm !== undefined)
    return failure(
      'usage',
      'A server does not report the columns that routines use.',
      'Ask for the column and for the confirmation separately.',
    );
  if (request.column !== undefined) return graphOfColumn(project, whole, request.column, request.environment);
  const defined = [...whole.nodes.values()].filter((node) => node.source !== null);
  const chosen = select(defined, nodeKey, selectors.value);
  if (!chosen.ok) return chosen;
  const kept = selectors.value.length === 0 ? null : reach(whole, chosen.value, request);
  const answer = toAnswer(index, whole, kept);
  if (request.confirm === undefined) return succeed(answer);
  const routines = defined.filter(
    ({ id, kind }) => (kept?.has(id) ?? true) && (kind === 'procedure' || kind === 'function'),
  );
  const keys = routines.flatMap(({ source }) => (source === null || source.within !== null ? [] : [source.key]));
  if (keys.length === 0)
    return failure(
      'not-found',
      'Servers report what procedures and functions use, and none was chosen: nothing was confirmed.',
      'Name a procedure or a function of the sources.',
    );
  const confirmed = await confirmGraph(project, request.confirm, keys);
  return confirmed.ok ? succeed({ ...answer, confirmed: confirmed.value }) : confirmed;
}

/** Returns the routines that read or write the column, the edges from them to its table, and each place. */
async function graphOfColumn(
  project: Project,
  whole: RoutineGraph,
  column: string,
  environment: string | undefined,
): Promise<Result<GraphAnswer, Failure>> {
  const wanted = parseColumn(column, project.config.schema ?? '');
  if (!wanted.ok) return wanted;
  const live = environment === undefined ? succeed(null) : await liveTables(project, environment);
  if (!live.ok) return live;
  const index = await project.sources();
  const found = findColumnUses(index, wanted.value, { reader: await loadColumnReader(index), live: live.value });
  const { schema, name } = wanted.value;
  if (found.length === 0) {
    const named = [...whole.nodes.values()].filter(({ kind }) => kind === 'table').map(printNode);
    const known = rejectUnknownColumn(wanted.value, {
      index,
      live: live.value,
      named: [...named, ...listTriggered(index)],
    });
    if (!known.ok) return known;
  }
  const users = new Set(found.map(({ source }) => source.identity));
  const tables = [...whole.nodes.values()].filter(
    (node) => node.schema === schema && node.name.toLowerCase() === name.toLowerCase() && !users.has(node.id),
  );
  const kept = new Set([...users, ...tables.map(({ id }) => id)]);
  const answer = toAnswer(index, whole, kept);
  const edges = answer.edges.filter(({ kind }) => kind === 'read' || kind === 'write');
  return succeed({ ...answer, edges, uses: found.map((use) => toUse(index, use, wanted.value)) });
}

function listTriggered(index: SourceIndex): readonly string[] {
  return index.routines().flatMap(({ key, definition: { trigger } }) => {
    if (trigger == null) return [];
    return printNode({ schema: trigger.table.schema?.text ?? key.schema, name: trigger.table.name.text });
  });
}

/** Parses `orders.total` or `shop.orders.total`; parts may be in backticks. */
function parseColumn(text: string, home: string): Result<ColumnName, Failure> {
  const parts = [...text.matchAll(/`((?:[^`]|``)+)`|([^.`]+)/g)].map(([, quoted, bare]) =>
    (quoted?.replaceAll('``', '`') ?? bare ?? '').trim(),
  );
  const [column, name, schema = home, ...more] = parts.reverse();
  if (column === undefined || name === undefined || more.length > 0)
    return failure('usage', `'${text}' is not a column name.`, 'Write it as table.column or schema.table.column.');
  return succeed({ schema, name, column });
}

function toUse(
  index: SourceIndex,
  { source, span, access, certainty }: ColumnReference,
  wanted: ColumnName,
): ColumnUse {
  const { key } = source;
  return {
    routine: printKey(key),
    kind: key.kind,
    column: [wanted.schema, wanted.name, wanted.column].filter((part) => part !== '').join('.'),
    access,
    certainty,
    file: source.file,
    line: lineOf(index, source.file, span.start),
  };
}

function nodeKey({ schema, kind, name }: RoutineNode): RoutineKey {
  return { schema, kind: kind === 'table' ? 'view' : kind, name };
}

/** Returns the ids within `depth` steps of the chosen ones, against or along the calls or both. */
function reach(whole: RoutineGraph, chosen: readonly RoutineNode[], request: GraphRequest): ReadonlySet<string> {
  const kept = new Set(chosen.map((node) => node.id));
  const walk = (next: ReadonlyMap<string, readonly string[]>): void => {
    let rim = chosen.map((node) => node.id);
    const seen = new Set(rim);
    for (let depth = 0; rim.length > 0 && depth < (request.depth ?? Infinity); depth++) {
      rim = rim.flatMap((id) => next.get(id) ?? []).filter((id) => !seen.has(id) && seen.add(id));
      for (const id of rim) kept.add(id);
    }
  };
  if (request.direction !== 'callers') walk(whole.callees);
  if (request.direction !== 'callees') walk(whole.callers);
  return kept;
}

function toAnswer(index: SourceIndex, whole: RoutineGraph, kept: ReadonlySet<string> | null): GraphAnswer {
  const keeps = (id: string): boolean => kept === null || kept.has(id);
  const names = printIds(whole);
  const print = (id: string): string => names.get(id) ?? id;
  return {
    nodes: [...whole.nodes.values()]
      .filter((node) => keeps(node.id))
      .map((node) => ({ id: print(node.id), ...describeNode(index, node) })),
    edges: whole.edges
      .filter((edge) => keeps(edge.from) && keeps(edge.to))
      .map(({ from, to, kind, certainty, file, span }) => ({
        from: print(from),
        to: print(to),
        kind,
        certainty,
        file,
        line: lineOf(index, file, span.start),
      })),
    cycles: whole.cycles.filter((cycle) => cycle.every(keeps)).map((cycle) => cycle.map(print)),
    order: whole.order.filter(keeps).map(print),
  };
}

/**
 * Returns the ids, as in `shop.orders`; preceded by their kinds where, for example, a table and a routine share a name.
 */
function printIds(whole: RoutineGraph): ReadonlyMap<string, string> {
  const nodes = [...whole.nodes.values()];
  const shared = new Map<string, number>();
  for (const node of nodes) shared.set(printNode(node), (shared.get(printNode(node)) ?? 0) + 1);
  return new Map(
    nodes.map((node) => [
      node.id,
      (shared.get(printNode(node)) ?? 0) > 1 ? `${node.kind}:${printNode(node)}` : printNode(node),
    ]),
  );
}

function printNode({ schema, name }: Pick<RoutineNode, 'schema' | 'name'>): string {
  return schema === '' ? name : `${schema}.${name}`;
}

function describeNode(
  index: SourceIndex,
  { kind, schema, name, source }: RoutineNode,
): Omit<GraphAnswer['nodes'][number], 'id'> {
  return {
    kind,
    schema: schema === '' ? null : schema,
    name,
    file: source?.file ?? null,
    line: source === null ? null : lineOf(index, source.file, source.definition.span.start),
  };
}

function lineOf(index: SourceIndex, file: string, offset: number): number {
  return index.facts(file)?.lines.place(offset).line ?? 1;
}
