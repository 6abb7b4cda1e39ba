/** The page around the picture of a call graph: its colours, the cycles in words, and clicks that come back as node ids. */
import { randomBytes } from 'node:crypto';
import type { GraphAnswer } from '#engine';

/** Returns the page, in which only its own script runs and nothing is loaded. */
export function makeCallGraphPage(svg: string, cspSource: string, { nodes, cycles }: GraphAnswer): string {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; style-src ${cspSource} 'unsafe-inline'; script-src 'nonce-${nonce}'`;
  const notes = [...(nodes.length === 0 ? ['No calls.'] : []), ...cycles.map((cycle) => `Cycle: ${cycle.join(' → ')}`)];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escapeMarkup(policy)}">
<title>Call graph</title>
<style>${style}</style>
</head>
<body>
${notes.map((note) => `<p>${escapeMarkup(note)}</p>`).join('\n')}
${svg}
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const style = `
body { color: var(--vscode-foreground); background: var(--vscode-editor-background); font: 13px var(--vscode-font-family); }
svg { --graph-line: var(--vscode-foreground); --graph-fill: var(--vscode-editorWidget-background); --graph-text: var(--vscode-foreground); }
[data-node] { outline: none; }
[data-node][role=link]:not([aria-disabled]) { cursor: pointer; }
[data-node]:hover { --graph-line: var(--vscode-contrastActiveBorder, var(--vscode-focusBorder)); }
[data-node]:focus rect { stroke: var(--vscode-contrastActiveBorder, var(--vscode-focusBorder)); stroke-width: 3; }
`;

/**
 * Tab goes through the nodes in the order of their places. The arrow keys go along the edges: right to the nearest
 * callee, left to the nearest caller, up and down within a column. Escape leaves the nodes, so that the keys scroll.
 */
const script = `
const editor = acquireVsCodeApi();
const nodes = [...document.querySelectorAll('[data-node]')];
const edges = [...document.querySelectorAll('[data-from]')].map(({ dataset }) => dataset);
const middle = (node) => { const { x, y, width, height } = node.getBBox(); return { x: x + width / 2, y: y + height / 2 }; };
const nearest = (node, found) => {
  const height = (other) => Math.abs(middle(other).y - middle(node).y);
  return found.filter((other) => other !== node).sort((a, b) => height(a) - height(b))[0];
};
const named = (ids) => nodes.filter((node) => ids.includes(node.dataset.node));
const inColumn = (node, side) => nodes.filter((other) =>
  Math.abs(middle(other).x - middle(node).x) < 1 && Math.sign(middle(other).y - middle(node).y) === side);
const ways = {
  ArrowRight: (node) => named(edges.filter(({ from }) => from === node.dataset.node).map(({ to }) => to)),
  ArrowLeft: (node) => named(edges.filter(({ to }) => to === node.dataset.node).map(({ from }) => from)),
  ArrowUp: (node) => inColumn(node, -1),
  ArrowDown: (node) => inColumn(node, 1),
};
const open = (node) => editor.postMessage(node.dataset.node);
const press = (node, event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === 'Enter' || event.key === ' ') open(node);
  else if (event.key === 'Escape') node.blur();
  else if (event.key in ways) nearest(node, ways[event.key](node))?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
};
for (const node of nodes) {
  node.setAttribute('role', 'link');
  node.setAttribute('tabindex', '0');
  if (node.closest('.unknown')) node.setAttribute('aria-disabled', 'true');
  node.addEventListener('click', () => open(node));
  node.addEventListener('keydown', (event) => press(node, event));
  node.addEventListener('focus', () => node.scrollIntoView({ block: 'nearest', inline: 'nearest' }));
}
`;
