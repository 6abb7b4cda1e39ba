/** SHA-256 over parts that cannot run into each other. */
import { createHash } from 'node:crypto';

/** Hex SHA-256 of the parts, each preceded by its length in bytes, so that ["ab","c"] differs from ["a","bc"]. */
export function checksum(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}
