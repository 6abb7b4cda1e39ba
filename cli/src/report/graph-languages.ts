/** The graph in the languages of Mermaid and of Graphviz. */
import { printable, type GraphAnswer } from '#engine';

/** Draws a graph for Markdown; a table is a cylinder, an uncertain edge is dotted. */
export function drawMermaid({ nodes, edges, cycles }: GraphAnswer): string {
  const numbers = new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
  const shapes = nodes.map(({ id, kind }, i) =>
    kind === 'table' ? `  n${i}[("${mermaidText(id)}")]` : `  n${i}["${mermaidText(id)}"]`,
  );
  const arrows = edges.map(({ from, to, kind, certainty }) => {
    const arrow = certainty === 'certain' ? '-->' : '-.->';
    return `  ${numbers.get(from) ?? ''} ${arrow}|${kind}| ${numbers.get(to) ?? ''}`;
  });
  const turning = [...nodesOf(cycles)].map((id) => numbers.get(id)).filter((number) => number !== undefined);
  const mark =
    turning.length === 0 ? [] : ['  classDef cycle stroke:#c00,stroke-width:2px', `  class ${turning.join(',')} cycle`];
  return `${['flowchart LR', ...shapes, ...arrows, ...mark].join('\n')}\n`;
}

/** Draws a graph for `dot -Tpng`. */
export function drawDot({ nodes, edges, cycles }: GraphAnswer): string {
  const turning = nodesOf(cycles);
  const shapes = nodes.map(({ id, kind, file }) => {
    const looks = [`shape=${kind === 'table' ? 'cylinder' : 'box'}`];
    if (file === null && kind !== 'table') looks.push('style=dashed');
    if (turning.has(id)) looks.push('color=red');
    return `  ${dotText(id)} [${looks.join(', ')}];`;
  });
  const arrows = edges.map(({ from, to, kind, certainty }) => {
    const style = certainty === 'certain' ? 'solid' : 'dashed';
    return `  ${dotText(from)} -> ${dotText(to)} [label=${kind}, style=${style}];`;
  });
  return `${['digraph sproc {', '  rankdir=LR;', ...shapes, ...arrows, '}'].join('\n')}\n`;
}

/** Returns the routines that call themselves, directly or not. */
function nodesOf(cycles: GraphAnswer['cycles']): ReadonlySet<string> {
  return new Set(cycles.flat());
}

function mermaidText(text: string): string {
  return printable(text).replace(/[^\p{L}\p{N} ._$]/gu, (letter) => `#${letter.codePointAt(0) ?? 0};`);
}

function dotText(text: string): string {
  return `"${printable(text).replace(/["\\]/g, '\\$&')}"`;
}
