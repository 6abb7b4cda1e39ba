/** A call graph as an SVG picture, laid out by dagre: callers to the left, callees to the right. */
import { plural } from '../base/plural';
import { Graph, layout } from '@dagrejs/dagre';
import type { RoutineEdge } from '../analysis/routine-graph';
import { failure, type Failure } from '../base/failure';
import { printable } from '../base/printable';
import { succeed, type Result } from '../base/result';

/** The layout takes about 0.5 s for this number of nodes, and a larger picture is unreadable. */
const mostDrawnNodes = 400;

/** The parts of a call graph that are drawn. */
interface DrawnGraph {
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
  /** Each a path of ids whose last leads to the first again. */
  readonly cycles: readonly (readonly string[])[];
}

interface DrawnNode {
  readonly id: string;
  readonly kind: string;
  /** The file; null if no file defines it. */
  readonly file: string | null;
  readonly line: number | null;
}

type DrawnEdge = Pick<RoutineEdge, 'from' | 'to' | 'kind' | 'certainty'>;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Placed extends Point {
  readonly width: number;
  readonly height: number;
}

/**
 * Returns a complete `<svg>`. Each node is a `<g data-node="id">` with a name for screen readers, in the order of their
 * places: column by column, from the top down. Each edge has `data-from` and `data-to`. Its colours come from the
 * page's `--graph-line`, `--graph-fill` and `--graph-text`, by default dark on light.
 */
export function drawGraph(answer: DrawnGraph): string {
  const graph = placeNodes(answer);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const edges = mergeEdges(answer.edges);
  const inCycle = new Set(answer.cycles.flatMap((cycle) => cycle.slice(1).map((to, i) => `${cycle[i] ?? ''} ${to}`)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${ceil(width)} ${ceil(height)}" width="${ceil(width)}" height="${ceil(height)}" role="group" aria-label="Call graph">`,
    `<style>${style}</style>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="tip" d="M0 0 L8 4 L0 8 z"/></marker></defs>',
    ...edges.map((edge) => drawEdge(edge, pointsOf(graph, edge), inCycle.has(`${edge.from} ${edge.to}`))),
    ...inOrderOfPlace(answer.nodes, graph).map(({ node, placed }) => drawNode(node, placed, countCalls(node, edges))),
    '</svg>',
  ].join('\n');
}

/** Draws the routines and their calls only: with every table the picture would be unreadable. */
export function drawCalls({ nodes, edges, cycles }: DrawnGraph): Result<string, Failure> {
  const routines = nodes.filter(({ kind }) => kind !== 'table');
  if (routines.length > mostDrawnNodes)
    return failure(
      'usage',
      `The call graph has ${plural(routines.length, 'routine')}, more than the ${mostDrawnNodes} that a picture can show.`,
      'Choose the graph of one routine.',
    );
  const calls = edges.filter(isCall);
  return succeed(drawGraph({ nodes: routines, edges: calls, cycles }));
}

function isCall({ kind }: DrawnEdge): boolean {
  return kind === 'call' || kind === 'function';
}

function placeNodes({ nodes, edges }: DrawnGraph): Graph {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 60, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { width: 24 + 7.2 * id.length, height: 28 });
  for (const { from, to } of edges) if (graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to);
  layout(graph);
  return graph;
}

function inOrderOfPlace(
  nodes: readonly DrawnNode[],
  graph: Graph,
): readonly { readonly node: DrawnNode; readonly placed: Placed }[] {
  return nodes
    .map((node) => ({ node, placed: graph.node(node.id) as Placed }))
    .sort((a, b) => Math.round(a.placed.x - b.placed.x) || a.placed.y - b.placed.y);
}

/** Returns `calls 1, called by 2`. */
function countCalls({ id }: DrawnNode, edges: readonly DrawnEdge[]): string {
  const calls = edges.filter(isCall);
  const [made, taken] = [calls.filter(({ from }) => from === id), calls.filter(({ to }) => to === id)];
  return `calls ${made.length}, called by ${taken.length}`;
}

/** Returns one line for each pair; it is certain if one of its edges is. */
function mergeEdges(edges: readonly DrawnEdge[]): readonly DrawnEdge[] {
  const merged = new Map<string, DrawnEdge>();
  for (const edge of edges) {
    const pair = `${edge.from} ${edge.to}`;
    if (!merged.has(pair) || edge.certainty === 'certain') merged.set(pair, edge);
  }
  return [...merged.values()];
}

function pointsOf(graph: Graph, { from, to }: DrawnEdge): readonly Point[] {
  if (!graph.hasEdge(from, to)) return [];
  return (graph.edge(from, to) as { readonly points: readonly Point[] }).points;
}

function drawEdge({ from, to, certainty }: DrawnEdge, points: readonly Point[], inCycle: boolean): string {
  if (points.length === 0) return '';
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join(' ');
  const classes = ['edge', certainty, ...(inCycle ? ['cycle'] : [])].join(' ');
  const ends = `data-from="${escapeMarkup(from)}" data-to="${escapeMarkup(to)}"`;
  return `<path class="${classes}" ${ends} d="${path}" marker-end="url(#arrow)"><title>${escapeMarkup(`${from} → ${to}`)}</title></path>`;
}

function drawNode({ id, kind, file, line }: DrawnNode, { x, y, width, height }: Placed, calls: string): string {
  const where = file === null ? 'not defined in any source file' : `${file}:${line ?? 1}`;
  const name = [`${kind} ${id}`, ...(file === null ? [where] : []), calls].join(', ');
  return [
    `<g class="node ${file === null ? 'unknown' : 'known'}">`,
    `<title>${escapeMarkup(`${kind} ${id}, ${where}`)}</title>`,
    `<g data-node="${escapeMarkup(id)}" aria-label="${escapeMarkup(name)}">`,
    `<rect x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}" rx="4"/>`,
    `<text x="${round(x)}" y="${round(y)}">${escapeMarkup(id)}</text>`,
    '</g></g>',
  ].join('');
}

const style = `
.node rect { fill: var(--graph-fill, #f4f4f4); stroke: var(--graph-line, #444); }
.node text { fill: var(--graph-text, #222); font: 12px monospace; text-anchor: middle; dominant-baseline: central; }
.node.unknown rect { stroke-dasharray: 4 3; }
.edge { fill: none; stroke: var(--graph-line, #444); }
.edge.possible, .edge.unknown { stroke-dasharray: 4 3; }
.edge.cycle { stroke: #d9534f; stroke-width: 2; }
.tip { fill: var(--graph-line, #444); }
`;

/** Rounds to one decimal, which keeps the picture small. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function ceil(value: number): number {
  return Math.ceil(Math.max(0, Number.isFinite(value) ? value : 0));
}

/** Escapes a name, which may contain any character, also those that XML cannot. */
function escapeMarkup(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
