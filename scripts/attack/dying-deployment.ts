/** A deployment that is killed while its steps are run and not yet noted as done. */
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { setTimeout as pause } from 'node:timers/promises';
import type { Field } from './family';
import type { RealServer } from './ground';
import { deploy, freshTarget, prepare, writeDeployable, writeProcedure, type Target } from './target';

const crowd = 12;
const attempts = 3;
const patienceMs = 20_000;

/** Deploys and lets the process die while procedures that select one are being replaced by those that select two. */
export async function deployAndDie({ scene, server }: Field & { readonly server: RealServer }): Promise<Target> {
  const target = await freshTarget(server);
  writeDeployable(scene, target);
  for (let i = 0; i < crowd; i++) writeProcedure(scene, 'one', `p${i}`);
  await prepare(deploy(scene));
  for (let attempt = 1; attempt <= attempts; attempt++) {
    for (let i = 0; i < crowd; i++) writeProcedure(scene, `two ${attempt}`, `p${i}`);
    const keeper = await openConnection(server, target.ledger);
    await scene.sproc('deploy e --yes', { watch: (child) => void killAmidst(keeper, target, child) });
    await keeper.query('ROLLBACK');
    const [open] = await keeper.query<RowDataPacket[]>(
      `SELECT deployment FROM journal GROUP BY deployment HAVING SUM(kind = 'deployment-finished') = 0`,
    );
    await keeper.end();
    if (open.length > 0) return target;
  }
  throw new Error('No deployment was caught in its middle.');
}

/** Opens a transaction that has called the procedure and continues, so that MySQL makes a replacement wait. */
export async function holdRoutine(server: RealServer, { schema }: Target, name: string): Promise<Connection> {
  const connection = await openConnection(server, schema);
  await connection.query('START TRANSACTION');
  await connection.query(`CALL ${name}()`);
  return connection;
}

function openConnection({ port }: RealServer, database: string): Promise<Connection> {
  return createConnection({ host: '127.0.0.1', port, user: 'root', database });
}

/** Blocks the ledger once all steps are intended, and kills the process once some have run. */
async function killAmidst(
  keeper: Connection,
  { schema }: Target,
  child: { kill(signal: NodeJS.Signals): boolean },
): Promise<void> {
  const count = async (statement: string): Promise<number> => {
    const [rows] = await keeper.query<RowDataPacket[]>(`SELECT COUNT(*) AS number FROM ${statement}`);
    return Number(rows[0]?.['number']);
  };
  const intents = `journal WHERE kind = 'step-intended'`;
  const replaced = `information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${schema}' AND ROUTINE_DEFINITION LIKE '%two%'`;
  const end = performance.now() + patienceMs;
  const before = await count(intents);
  while (performance.now() < end && (await count(intents)) === before);
  // Otherwise MySQL would show the rows of its first read only.
  await keeper.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED');
  await keeper.query('START TRANSACTION');
  await keeper.query('SELECT * FROM chain_head FOR UPDATE');
  while (performance.now() < end && (await count(replaced)) === 0) await pause(2);
  child.kill('SIGKILL');
}
