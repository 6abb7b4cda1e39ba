/** The table of what was tried: a line for each attack, its cells wrapped. */
import type { Outcome } from './run-attacks';

const widths = [4, 36, 40, 44, 6, 6] as const;

export function printHeading(): string {
  return `${printCells(['row', 'attack', 'expected', 'got', '', 's'])}${widths.map((width) => '-'.repeat(width)).join('  ')}\n`;
}

export function printOutcome({ row, name, expect, got, verdict, seconds }: Outcome): string {
  return printCells([row, name, expect, got, verdict, seconds.toFixed(1)]);
}

export function printSum(outcomes: readonly Outcome[]): string {
  const broken = outcomes.filter(({ verdict }) => verdict === 'BROKEN').length;
  return `${outcomes.length - broken} held, ${broken} broken`;
}

function printCells(cells: readonly string[]): string {
  const columns = cells.map((cell, i) => wrap(cell, widths[i] ?? 1));
  const height = Math.max(...columns.map(({ length }) => length));
  let text = '';
  for (let line = 0; line < height; line++)
    text += `${columns
      .map((column, i) => (column[line] ?? '').padEnd(widths[i] ?? 1))
      .join('  ')
      .trimEnd()}\n`;
  return text;
}

/** Wraps a text at blanks; a word longer than a line is cut. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((long) => long.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
