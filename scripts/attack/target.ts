/** A schema with a separate ledger on a real server, and a project that deploys there. */
import { randomBytes } from 'node:crypto';
import type { RealServer } from './ground';
import type { Scene, SprocRun } from './scene';

export interface Target {
  readonly schema: string;
  readonly ledger: string;
  /** The environment in `sproc.json`. */
  readonly environment: Readonly<Record<string, unknown>>;
  /** Returns the body of a live routine; empty if there is none. */
  body(routine: string): Promise<string>;
  drop(): Promise<void>;
}

export async function freshTarget(server: RealServer): Promise<Target> {
  const schema = `a_${randomBytes(5).toString('hex')}`;
  const ledger = `${schema}_l`;
  await server.run(`CREATE DATABASE ${schema} CHARACTER SET utf8mb4`);
  const environment = {
    host: '127.0.0.1',
    port: server.port,
    user: 'root',
    schema,
    stage: 'DEVELOPMENT',
    ledgerSchema: ledger,
  };
  return {
    schema,
    ledger,
    environment,
    body: async (routine) => {
      const rows = await server.run(
        `SELECT ROUTINE_DEFINITION AS body FROM information_schema.ROUTINES
          WHERE ROUTINE_SCHEMA = '${schema}' AND ROUTINE_NAME = '${routine}'`,
      );
      const body = rows[0]?.['body'];
      return typeof body === 'string' ? body : '';
    },
    drop: async () => {
      await server.run(`DROP DATABASE IF EXISTS ${schema}`, `DROP DATABASE IF EXISTS ${ledger}`);
    },
  };
}

/** Writes a project with the environment `e`, and the procedure `p` that selects a word. */
export function writeDeployable(scene: Scene, target: Target, more: object = {}): void {
  scene.writeProject({
    schema: target.schema,
    environments: { e: { ...target.environment, ...more } },
  });
  writeProcedure(scene, 'one');
}

export function writeProcedure(scene: Scene, word: string, name = 'p'): void {
  scene.write(`sql/${name}.sql`, `CREATE PROCEDURE ${name}() SELECT '${word}' AS word;\n`);
}

export function deploy(scene: Scene): Promise<SprocRun> {
  return scene.sproc('deploy e --yes');
}

/** Runs a preparation of an attack; throws if it fails, because then the attack could not be tried. */
export async function prepare(run: Promise<SprocRun>): Promise<SprocRun> {
  const done = await run;
  if (done.exit !== 0) throw new Error(`${done.command} ended with ${done.exit}: ${done.said}`);
  return done;
}

export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
