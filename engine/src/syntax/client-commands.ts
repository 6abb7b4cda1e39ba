/** What the command line clients read themselves instead of sending it: DELIMITER, USE, SOURCE, QUIT, \d and the like. */
import type { Span } from '../base/text';
import type { Dialect } from './dialect';

/** Where the line of a command ends: at a line feed, a carriage return, or the end of the text. */
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
 * Where the line ends that a word begins, if the client reads this line itself; else -1. It does so at the start of a line
 * and of a statement, unless the line holds what ends a statement: `USE shop;` is the server's where `;` is the delimiter.
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
 * Behind the delimiter, where a command that takes nothing and its delimiter are all that the client would send: MariaDB's
 * reads `status;` and `quit;` itself, too. -1 where it is anything else.
 */
function endOfDelimitedCommand(text: string, start: number, end: number, delimiter: string): number {
  if (lineCommands.get(text.slice(start, end).toUpperCase()) !== false) return -1;
  let place = end;
  while (text.charCodeAt(place) === 32 || text.charCodeAt(place) === 9) place++;
  return text.startsWith(delimiter, place) ? place + delimiter.length : -1;
}

/** The line that ends the reading of the file: `quit`, `exit` and `\q`. */
export function endsTheFile(line: string): boolean {
  return /^(?:quit|exit|\\q)\b/i.test(line);
}

/**
 * The schema that a line of the client puts in use (`use shop`, `connect shop`, `\u shop`); null where it puts none.
 * A `;` that is no delimiter belongs to the name, which no schema bears.
 */
export function readUsedSchema(line: string): string | null {
  const [, rest = ''] = /^(?:use|connect|\\[ur])(?=\s)(.*)$/is.exec(line) ?? [];
  return /^\s*(?:`(?:[^`]|``)+`|\S+);/.test(rest) ? null : readSchemaArgument(rest);
}

/** The schema that the client takes from what follows USE: the first word, or what stands in quotes of any kind. */
export function readSchemaArgument(rest: string): string | null {
  const [, name, text, word] = /^\s*(?:`((?:[^`]|``)+)`|("[^"]+"|'[^']+')|(\S+))/.exec(rest) ?? [];
  return name?.replaceAll('``', '`') ?? text?.slice(1, -1) ?? word ?? null;
}

/** Whether the line puts a schema in use whose name would end with `;`. */
export function usesWithSemicolon(line: string): boolean {
  return /^(?:use|\\u)\s+\S+;/i.test(line);
}

/** Whether nothing but blanks stands before this place on its line, but for comments that end there. */
export function isFirstOnLine(text: string, start: number): boolean {
  return /^\s*(\/\*.*\*\/\s*)*$/.test(text.slice(startOfLine(text, start), start));
}

/** Where the line of this place begins. Searching the text for either line end would go back to its beginning. */
export function startOfLine(text: string, place: number): number {
  let first = place;
  while (first > 0 && text.charCodeAt(first - 1) !== 10 && text.charCodeAt(first - 1) !== 13) first--;
  return first;
}

/** Whether a backslash and this letter are a command that takes the rest of its line (`\d`, `\u`, `\.`, `\!`, …). */
export function isBackslashCommand(letter: number): boolean {
  return 'dDuUsSrRtTwWpPqhnecxC.!?#'.includes(String.fromCharCode(letter));
}

/** Whether a backslash and this letter are a command in the middle of a statement, which takes nothing and goes on. */
export function isInnerCommand(letter: number): boolean {
  return 'ehnpstwWx#'.includes(String.fromCharCode(letter));
}

/** The first word after the command, without quotes around it, as long as the clients keep it; empty where there is none. */
export function readDelimiterArgument(text: string, start: number, lineEnd: number): string {
  const rest = text.slice(start, lineEnd).trimStart();
  const word = /^\S*/.exec(rest)?.[0] ?? '';
  const quote = word.charAt(0);
  if (quote !== '"' && quote !== "'" && quote !== '`') return word.slice(0, longestDelimiter);
  const inner = word.length > 1 && word.endsWith(quote) ? word.slice(1, -1) : word.slice(1);
  return inner.slice(0, longestDelimiter);
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

/** Whether a line or the text ends at this place: a backslash before it is dropped by the client. */
export function endsWithLine(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset);
  return code === 10 || (code === 13 && text.charCodeAt(offset + 1) === 10) || offset === text.length;
}

/** What the clients refuse as a delimiter, or never find in a text; null for one that they take. */
export function findDelimiterMistake(delimiter: string): string | null {
  if (delimiter === '') return 'DELIMITER has no argument. Add a delimiter, for example $$.';
  if (!isAscii(delimiter.charCodeAt(0)))
    return `Delimiter \`${delimiter}\` starts with a non-ASCII character. The client never finds it. Use $$ or //.`;
  return delimiter.includes('\\') ? 'The delimiter contains a backslash. The client rejects it. Use $$ or //.' : null;
}

/** Whether it ends statements at least as the file was meant. */
export function isReadAsDelimiter(delimiter: string): boolean {
  return delimiter !== '' && !delimiter.includes('\\');
}

function isAscii(code: number): boolean {
  return code < 128;
}
