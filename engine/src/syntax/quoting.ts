/** Names and texts as SQL: quoted so that nothing in them is ever executed. */

/** Returns a name in backticks, which are quotes of names under every sql_mode. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** Returns `schema`.`name`, or the name alone if the schema is null. */
export function renderKey(schema: string | null, name: string): string {
  return schema === null ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
}

/**
 * Returns a value with the same meaning under every sql_mode: a string literal, or its bytes in hexadecimal if it
 * contains a backslash, which NO_BACKSLASH_ESCAPES reads differently. For expressions only: COMMENT accepts no
 * hexadecimal.
 */
export function quoteText(text: string): string {
  if (!text.includes('\\')) return `'${text.replaceAll("'", "''")}'`;
  return `_utf8mb4 0x${Buffer.from(text, 'utf8').toString('hex')}`;
}

/** Returns a string literal for a session with these modes, for places that accept only a literal. */
export function quoteTextUnder(text: string, sqlMode: readonly string[]): string {
  const escaped = sqlMode.includes('NO_BACKSLASH_ESCAPES') ? text : text.replaceAll('\\', '\\\\');
  return `'${escaped.replaceAll("'", "''")}'`;
}
