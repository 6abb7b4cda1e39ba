/**
 * The commands that the command line clients run themselves instead of sending them: DELIMITER, USE, SOURCE, QUIT, \d
 * and others.
 */
import type { Span } from '../base/text';
import type { Dialect } from './dialect';

/** Returns the end of a command's line: a line feed, a carriage return, or the end of the text. */
export function endOfClientLine(text: string, start: number): number {
  let end = start;
  while (end < text.length && text.charCodeAt(end) !== 10 && text.charCodeAt(end) !== 13) end++;
  return end;
}

/** Each word or sign that begins a line for the client itself, and whether anything may follow it there. */
const lineCommands: ReadonlyMap<string, boolean> = new Map([
  ...'CHARSET CONNECT HELP PAGER PROMPT SYSTEM TEE USE ?'.split(' ').map((word) => [word, true] as const),
  ...'CLEAR EDIT EGO EXIT GO NOPAGER NOTEE NOWARNING PRINT QUIT REHASH RESETCONNECTION STATUS WARNINGS'
    .split(' ')
    .map((word) => [word, false] as const),
]);

/** The longest delimiter that the clients keep: of a longer one they take as many characters. */
const longestDelimiter = 15;

/**
 * Returns the end of the line that a word begins, if the client runs this line itself; otherwise -1. The client does so
 * at the start of a line and of a statement, unless the line contains the delimiter: `USE shop;` goes to the server if
 * `;` is the delimiter.
 */
export function endOfLineCommand(text: string, { start, end }: Span, delimiter: string, dialect: Dialect): number {
  if (end - start > 15) return -1;
  const behind = dialect === 'mariadb' ? endOfDelimitedCommand(text, start, end, delimiter) : -1;
  if (behind >= 0) return behind;
  const takesMore = lineCommands.get(text.slice(start, end).toUpperCase());
  if (takesMore === undefined || !/(?:^|[\n\r])\s*$/.test(text.slice(Math.max(0, start - 200), start))) return -1;
  const lineEnd = endOfClientLine(text, end);
  const rest = text.slice(end, lineEnd);
  if (rest.includes(delimiter) || /\\[gG]/.test(rest) || /^\S/.test(rest)) return -1;
  return takesMore || rest.trim() === '' ? lineEnd : -1;
}

/**
 * Returns the offset after the delimiter if the statement is only a command without arguments and its delimiter:
 * MariaDB's client runs `status;` and `quit;` itself, too. Returns -1 otherwise.
 */
function endOfDelimitedCommand(text: string, start: number, end: number, delimiter: string): number {
  if (lineCommands.get(text.slice(start, end).toUpperCase()) !== false) return -1;
  let place = end;
  while (text.charCodeAt(place) === 32 || text.charCodeAt(place) === 9) place++;
  return text.startsWith(delimiter, place) ? place + delimiter.length : -1;
}

/** Returns true for a line that ends the file: `quit`, `exit` and `\q`. */
export function endsTheFile(line: string): boolean {
  return /^(?:quit|exit|\\q)\b/i.test(line);
}

/**
 * Returns the schema that a client's command selects (`use shop`, `connect shop`, `\u shop`); null if it selects none.
 * A `;` that is not the delimiter belongs to the name, and no schema has a name with it.
 */
