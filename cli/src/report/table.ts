/** Aligned columns for people. */
import { oneLine } from './style';

export interface Cell {
  readonly text: string;
  /** Colours the cell after it is padded. */
  readonly paint?: (text: string) => string;
}

/**
 * Prints a table with columns separated by two blanks; the last one is not padded, and an empty one is left out. Empty
 * without rows.
 */
export function printTable(rows: readonly (readonly (Cell | string)[])[]): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? { text: cell } : cell)));
  const widths: number[] = [];
  for (const row of cells) row.forEach(({ text }, i) => (widths[i] = Math.max(widths[i] ?? 0, widthOf(oneLine(text)))));
  return cells
    .map((row) => {
      const shown = row.map((cell, i) => ({ cell, width: widths[i] ?? 0 })).filter(({ width }) => width > 0);
      return `${shown.map(({ cell, width }, i) => printCell(cell, i === shown.length - 1 ? 0 : width)).join('  ')}\n`;
    })
    .join('');
}

function printCell({ text, paint }: Cell, width: number): string {
  const line = oneLine(text);
  const painted = paint ? paint(line) : line;
  return painted + ' '.repeat(Math.max(0, width - widthOf(line)));
}

/** Returns the width of a text: letters of East Asia and pictures take two columns, combining marks none. */
function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const letter of text) {
    if (/\p{M}/u.test(letter)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        letter,
      )
        ? 2
        : 1;
  }
  return width;
}
