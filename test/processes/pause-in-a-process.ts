/**
 * Run by registry-pause.test.ts: registers a version in a folder `0`, `1`, … below a root, and stops itself before that step
 * of the disk; once it goes on it says how that ended. Ends with the first folder in which there were no more steps.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { openGate } from '../../engine/src/base/node-gate';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { nodeRegistryFiles } from '../../engine/src/registry/folder/node-registry-files';
import { appendTo, versionOf } from '../registry/registry-contract';
import { gateWithoutLinks } from '../support/gate-without-links';
import { watchGate } from '../support/watch-gate';

const [root = '', links = ''] = process.argv.slice(2);

async function registerIn(folder: string, stopAt: number): Promise<boolean> {
  let steps = 0;
  let hasStopped = false;
  const gate = watchGate(links === 'links' ? openGate : gateWithoutLinks(), (step) => {
    if (steps++ !== stopAt) return;
    hasStopped = true;
    writeSync(1, `${JSON.stringify({ folder, step })}\n`);
    process.kill(process.pid, 'SIGSTOP');
  });
  const registry = folderRegistry(nodeRegistryFiles({ project: folder, name: '.sproc', gate }));
  const answer = await appendTo(registry, versionOf('CREATE PROCEDURE p() SELECT 2', '1.1.0'));
  writeSync(1, `${JSON.stringify({ folder, answer: answer.ok ? 'done' : answer.error.message })}\n`);
  return hasStopped;
}

async function run(): Promise<void> {
  for (let i = 0; await registerIn(join(root, String(i)), i); i++);
}

void run();
