/** The calls and uses over all files: nodes, edges, cycles with their path, deployment order. */
import type { Span } from '../base/text';
import type { RoutineKind } from '../syntax/routine-kind';
import { identify } from '../routine/routine';
import { findComponents, findCycle } from './sources/components';
import type { ReferenceTarget } from './sources/source-references';
import type { SourceRoutine } from './sources/source-file';
import type { SourceIndex } from './sources/source-index';
import { inPackage } from './sources/target-key';

export interface RoutineNode {
  readonly id: string;
  readonly kind: RoutineKind | 'table';
  readonly schema: string;
  readonly name: string;
  /** The routine's source; null if no file defines it. */
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

/** Creates the graph. Linear in the number of routines and references. */
export function makeRoutineGraph(index: SourceIndex): RoutineGraph {
  const sources = [...index.routines(), ...index.members()];
  const nodes = new Map<string, RoutineNode>();
  for (const source of sources)
    if (!nodes.has(source.identity)) nodes.set(source.identity, { id: source.identity, ...source.key, source });
  const edges = collectEdges(index, sources, nodes);
  const callees = group(edges, 'from', 'to');
  const successors = (id: string): readonly string[] => callees.get(id) ?? [];
  const components = findComponents([...new Set(sources.map(({ identity }) => identity))], successors);
  return {
    nodes,
    edges,
    callees,
    callers: group(edges, 'to', 'from'),
    cycles: components.map((component) => findCycle(component, successors)).filter((cycle) => cycle !== null),
    order: components.flat(),
  };
}

/** Returns one edge of a kind between two nodes, at the first position; adds the nodes that no file defines. */
function collectEdges(
  index: SourceIndex,
  sources: readonly SourceRoutine[],
  nodes: Map<string, RoutineNode>,
): readonly RoutineEdge[] {
  const ids = new Map<ReferenceTarget, string>();
  const idOf = (target: ReferenceTarget): string => {
    const known = ids.get(target);
    if (known !== undefined) return known;
    const node = findNode(index, target);
    if (!nodes.has(node.id)) nodes.set(node.id, node);
    ids.set(target, node.id);
    return node.id;
  };
  return sources.flatMap(({ identity: from, file, references }) => {
    const listed = new Set<string>();
    return references.flatMap(({ kind, certainty, target, start, end }) => {
      const to = idOf(target);
      if (listed.size === listed.add(`${kind} ${to}`).size) return [];
      return [{ from, to, kind, certainty, file, span: { start, end } }];
    });
  });
}

/** Returns the node of a target; a table is a view if the files define one of its name. */
function findNode(index: SourceIndex, { id, kind, schema, name }: ReferenceTarget): RoutineNode {
  if (kind !== 'table') {
    const packaged = inPackage({ schema, kind, name }, index.parserOptions.schema ?? '');
    const isPackaged = index.find(id).length === 0 && index.find(identify(packaged)).length > 0;
    return isPackaged
      ? { id: identify(packaged), ...packaged, source: null }
      : { id, kind, schema, name, source: null };
  }
  const view = identify({ schema, kind: 'view', name });
  return index.find(view).length > 0
    ? { id: view, kind: 'view', schema, name, source: null }
    : { id, kind, schema, name, source: null };
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
