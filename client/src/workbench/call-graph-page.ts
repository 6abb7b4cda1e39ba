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
[data-node] { cursor: pointer; }
[data-node]:hover, [data-node]:focus { --graph-line: var(--vscode-focusBorder); outline: none; }
`;

const script = `
const editor = acquireVsCodeApi();
for (const node of document.querySelectorAll('[data-node]')) {
  node.setAttribute('tabindex', '0');
  node.addEventListener('click', () => editor.postMessage(node.dataset.node));
  node.addEventListener('keydown', (event) => { if (event.key === 'Enter') editor.postMessage(node.dataset.node); });
}
`;
