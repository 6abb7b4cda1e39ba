/** Files of a registry as Sproc wrote them in format 1: without checksums in the logs, which git joined line by line. */
import { checksum } from '../../engine/src/base/checksum';

export const oldAttributes = '*.sql -text\n*.json -text\nstatus.jsonl -text merge=union\n';

/** Returns the file in format 1; null if there was none. */
export function inOldFormat(path: string, text: string): string | null {
  if (path === 'registry.json') return null;
  if (path === '.gitattributes') return oldAttributes;
  if (path.endsWith('/status.jsonl')) return text.replace(/^.+$/gm, oldLine);
  return path.endsWith('.json') ? oldFacts(text) : text;
}

export function oldLine(line: string): string {
  const { version, from, to, by, at, reason } = JSON.parse(line) as Record<string, unknown>;
  return JSON.stringify({ version, from, to, by, at, reason });
}

function oldFacts(text: string): string {
  const { seal: _seal, lineEnds: _lineEnds, ...facts } = JSON.parse(text) as Record<string, unknown>;
  const old = { ...facts, format: 1 };
  return `${JSON.stringify({ ...old, seal: checksum(JSON.stringify(old)) }, null, 2)}\n`;
}
