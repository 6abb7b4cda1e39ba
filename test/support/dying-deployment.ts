/** Deployments whose process is killed at a fault point, and the state afterwards. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import type { LiveServer } from './live-servers';
import { takeSnapshot, type Snapshot } from './live-snapshot';

export interface DyingDeployment {
  readonly schema: string;
  readonly files: Readonly<Record<string, string>>;
  /** Root by default. */
  readonly account?: { readonly user: string; readonly password: string };
}

/** Deploys the files to the schema in a separate process, which must die there. */
export function deployAndDie(
  server: LiveServer,
  { schema, files, account }: DyingDeployment,
  [boundary, step]: readonly [FaultPoint, number],
): Promise<void> {
  const script = join(__dirname, '..', 'live', 'deploy-in-a-process.ts');
  const words = [JSON.stringify(server.address), schema, JSON.stringify(files), boundary, String(step)];
  if (account !== undefined) words.push(account.user, account.password);
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', script, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  return new Promise((resolve, reject) => {
    child.on('exit', (_code, signal) => {
      if (signal === 'SIGKILL') resolve();
      else reject(new Error(`It did not die, but said ${said}`));
    });
  });
}

/**
 * Returns the missing routines before any recovery. The server itself executes queued statements: a list that is read
 * between its DROP and its CREATE lacks the routine for that moment, for which a CALL waits.
 */
export async function findMissing(server: LiveServer, schema: string, before: Snapshot): Promise<readonly string[]> {
  for (const limit = Date.now() + 5_000; ;) {
    const now = await takeSnapshot(server, schema).catch((error: unknown) => {
      // One of the list was dropped before its text was asked for.
      if (String(error).includes('does not exist') && Date.now() < limit) return {};
      throw error;
    });
    const missing = Object.keys(before).filter((key) => !(key in now));
    if (missing.length === 0 || Date.now() > limit) return missing;
    await pause(50);
  }
}
