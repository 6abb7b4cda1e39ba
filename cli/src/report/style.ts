/** Colours of the terminal, and texts from elsewhere made harmless to it. */

export interface Style {
  readonly bold: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
}

const paint = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const same = (text: string): string => text;

export const coloured: Style = { bold: paint(1), faint: paint(2), good: paint(32), warn: paint(33), bad: paint(31) };
export const plain: Style = { bold: same, faint: same, good: same, warn: same, bad: same };

/** A name or a message from a file or a server, on one line and without control of the terminal. */
export function oneLine(text: string): string {
  return text.replace(/\s*[\r\n\t]+\s*/g, ' ').replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD');
}

/** A text of several lines, without control of the terminal. */
export function manyLines(text: string): string {
  return text.replace(/\r\n|\r/g, '\n').replace(/(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '\uFFFD');
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
