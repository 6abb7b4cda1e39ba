/** Real servers with the tables of the example shop, and an account that may deploy to them. */
import { readdirSync, readFileSync } from 'node:fs';
import { createConnection } from 'mysql2/promise';
import { repositoryPath } from '../repository';
import type { Flavor } from '../servers/flavor';
import { findServerProgram } from '../servers/server-program';
import { ThrowawayServer } from '../servers/throwaway-server';

/** The account of the example's sproc.json; the servers take it from this machine alone. */
const account = 'deployer';
export const demoPassword = 'only-for-the-demo';

/** Starts one and fills it; throws with a sentence where there is none to be had. */
export async function startShopServer(flavor: Flavor): Promise<ThrowawayServer> {
  const program = await findServerProgram(flavor);
  if (!program.ok) throw new Error(program.error);
  const server = await ThrowawayServer.start({ flavor });
  const connection = await createConnection({ ...server.connection(), multipleStatements: true });
  try {
    for (const file of tableFiles()) await connection.query(readFileSync(file, 'utf8'));
    for (const grant of grantsFor(flavor)) await connection.query(grant);
  } finally {
    await connection.end();
  }
  return server;
}

function tableFiles(): readonly string[] {
  const folder = repositoryPath('examples', 'shop', 'schema');
  return readdirSync(folder)
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** Returns the privileges for deployments to each schema and the ledger's own, and for reading who may execute what. */
function grantsFor(flavor: Flavor): readonly string[] {
  const schemas = ['shop', 'billing', 'audit', 'reporting'];
  const onSchema =
    'SELECT, INSERT, UPDATE, DELETE, CREATE VIEW, SHOW VIEW, DROP, TRIGGER, EVENT, LOCK TABLES, CREATE ROUTINE, ALTER ROUTINE, EXECUTE';
  const toRead = flavor === 'mysql' ? 'GRANT SHOW_ROUTINE ON *.* TO' : 'GRANT SELECT ON mysql.proc TO';
  return [
    `CREATE USER ${account}@'%' IDENTIFIED BY '${demoPassword}'`,
    ...schemas.map((schema) => `GRANT ${onSchema} ON ${schema}.* TO ${account}@'%' WITH GRANT OPTION`),
    `GRANT ALL ON sproc.* TO ${account}@'%'`,
    `GRANT SELECT ON mysql.procs_priv TO ${account}@'%'`,
    `${toRead} ${account}@'%'`,
  ];
}
