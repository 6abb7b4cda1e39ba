/** The graph as an SVG picture, laid out from left to right. */
import { Graph, layout } from '@dagrejs/dagre';
import type { GraphAnswer, GraphNode } from '#engine';
import { nodesOf } from './graph-languages';

const letterWidth = 7.2;
const lineHeight = 30;
const margin = 16;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Colours follow the reader's light or dark theme. */
export function drawSvg(answer: GraphAnswer): string {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 14, ranksep: 60, marginx: margin, marginy: margin });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of answer.nodes) graph.setNode(id, { width: id.length * letterWidth + 20, height: lineHeight });
  const edges = answer.edges.filter(({ from, to }) => graph.hasNode(from) && graph.hasNode(to));
  edges.forEach(({ from, to }, i) => graph.setEdge(from, to, {}, String(i)));
  layout(graph);

  const { width = 0, height = 0 } = graph.graph() as { readonly width?: number; readonly height?: number };
  const turning = nodesOf(answer.cycles);
  const lines = edges.map(({ from, to, kind, certainty }, i) => {
    const { points = [] } = graph.edge(from, to, String(i)) as { readonly points?: readonly Point[] };
    return drawEdge(points, `${from} → ${to}: ${kind}`, `${kind}${certainty === 'certain' ? '' : ' unsure'}`);
  });
  const boxes = answer.nodes.map((node) => drawNode(node, graph.node(node.id) as unknown as Box, turning.has(node.id)));
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  return [`<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">`, head, ...lines, ...boxes, '</svg>', ''].join(
    '\n',
  );
}

const head = `<style>
  svg { font: 12px ui-monospace, monospace; --ink: #24292f; --paper: #fff; --faint: #8c959f; --alarm: #cf222e; }
  @media (prefers-color-scheme: dark) { svg { --ink: #e6edf3; --paper: #0d1117; --faint: #768390; --alarm: #ff7b72; } }
  rect { fill: var(--paper); stroke: var(--ink); }
  rect.table { stroke: var(--faint); }
  rect.unknown { stroke-dasharray: 4 3; }
  rect.cycle { stroke: var(--alarm); stroke-width: 2; }
  text { fill: var(--ink); text-anchor: middle; dominant-baseline: central; }
  path { fill: none; stroke: var(--ink); }
  path.read, path.write { stroke: var(--faint); }
  path.unsure { stroke-dasharray: 4 3; }
  marker path { fill: var(--ink); stroke: none; }
</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>`;

function drawNode({ id, kind, file }: GraphNode, { x, y, width, height }: Box, turns: boolean): string {
  const looks = [
    kind === 'table' ? 'table' : 'routine',
    ...(file === null && kind !== 'table' ? ['unknown'] : []),
    ...(turns ? ['cycle'] : []),
  ];
  const box = `x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${height}"`;
  return `<g><rect class="${looks.join(' ')}" ${box} rx="${kind === 'table' ? 12 : 3}"/><text x="${round(x)}" y="${round(y)}">${escape(id)}</text></g>`;
}

function drawEdge(points: readonly Point[], title: string, look: string): string {
  const way = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`).join(' ');
  return `<path class="${look}" d="${way}" marker-end="url(#arrow)"><title>${escape(title)}</title></path>`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function escape(text: string): string {
  return text
    .replace(/\p{Cc}/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
