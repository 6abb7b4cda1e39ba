/** SQL in messages. */

/** Returns SQL as messages quote it; SQL that holds backticks itself stays as it is. */
export function inBackticks(sql: string): string {
  return sql.includes('`') ? sql : `\`${sql}\``;
}
