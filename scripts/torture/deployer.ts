/** Deploys in a separate process that may be killed: waits for its job, and dies at a fault point on request. */
import { writeSync } from 'node:fs';
import type { FaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { openFolder } from './tortured-project';

export interface DeployerJob {
  readonly folder: string;
  /** The fault point that kills it, by its number from 0 or by its name; null for none. */
  readonly dieAt: number | FaultPoint | null;
}

process.once('disconnect', () => process.exit(1));

process.once('message', (job: DeployerJob) => {
  void deploy(job).then((answer) => {
    writeSync(1, `answer ${JSON.stringify(answer)}\n`);
    process.exit(0);
  });
});

async function deploy({ folder, dieAt }: DeployerJob): Promise<unknown> {
  let crossed = 0;
  const project = await openFolder(folder, async (boundary, step) => {
    if (crossed++ !== dieAt && boundary !== dieAt) return;
    writeSync(1, `died ${boundary} ${step}\n`);
    process.kill(process.pid, 'SIGKILL');
    // The signal is on its way: nothing more may happen until it is here.
    await new Promise(() => undefined);
  });
  return project.deploy({ environment: 'test', prune: true });
}
