/** A schema with tables, and an account that may deploy to it: the server side of a project's environment. */
import { randomBytes } from 'node:crypto';
import { freshSchema, type LiveServer } from '../../support/live-servers';

export interface Target {
  readonly schema: string;
  readonly ledger: string;
  readonly user: string;
  readonly password: string;
  /** Returns the environment's entry in sproc.json, with `extra` on top. */
  environment(extra?: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** Returns everything that a deployment could change or lose, as a text, without the ledger. */
  snapshot(): Promise<string>;
  /** Returns the privileges to execute or alter routines, row by row. */
  grants(): Promise<string>;
}

/** Creates the target before the tests of this suite, and removes it after them. */
export function freshTarget(server: LiveServer, tables: readonly string[]): Target {
  const { name: schema } = freshSchema(server);
  const ledger = `${schema}_ledger`;
  const user = `u_${schema.slice(2)}`;
  const password = `p${randomBytes(9).toString('hex')}'"\\ $`;
  before(async () => {
    const connection = await server.connect({ database: schema });
    for (const table of tables) await connection.query(table);
    await connection.query(`CREATE USER ${user}@'%' IDENTIFIED BY ?`, [password]);
    for (const grant of grantsOf(server)) await connection.query(grant(schema, ledger, `${user}@'%'`));
  });
  after(() => server.run(`DROP USER IF EXISTS ${user}@'%'`, `DROP DATABASE IF EXISTS ${ledger}`));
  return {
    schema,
    ledger,
    user,
    password,
    environment: (extra = {}) => ({
      host: server.host,
      port: server.port,
      user,
      schema,
      stage: 'DEVELOPMENT',
      ledgerSchema: ledger,
      ...extra,
    }),
    snapshot: () => takeSnapshot(server, schema, ledger),
    grants: () => readGrants(server, schema),
  };
}

type Grant = (schema: string, ledger: string, account: string) => string;

/** Returns the privileges to deploy routines of any definer, and no more. */
function grantsOf({ flavor }: LiveServer): readonly Grant[] {
  const everywhere: readonly Grant[] = [
    (schema, _, account) => `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE VIEW, DROP, TRIGGER, EVENT, LOCK TABLES,
       CREATE ROUTINE, ALTER ROUTINE, EXECUTE ON ${schema}.* TO ${account} WITH GRANT OPTION`,
    (_, ledger, account) => `GRANT ALL ON ${ledger}.* TO ${account}`,
    (schema, _, account) => `GRANT SELECT ON ${schema}_nowhere.* TO ${account}`,
    (_, __, account) => `GRANT SELECT ON mysql.procs_priv TO ${account}`,
  ];
  return flavor === 'mysql'
    ? [...everywhere, (_, __, account) => `GRANT SHOW_ROUTINE, SET_ANY_DEFINER ON *.* TO ${account}`]
    : [
        ...everywhere,
        (_, __, account) => `GRANT SELECT ON mysql.proc TO ${account}`,
        (_, __, account) => `GRANT SET USER ON *.* TO ${account}`,
      ];
}

async function takeSnapshot(server: LiveServer, schema: string, ledger: string): Promise<string> {
  const routines = await server.run(
    `SELECT ROUTINE_TYPE AS type, ROUTINE_NAME AS name FROM information_schema.ROUTINES
      WHERE ROUTINE_SCHEMA = '${schema}' ORDER BY type, name`,
  );
  const texts: unknown[] = [];
  for (const { type, name } of routines) {
    // These rows include sql_mode, character set and collation.
    texts.push(await server.run(`SHOW CREATE ${String(type)} ${schema}.\`${String(name).replace(/`/g, '``')}\``));
  }
  const tables = await server.run(
    `SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${schema}' ORDER BY TABLE_NAME`,
  );
  const schemas = await server.run(
    `SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME <> '${ledger}' ORDER BY SCHEMA_NAME`,
  );
  return `${print({ texts, tables, schemas })}\n${await readGrants(server, schema)}`;
}

/** Returns the grants without the grantor, who by the server's own rule is the account that restores a grant. */
async function readGrants(server: LiveServer, schema: string): Promise<string> {
  return print(
    await server.run(
      `SELECT Host, User, Routine_name, Routine_type, Proc_priv FROM mysql.procs_priv
        WHERE Db = '${schema}' ORDER BY Host, User, Routine_name, Routine_type`,
    ),
  );
}

function print(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
