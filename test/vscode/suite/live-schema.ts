/** A separate schema on the MySQL server of the runner, for the suites inside VS Code. */
import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';

export interface LiveSchema {
  readonly port: number;
  readonly name: string;
  run(...statements: readonly string[]): Promise<readonly Record<string, unknown>[]>;
}

/** Creates the schema before the suite and drops it after it; without a server the suite is skipped, in CI it fails. */
export function liveSchema(): LiveSchema {
  const port = Number(process.env['SPROC_TEST_MYSQL_PORT']);
  const name = `t_${randomBytes(5).toString('hex')}`;
  const schema: LiveSchema = {
    port,
    name,
    async run(...statements) {
      const connection = await createConnection({ host: '127.0.0.1', port, user: 'root', database: name });
      try {
        let rows: unknown = [];
        for (const statement of statements) [rows] = await connection.query(statement);
        return Array.isArray(rows) ? (rows as readonly Record<string, unknown>[]) : [];
      } finally {
        await connection.end();
      }
    },
  };
  before(async function () {
    if (!(port > 0)) {
      const reason = process.env['SPROC_TEST_MYSQL_MISSING'] ?? 'no MySQL server was given (SPROC_TEST_MYSQL_PORT)';
      if (process.env['CI'] === 'true') throw new Error(reason);
      this.skip();
    }
    const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' });
    await connection.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
    await connection.end();
  });
  after(async () => {
    if (port > 0) await schema.run(`DROP DATABASE ${name}`, `DROP DATABASE IF EXISTS ${name}_ledger`);
  });
  return schema;
}
