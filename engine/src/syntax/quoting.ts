/** Names and texts as SQL: quoted so that nothing in them is ever executed. */

/** In backticks, which every sql_mode takes for a name. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** `schema`.`name`, or the name alone where the schema is null. */
export function renderKey(schema: string | null, name: string): string {
  return schema === null ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
}

/**
 * A value that means the same under every sql_mode: a string literal, or, where it holds a backslash, which
 * NO_BACKSLASH_ESCAPES reads differently, its bytes in hexadecimal. Only for expressions: COMMENT takes no hexadecimal.
 */
export function quoteText(text: string): string {
  if (!text.includes('\\')) return `'${text.replaceAll("'", "''")}'`;
  return `_utf8mb4 0x${Buffer.from(text, 'utf8').toString('hex')}`;
}

/** A string literal for a session with these modes, for places that take nothing but a literal. */
export function quoteTextUnder(text: string, sqlMode: readonly string[]): string {
  const escaped = sqlMode.includes('NO_BACKSLASH_ESCAPES') ? text : text.replaceAll('\\', '\\\\');
  return `'${escaped.replaceAll("'", "''")}'`;
}
