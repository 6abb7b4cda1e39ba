/** Lines that the command line client reads itself: DELIMITER, \d and SOURCE. */

/** Where the line of a command ends: at a line feed, a carriage return, or the end of the text. */
export function endOfClientLine(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** Whether nothing but blanks stands before this place on its line, but for comments that end there. */
export function isFirstOnLine(text: string, start: number): boolean {
  let first = start;
  while (first > 0 && text.charCodeAt(first - 1) !== 10 && text.charCodeAt(first - 1) !== 13) first--;
  return /^\s*(\/\*.*\*\/\s*)*$/.test(text.slice(first, start));
}

/** Whether a backslash and this letter are a command that takes the rest of its line (`\d`, `\u`, `\.`, `\!`, …). */
export function isBackslashCommand(letter: number): boolean {
  return 'dDuUsSrRtTwWpPqhnecxC.!?#'.includes(String.fromCharCode(letter));
}

/** The first word behind the command, quotes around it removed; empty where there is none. */
export function readDelimiterArgument(text: string, start: number, lineEnd: number): string {
  const rest = text.slice(start, lineEnd).trimStart();
  const word = /^\S*/.exec(rest)?.[0] ?? '';
  const quote = word.charAt(0);
  if (quote !== '"' && quote !== "'" && quote !== '`') return word;
  return word.length > 1 && word.endsWith(quote) ? word.slice(1, -1) : word.slice(1);
}

/**
 * Whether a DELIMITER inside a statement that was not finished is meant as a command, though the client would send it
 * on: it begins its line, and signs follow that are no part of a statement (`delimiter VARCHAR(10),` is a parameter).
 */
export function resynchronises(text: string, start: number, argument: string, delimiter: string): boolean {
  if (!/^[^\w\s(),.=:'"`@+*-]+$/.test(argument) || argument === delimiter) return false;
  let before = start - 1;
  while (before >= 0 && (text.charCodeAt(before) === 32 || text.charCodeAt(before) === 9)) before--;
  if (before >= 0 && text.charCodeAt(before) !== 10 && text.charCodeAt(before) !== 13) return false;
  const line = text.slice(start, endOfClientLine(text, start));
  return /^\w+\s+\S+\s*(--\s.*|#.*)?$/.test(line);
}
