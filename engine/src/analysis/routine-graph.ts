/** Who calls and touches what, over all files: nodes, edges, cycles with their path, deployment order. */
import type { Span } from '../base/text';
import type { RoutineKind } from '../base/routine-kind';
import type { Reference } from '../syntax/nodes';
import { identify, type RoutineKey } from '../routine/routine';
import { findComponents, findCycle } from './components';
import { targetKey } from './resolve';
import type { SourceIndex, SourceRoutine } from './source-index';

export interface RoutineNode {
  readonly id: string;
  readonly kind: RoutineKind | 'table';
  readonly schema: string;
  readonly name: string;
  /** Null where no file defines it. */
  readonly source: SourceRoutine | null;
}

export interface RoutineEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'call' | 'function' | 'read' | 'write';
  readonly certainty: 'certain' | 'possible' | 'unknown';
  readonly file: string;
  readonly span: Span;
}

export interface RoutineGraph {
  readonly nodes: ReadonlyMap<string, RoutineNode>;
  readonly edges: readonly RoutineEdge[];
  /** Ids of what a routine calls or uses as a function, without doubles. */
  readonly callees: ReadonlyMap<string, readonly string[]>;
  readonly callers: ReadonlyMap<string, readonly string[]>;
  /** Each a closed path: `[a, b, a]`. */
  readonly cycles: readonly (readonly string[])[];
  /** Ids of the files' routines, callees first. */
  readonly order: readonly string[];
}

/** Linear in the number of routines and references. */
export function makeRoutineGraph(index: SourceIndex): RoutineGraph {
  const sources = index.routines();
  const nodes = new Map<string, RoutineNode>();
  for (const source of sources) {
    const { key } = source.routine;
    if (!nodes.has(source.identity)) nodes.set(source.identity, { id: source.identity, ...key, source });
  }
  const edges = sources.flatMap((source) => collectEdges(index, source, nodes));
  const callees = group(edges, 'from', 'to');
  const successors = (id: string): readonly string[] => callees.get(id) ?? [];
  const defined = [...nodes.values()].filter((node) => node.source !== null).map((node) => node.id);
  const components = findComponents(defined, successors);
  return {
    nodes,
    edges,
    callees,
    callers: group(edges, 'to', 'from'),
    cycles: components.map((component) => findCycle(component, successors)).filter((cycle) => cycle !== null),
    order: components.flat(),
  };
}

/** What one reference may lead to: a view where the files define one of the table's name, which changes with other files. */
interface Link {
  readonly edge: RoutineEdge;
  readonly node: RoutineNode;
  readonly view: { readonly edge: RoutineEdge; readonly node: RoutineNode } | null;
}

/** A routine's links are made once: what a key that is pressed changes is one file. */
const linksOf = new WeakMap<SourceRoutine, readonly Link[]>();

function collectEdges(
  index: SourceIndex,
  source: SourceRoutine,
  nodes: Map<string, RoutineNode>,
): readonly RoutineEdge[] {
  const links = linksOf.get(source) ?? makeLinks(source);
  linksOf.set(source, links);
  return links.map((link) => {
    const { edge, node } = link.view !== null && index.find(link.view.node.id).length > 0 ? link.view : link;
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    return edge;
  });
}

function makeLinks(source: SourceRoutine): readonly Link[] {
  const links = new Map<string, Link>();
  const add = (reference: Reference, certainty: RoutineEdge['certainty']): void => {
    if (reference.kind === 'ddl' || reference.kind === 'temporary') return;
    const { kind, span } = reference;
    const [node, view] = edgeTargets(source.routine.key, reference);
    const id = `${kind} ${node.id}`;
    if (links.has(id)) return;
    const edge = { from: source.identity, to: node.id, kind, certainty, file: source.file, span };
    links.set(id, { edge, node, view: view && { edge: { ...edge, to: view.id }, node: view } });
  };
  for (const reference of source.definition.references) add(reference, 'certain');
  for (const dynamic of source.definition.dynamic)
    for (const reference of dynamic.references) add(reference, dynamic.certainty);
  return [...links.values()];
}

/** A routine; or a table, and the view that it is if the files define one. */
function edgeTargets(owner: RoutineKey, reference: Reference): readonly [RoutineNode, RoutineNode | null] {
  if (reference.kind === 'call' || reference.kind === 'function') {
    const key = targetKey(owner, reference);
    return [{ id: identify(key), ...key, source: null }, null];
  }
  const schema = reference.schema ?? owner.schema;
  const { name } = reference;
  const view: RoutineKey = { schema, kind: 'view', name };
  return [
    { id: `table ${schema}.${name}`, kind: 'table', schema, name, source: null },
    { id: identify(view), ...view, source: null },
  ];
}

function group(
  edges: readonly RoutineEdge[],
  by: 'from' | 'to',
  other: 'from' | 'to',
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, Set<string>>();
  for (const edge of edges) {
    const known = groups.get(edge[by]);
    if (known === undefined) groups.set(edge[by], new Set([edge[other]]));
    else known.add(edge[other]);
  }
  return new Map([...groups].map(([id, others]) => [id, [...others]]));
}