export function readUsedSchema(line: string): string | null {
  const [, rest = ''] = /^(?:use|connect|\\[ur])(?=\s)(.*)$/is.exec(line) ?? [];
  return /^\s*(?:`(?:[^`]|``)+`|\S+);/.test(rest) ? null : readSchemaArgument(rest);
}

/** Returns the schema that the client takes from the text after USE: the first word, or the content of any quotes. */
export function readSchemaArgument(rest: string): string | null {
  const [, name, text, word] = /^\s*(?:`((?:[^`]|``)+)`|("[^"]+"|'[^']+')|(\S+))/.exec(rest) ?? [];
  return name?.replaceAll('``', '`') ?? text?.slice(1, -1) ?? word ?? null;
}

/** Returns true if the line selects a schema whose name would end with `;`. */
export function usesWithSemicolon(line: string): boolean {
  return /^(?:use|\\u)\s+\S+;/i.test(line);
}

/** Returns true if only blanks, and comments that end there, precede this offset on its line. */
export function isFirstOnLine(text: string, start: number): boolean {
  return /^\s*(\/\*.*\*\/\s*)*$/.test(text.slice(startOfLine(text, start), start));
}

/** Returns the start of the offset's line. Searching the text for either line end would go back to its beginning. */
export function startOfLine(text: string, place: number): number {
  let first = place;
  while (first > 0 && text.charCodeAt(first - 1) !== 10 && text.charCodeAt(first - 1) !== 13) first--;
  return first;
}

/** Returns true if a backslash and this letter are a command that the client runs at once, also inside a statement. */
export function isBackslashCommand(letter: number): boolean {
  return 'ehnpstwWx#'.includes(String.fromCharCode(letter)) || takesArgument(letter);
}

/** Returns true if this letter is a command with an argument (`\d`, `\u`, `\.`, `\!`, …). */
export function takesArgument(letter: number): boolean {
  return 'dhurCPRT.!?'.includes(String.fromCharCode(letter));
}

/** Returns the end of an argument: after the delimiter, which the client drops too, or at the end of the line. */
export function endOfArgument(text: string, start: number, delimiter: string): number {
  const lineEnd = endOfClientLine(text, start);
  const end = text.slice(start, lineEnd).indexOf(delimiter);
  return end < 0 ? lineEnd : start + end + delimiter.length;
}

/** Returns the text after the delimiter on a DELIMITER line, which the client drops; null for nothing or a comment. */
export function findDropped(text: string, start: number, lineEnd: number): Span | null {
  const [head = '', rest = ''] = /^\s*\S+\s+(?:\/\*.*?\*\/\s*)*(?=(.*))/.exec(text.slice(start, lineEnd)) ?? [];
  const dropped = rest.trimEnd();
  if (dropped === '' || /^(?:--|#|\/\*)/.test(dropped)) return null;
  return { start: start + head.length, end: start + head.length + dropped.length };
}

/**
 * Returns the first word after the command, without its quotes, up to the length that the clients keep; empty if there
 * is none.
 */
export function readDelimiterArgument(text: string, start: number, lineEnd: number): string {
  const rest = text.slice(start, lineEnd).trimStart();
  const word = /^\S*/.exec(rest)?.[0] ?? '';
  const quote = word.charAt(0);
  if (quote !== '"' && quote !== "'" && quote !== '`') return word.slice(0, longestDelimiter);
  const inner = word.length > 1 && word.endsWith(quote) ? word.slice(1, -1) : word.slice(1);
  return inner.slice(0, longestDelimiter);
}

/**
 * Returns true if a DELIMITER inside an unfinished statement is probably meant as a command, although the client would
 * send it: it begins its line, and characters follow that are not part of a statement (`delimiter VARCHAR(10),` is a
 * parameter).
 */
export function resynchronises(text: string, start: number, argument: string, delimiter: string): boolean {
  if (!/^[^\w\s(),.=:'"`@+*-]+$/.test(argument) || argument === delimiter) return false;
  let before = start - 1;
  while (before >= 0 && (text.charCodeAt(before) === 32 || text.charCodeAt(before) === 9)) before--;
  if (before >= 0 && text.charCodeAt(before) !== 10 && text.charCodeAt(before) !== 13) return false;
  const line = text.slice(start, endOfClientLine(text, start));
  return /^\w+\s+\S+\s*(--\s.*|#.*)?$/.test(line);
}

/** Returns true if a line or the text ends at this offset: the client drops a backslash before it. */
export function endsWithLine(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code === 10 || (code === 13 && text.charCodeAt(offset + 1) === 10) || offset === text.length;
}

/** Returns why the clients reject a delimiter, or never find it in a text; null for a valid one. */
export function findDelimiterMistake(delimiter: string): string | null {
  if (delimiter === '') return 'DELIMITER has no argument. Add a delimiter, for example $$.';
  if (!isAscii(delimiter.charCodeAt(0)))
    return `Delimiter \`${delimiter}\` starts with a non-ASCII character. The client never finds it. Use $$ or //.`;
  return delimiter.includes('\\') ? 'The delimiter contains a backslash. The client rejects it. Use $$ or //.' : null;
}

/** Returns true if the delimiter ends statements at least as the file intends. */
export function isReadAsDelimiter(delimiter: string): boolean {
  return delimiter !== '' && !delimiter.includes('\\');
}

function isAscii(code: number): boolean {
  return code < 128;
}
