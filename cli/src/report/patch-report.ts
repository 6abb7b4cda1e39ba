/** A unified diff for people. */
import { manyLines, type Style } from './style';

export function printPatch(patch: string, style: Style): string {
  const lines = manyLines(patch).replace(/\n$/, '').split('\n');
  return lines.map((line) => `${paintLine(line, style)}\n`).join('');
}

function paintLine(line: string, style: Style): string {
  if (line.startsWith('+')) return style.good(line);
  if (line.startsWith('-')) return style.bad(line);
  return line.startsWith('@@') ? style.faint(line) : line;
}
