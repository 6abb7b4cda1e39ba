/** SHA-256 over parts that cannot run into each other. */
import { hash } from 'node:crypto';

/**
 * Returns the hex SHA-256 of the parts. Each is preceded by its length in bytes, so that ["ab","c"] differs from
 * ["a","bc"].
 */
export function checksum(...parts: readonly string[]): string {
  let all = '';
  for (const part of parts) all += `${Buffer.byteLength(part)}:${part.isWellFormed() ? part : spellOut(part)}`;
  return hash('sha256', all);
}

/** Escapes a text that is not well-formed. Otherwise it would be hashed like the same text with U+FFFD. */
function spellOut(part: string): string {
  return `\0${JSON.stringify(part)}`;
}
