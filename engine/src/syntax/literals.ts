/** The values of literals and quoted names, without their quotes. */

/** Escapes that are not the character itself (manual: "String Literals"). `\%` and `\_` keep their backslash. */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\x1a',
  '%': '\\%',
  _: '\\_',
};

/**
 * Returns the value of one string literal as written, with an optional `n` before it; an unfinished one is read to its
 * end.
 */
export function readText(raw: string, backslashEscapes: boolean): string {
  const start = raw.startsWith("'") || raw.startsWith('"') ? 0 : 1;
  const quote = raw.charAt(start);
  const end = raw.length > start + 1 && raw.endsWith(quote) ? raw.length - 1 : raw.length;
  const inner = raw.slice(start + 1, end).replaceAll(quote + quote, quote);
  if (!backslashEscapes || !inner.includes('\\')) return inner;
  return inner.replace(/\\([\s\S])/g, (_, code: string) => escapes[code] ?? code);
}

/** Returns a name without its quotes or brackets; a name without quotes as it is. */
export function readName(raw: string): string {
  const open = raw.charAt(0);
  if (open !== '`' && open !== '"' && open !== '[') return raw;
  const quote = open === '[' ? ']' : open;
  const end = raw.length > 1 && raw.endsWith(quote) ? raw.length - 1 : raw.length;
  const inner = raw.slice(1, end);
  return inner.includes(quote) ? inner.replaceAll(quote + quote, quote) : inner;
}
