/** Statements for a server that a test has started itself. */
import { createConnection } from 'mysql2/promise';
import type { ThrowawayServer } from '../../scripts/servers/throwaway-server';

/** Runs the statements as root, on a connection of their own. */
export async function runOn(server: ThrowawayServer, ...statements: readonly string[]): Promise<void> {
  const connection = await createConnection(server.connection());
  for (const statement of statements) await connection.query(statement);
  await connection.end();
}
