/** Colours of the terminal, and texts from elsewhere made harmless to it. */
import { printableLine, printableLines } from '#engine';

export interface Style {
  readonly bold: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
}

const paint = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const same = (text: string): string => text;

const coloured: Style = { bold: paint(1), faint: paint(2), good: paint(32), warn: paint(33), bad: paint(31) };
export const plain: Style = { bold: same, faint: same, good: same, warn: same, bad: same };

/** A name or a message from a file or a server, on one line and without control of the terminal. */
export const oneLine = printableLine;

/** A text of several lines, without control of the terminal. */
export const manyLines = printableLines;

/** Returns the line of a warning, which may need an action; each command prints them alike. */
export function printWarning(sentence: string, style: Style): string {
  return `${style.warn('warning')}: ${oneLine(sentence)}\n`;
}

/** Returns the line of a note, which is worth knowing and needs no action. */
export function printNote(sentence: string, style: Style): string {
  return `${style.warn('note')}: ${oneLine(sentence)}\n`;
}

const ownColour = new RegExp(`(${String.fromCharCode(0x1b)}\\[\\d{1,2}m)`);

/**
 * Escapes everything but our own colours, as the last step before a terminal or a file, whatever a report has passed.
 */
function withOwnColours(text: string): string {
  return text
    .split(ownColour)
    .map((part, i) => (i % 2 === 1 ? part : printableLines(part)))
    .join('');
}

/** Renders a report for a terminal with or without colours. */
export function renderReport(report: (style: Style) => string, isColoured: boolean): string {
  return isColoured ? withOwnColours(report(coloured)) : manyLines(report(plain));
}
