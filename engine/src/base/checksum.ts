/** SHA-256 over parts that cannot run into each other. */
import { hash } from 'node:crypto';

/** Hex SHA-256 of the parts, each preceded by its length in bytes, so that ["ab","c"] differs from ["a","bc"]. */
export function checksum(...parts: readonly string[]): string {
  let all = '';
  for (const part of parts) all += `${Buffer.byteLength(part)}:${part.isWellFormed() ? part : spellOut(part)}`;
  return hash('sha256', all);
}

/** What is not well-formed must not have the checksum of the same text with U+FFFD, as which it would be hashed. */
function spellOut(part: string): string {
  return `\0${JSON.stringify(part)}`;
}
