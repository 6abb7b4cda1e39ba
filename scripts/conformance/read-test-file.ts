/** Reads the language of mysqltest as far as it takes to find the statements of a test, and the sql_mode of each. */
import type { TestFile } from './fetch-suite';
import { findSampleKind, type Sample } from './sample';

/**
 * Returns every relevant CREATE in the file, in the order of the text; computed ones (`eval` with variables) are left
 * out.
 */
export function readTestFile(file: TestFile): Sample[] {
  const samples: Sample[] = [];
  let sqlMode: string | null = null;
  for (const { text, line } of statementsOf(file.text)) {
    const query = text.replace(/^(?:evalp?|send_eval|send|query(?:_vertical|_horizontal)?)\s+/i, '');
    const computed = /^(?:eval|send_eval)/i.test(text) && /\$\w/.test(query);
    sqlMode = modeAfter(query, sqlMode);
    const kind = computed || query.includes('\uFFFD') ? undefined : findSampleKind(query);
    if (kind !== undefined) samples.push({ place: `${file.path}:${line}`, kind, text: query, sqlMode });
  }
  return samples;
}

interface TestStatement {
  readonly text: string;
  readonly line: number;
}

function* statementsOf(text: string): Generator<TestStatement> {
  let delimiter = ';';
  let line = 1;
  let counted = 0;
  for (let position = 0; position < text.length;) {
    const start = skipBlank(text, position);
    const { end, next } = /^(?:#|--|\})/.test(text.slice(start, start + 2))
      ? lineAt(text, start, delimiter)
      : statementAt(text, start, delimiter);
    for (; counted < start; counted++) if (text.charCodeAt(counted) === 10) line++;
    const statement = text
      .slice(start, end)
      .replace(/^--\s*/, '')
      .trim();
    const [, changed] = /^delimiter\s+(\S+)/i.exec(statement) ?? [];
    if (changed !== undefined) delimiter = changed;
    else if (statement !== '' && !statement.startsWith('#')) yield { text: statement, line };
    position = skipHereDocument(text, statement, delimiter, next);
  }
}

interface Extent {
  readonly end: number;
  readonly next: number;
}

/** Reads a comment, a `--command`, or the end of a block of commands. */
function lineAt(text: string, start: number, delimiter: string): Extent {
  if (text[start] === '}') return { end: start, next: start + 1 };
  const newline = text.indexOf('\n', start);
  const next = newline < 0 ? text.length : newline;
  const line = text.slice(start, next).trimEnd();
  return { end: line.endsWith(delimiter) ? start + line.length - delimiter.length : next, next };
}

/** Reads up to the delimiter outside quotes; `if (…) {` and `while (…) {` end at their brace. */
function statementAt(text: string, start: number, delimiter: string): Extent {
  const opensBlock = /^(?:if|while)\s*\(/i.test(text.slice(start, start + 20));
  let quote = '';
  for (let i = start; i < text.length; i++) {
    const character = text.charAt(i);
    if (quote !== '') {
      if (character === '\\') i++;
      else if (character === quote) quote = '';
    } else if (text.startsWith(delimiter, i)) return { end: i, next: i + delimiter.length };
    else if (opensBlock && character === '{') return { end: start, next: i + 1 };
    else if (character === "'" || character === '"' || character === '`') quote = character;
  }
  return { end: text.length, next: text.length };
}

function skipBlank(text: string, from: number): number {
  let i = from;
  while (i < text.length && /\s/.test(text.charAt(i))) i++;
  return i;
}

/** Skips the text of `perl EOF` and `write_file name EOF` up to that word, which is not SQL. */
function skipHereDocument(text: string, statement: string, delimiter: string, next: number): number {
  const [, command, first, second] = /^(perl|write_file|append_file)\b[ \t]*(\S+)?[ \t]*(\S+)?/i.exec(statement) ?? [];
  if (command === undefined) return next;
  const word = ((command.toLowerCase() === 'perl' ? first : second) ?? 'EOF').replace(delimiter, '');
  const end = text.indexOf(`\n${word}`, next);
  return end < 0 ? text.length : end + word.length + 1;
}

const setMode =
  /^set\s+(?:(?:session|local)\s+)?(?:@@(?:session\.|local\.)?)?sql_mode\s*:?=\s*('[^']*'|"[^"]*"|[\w@.]+)/i;

/** Returns the mode in force after a statement; one from a variable is assumed to be the server's own. */
function modeAfter(statement: string, before: string | null): string | null {
  const value = setMode.exec(statement)?.[1];
  if (value === undefined) return before;
  if (/^['"]/.test(value)) return value.slice(1, -1);
  return /^default$/i.test(value) || value.includes('@') ? null : value;
}
