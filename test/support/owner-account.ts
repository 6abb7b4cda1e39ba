/** An account as the owner of an application has it: everything in its schema and its ledger, nothing of the server's statistics. */
import type { LiveServer } from './live-servers';

/** Creates the account, without a password, and returns its name; the test drops it. */
export async function createOwner(server: LiveServer, schema: string): Promise<string> {
  const user = `${schema}_u`;
  await server.run(
    `CREATE USER ${user}@'%'`,
    `GRANT ALL ON ${schema}.* TO ${user}@'%'`,
    `GRANT ALL ON ${schema}_ledger.* TO ${user}@'%'`,
    `GRANT SELECT ON mysql.* TO ${user}@'%'`,
  );
  return user;
}
