/** Repairs comments in SHOW CREATE that would change if its text were run again. */
import type { Span } from '../base/text';
import type { ParserOptions } from '../syntax/dialect';
import type { Definition, Script } from '../syntax/nodes';
import { parseScript } from '../syntax/parse-script';
import { quoteTextUnder } from '../syntax/quoting';

export interface StoredText {
  readonly text: string;
  readonly characterSet: string;
  /** The comment from the information schema; null if it was not read. */
  readonly comment: string | null;
}

/**
 * Reads the text of SHOW CREATE and repairs it; null if that is impossible. Both servers write the comment, and the
 * values of ENUM and SET in RETURNS, with backslash escapes, also for a routine created under NO_BACKSLASH_ESCAPES,
 * where backslashes are literal. MySQL writes VECTOR(0) as a type that it rejects. Both declare the whole text to be in
 * the character set of its creation, while its comment is in theirs: beyond UTF-8 its letters are garbled.
 */
export function readStoredText(stored: StoredText, parserOptions: ParserOptions): Script | null {
  const { text, comment } = stored;
  const script = parseScript(text, parserOptions);
  const definition = script.definitions[0];
  if (definition === undefined) return null;
  if (comment !== null && !isUnicode(stored.characterSet) && !isAscii(comment))
    return singleByte.has(stored.characterSet) ? replaceComment(script, definition, parserOptions, comment) : null;
  const repaired = repairHead(text, definition, parserOptions);
  return repaired === text ? script : parseScript(repaired, parserOptions);
}

/** Returns true if MySQL wrote a type into the text that it rejects. */
export function holdsRejectedType(text: string): boolean {
  return rejectedType.test(text);
}

const rejectedType = /\bvector\(4294967295\)/i;

function repairHead(text: string, definition: Definition, { sqlMode }: ParserOptions): string {
  const returns = definition.returns?.span ?? null;
  const withReturns = edit(text, returns, (type) => type.replace(rejectedType, 'vector(0)'));
  if (!sqlMode.includes('NO_BACKSLASH_ESCAPES')) return withReturns;
  // The edits start from the end, so that earlier positions remain valid.
  const withComment = edit(text, findComment(definition), unescape);
  return edit(withComment, returns, unescape);
}

function edit(text: string, span: Span | null, change: (piece: string) => string): string {
  return span === null
    ? text
    : text.slice(0, span.start) + change(text.slice(span.start, span.end)) + text.slice(span.end);
}

function unescape(written: string): string {
  return written.replace(/\\(.)/gs, (_whole, letter: string) => escaped[letter] ?? letter);
}

/** Returns true if the text is in Unicode, so that its comment need not be read separately. */
export function isUnicode(characterSet: string): boolean {
  return characterSet === '' || /^utf8(mb[34])?$/.test(characterSet);
}

/** Returns true if the text can be sent again in the character set of its creation. */
export function isSpeakable(characterSet: string, text: string): boolean {
  return isUnicode(characterSet) || isAscii(text) || singleByte.has(characterSet) || multiByte.has(characterSet);
}

/** Character sets that the driver can encode; others are not in use any longer. */
const singleByte: ReadonlySet<string> = new Set([
  ...['latin1', 'latin2', 'latin5', 'latin7', 'greek', 'hebrew', 'koi8r', 'koi8u', 'tis620', 'armscii8'],
  ...['cp850', 'cp852', 'cp866', 'cp1250', 'cp1251', 'cp1256', 'cp1257', 'macce', 'macroman'],
]);

/** Character sets in which the last byte of a garbled comment may swallow the quote after it. */
const multiByte: ReadonlySet<string> = new Set(['big5', 'gbk', 'gb2312', 'gb18030', 'sjis', 'cp932', 'euckr', 'ujis']);

const escaped: Readonly<Record<string, string>> = { n: '\n', r: '\r', '0': '\0' };

function replaceComment(
  { text }: Script,
  definition: Definition,
  parserOptions: ParserOptions,
  comment: string,
): Script | null {
  const span = findComment(definition);
  if (span === null) return null;
  const literal = text.indexOf("'", span.start);
  const repaired = text.slice(0, literal) + quoteTextUnder(comment, parserOptions.sqlMode) + text.slice(span.end);
  return parseScript(repaired, parserOptions);
}

function findComment({ characteristics }: Definition): { readonly start: number; readonly end: number } | null {
  return characteristics.find(({ kind }) => kind === 'comment')?.span ?? null;
}

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return /^[\u0000-\u007f]*$/.test(text);
}
