/** What in a routine would outlast a ROLLBACK: statements that commit, explicitly or by themselves, or write elsewhere. */
import type { Routine } from '../../routine/routine';
import { walkStatements } from '../../syntax/walk-statements';

/** MySQL manual, "Statements That Cause an Implicit Commit". */
const lasting =
  /^(?:CREATE (?!(?:OR REPLACE )?TEMPORARY )|ALTER |DROP (?!TEMPORARY |PREPARE )|RENAME |TRUNCATE |GRANT |REVOKE |LOCK |UNLOCK |START |BEGIN |COMMIT|ROLLBACK(?! (?:WORK )?TO )|XA |SET (?:SESSION |GLOBAL |LOCAL |@@\S*?)?(?:AUTOCOMMIT|PASSWORD)\b|SET (?:GLOBAL |PERSIST |@@GLOBAL\.|@@PERSIST\.)|ANALYZE |OPTIMIZE |REPAIR |CHECK |CACHE |LOAD INDEX|FLUSH |RESET |INSTALL |UNINSTALL |CHANGE |PURGE |STOP |SHUTDOWN|KILL )|\bINTO (?:OUTFILE|DUMPFILE)\b/;

/** `COMMIT`, `dynamic SQL that cannot be known`; null where a ROLLBACK takes all of it back. */
export function findLasting({ origin }: Routine): string | null {
  const { script, definition } = origin;
  if (definition.statement === null) return 'a body that cannot be read';
  for (const [statement] of walkStatements(definition.statement)) {
    if (statement.kind !== 'sql') continue;
    const found = lastingWords(script.text.slice(statement.span.start, statement.span.end));
    if (found !== null) return found;
  }
  for (const { sql, certainty } of definition.dynamic) {
    if (sql === null || certainty !== 'certain') return 'dynamic SQL that cannot be known';
    const found = lastingWords(sql);
    if (found !== null) return found;
  }
  return null;
}

function lastingWords(sql: string): string | null {
  const plain = sql
    .replace(/\/\*[^]*?\*\/|(?:--\s|#).*$/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase();
  const found = lasting.exec(`${plain} `);
  if (found === null) return null;
  return found.index === 0 ? plain.split(' ').slice(0, 2).join(' ') : found[0].trim();
}
