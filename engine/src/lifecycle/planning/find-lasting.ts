/**
 * Statements of a routine whose effect survives a ROLLBACK: those that commit, explicitly or implicitly, or write
 * elsewhere.
 */
import type { Routine } from '../../routine/routine';
import { wordsWithin } from '../../routine/words-within';
import { tokenize } from '../../syntax/tokenizer';
import { walkStatements } from '../../syntax/walk-statements';

/** MySQL manual, "Statements That Cause an Implicit Commit"; over words as `wordsWithin` gives them. */
const lasting =
  /^(?:CREATE (?!(?:OR REPLACE )?TEMPORARY )|ALTER |DROP (?!TEMPORARY |PREPARE )|RENAME |TRUNCATE |GRANT |REVOKE |LOCK |UNLOCK |START |BEGIN |COMMIT|ROLLBACK(?! (?:WORK )?TO )|XA |SET (?:SESSION |GLOBAL |LOCAL |@@\S*?)?(?:AUTOCOMMIT|PASSWORD)\b|SET (?:GLOBAL |PERSIST |@@GLOBAL\.|@@PERSIST\.)|ANALYZE |OPTIMIZE |REPAIR |CHECK |CACHE |LOAD INDEX|FLUSH |RESET |INSTALL |UNINSTALL |CHANGE |PURGE |STOP |SHUTDOWN|KILL )|\bINTO (?:OUTFILE|DUMPFILE)\b/;

/** Returns `COMMIT` or `dynamic SQL whose text is unknown`; null if a ROLLBACK undoes everything. */
export function findLasting({ origin }: Routine): string | null {
  const { script, definition, parserOptions } = origin;
  if (definition.statement === null) return 'a body that cannot be parsed';
  for (const [statement] of walkStatements(definition.statement)) {
    if (statement.kind !== 'sql') continue;
    const found = lastingWords(wordsWithin(script, statement.span));
    if (found !== null) return found;
  }
  for (const { sql, certainty } of definition.dynamic) {
    if (sql === null || certainty !== 'certain') return 'dynamic SQL whose text is unknown';
    const tokens = tokenize(sql, { ...parserOptions, client: false });
    const found = lastingWords(wordsWithin({ text: sql, tokens }, { start: 0, end: sql.length }));
    if (found !== null) return found;
  }
  return null;
}

/** Returns the words of a lasting statement. Each assignment of a SET is checked separately. */
function lastingWords(words: string): string | null {
  const parts = words.startsWith('SET ')
    ? words
        .slice('SET '.length)
        .split(' , ')
        .map((part) => `SET ${part}`)
    : [words];
  for (const part of parts) {
    const found = lasting.exec(`${part} `);
    if (found !== null) return found.index === 0 ? part.split(' ').slice(0, 2).join(' ') : found[0].trim();
  }
  return null;
}
