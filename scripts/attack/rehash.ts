/**
 * The attack of a person with UPDATE on a ledger who has read docs/formats/ledger.md: it changes rows, and computes
 * every hash again.
 */
import { createHash } from 'node:crypto';
import type { RealServer } from './ground';

/** Changes each payload, and makes the chain and its head fit. */
export async function rehash(server: RealServer, ledger: string, change: (payload: string) => string): Promise<void> {
  const rows = await server.run(`SELECT * FROM ${ledger}.journal ORDER BY sequence`);
  let previous = '0'.repeat(64);
  for (const row of rows) {
    const [sequence, at, payload] = [String(row['sequence']), String(row['at']), change(String(row['payload']))];
    const hash = checksum(sequence, at, previous, payload);
    await server.run(
      `UPDATE ${ledger}.journal SET payload = ${quoted(payload)}, previous = '${previous}', hash = '${hash}'
        WHERE sequence = ${sequence}`,
    );
    previous = hash;
  }
  await server.run(`UPDATE ${ledger}.chain_head SET hash = '${previous}'`);
}

function checksum(...parts: readonly string[]): string {
  return createHash('sha256')
    .update(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''))
    .digest('hex');
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
