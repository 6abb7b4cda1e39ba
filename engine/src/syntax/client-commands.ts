/** Lines that the command line client reads itself: DELIMITER, \d and SOURCE. */

/** Where the line of a command ends: at a line feed, a carriage return, or the end of the text. */
export function endOfClientLine(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** The first word behind the command, quotes around it removed; empty where there is none. */
export function readDelimiterArgument(text: string, start: number, lineEnd: number): string {
  const rest = text.slice(start, lineEnd).trimStart();
  const word = /^\S*/.exec(rest)?.[0] ?? '';
  const quote = word.charAt(0);
  const quoted = word.length > 2 && word.endsWith(quote) && (quote === '"' || quote === "'" || quote === '`');
  return quoted ? word.slice(1, -1) : word;
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
