/** The registry folder, whose writer sleeps at any moment and wakes up after another has taken over: nothing is lost. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openGate } from '../../engine/src/base/node-gate';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { nodeRegistryFiles } from '../../engine/src/registry/folder/node-registry-files';
import type { Registry } from '../../engine/src/registry/records/registry';
import { appendTo, versionOf } from '../registry/registry-contract';
import { expectOk } from '../support/expect';

type Line = { readonly folder: string; readonly step: string } | { readonly folder: string; readonly answer: string };

let root = '';
const registryIn = (project: string): Registry =>
  folderRegistry(nodeRegistryFiles({ project, name: '.sproc', gate: openGate }));

/** Writes as another process while the first is paused; returns the result. */
async function overtake(project: string): Promise<string> {
  const lock = join(project, '.sproc/lock');
  const longAgo = new Date(Date.now() - 60_000);
  try {
    utimesSync(lock, longAgo, longAgo);
  } catch {
    // Not taken yet.
  }
  const taken = await appendTo(registryIn(project), versionOf('CREATE PROCEDURE p() SELECT 3', '1.1.0'));
  expectOk(await appendTo(registryIn(project), versionOf('CREATE PROCEDURE q() SELECT 1', '1.0.0')));
  return taken.ok ? 'done' : taken.error.message;
}

async function checkFolder(project: string, sleeper: string, other: string): Promise<void> {
  const records = expectOk(await registryIn(project).list());
  assert.deepEqual(
    records.map(({ key, versions, changes, conflict }) => [key.name, versions.length, changes.length, conflict]),
    [
      ['p', 2, 2, null],
      ['q', 1, 1, null],
    ],
  );
  const text = records[0]?.versions[1]?.routine.text;
  const winner = text === 'CREATE PROCEDURE p() SELECT 2' ? 'sleeper' : 'other';
  assert.deepEqual([sleeper === 'done', other === 'done'], [winner === 'sleeper', winner === 'other']);
  const refused = winner === 'sleeper' ? other : sleeper;
  assert.match(refused, /^(procedure shop\.p already has a version 1\.1\.0|The registry in \.sproc was taken over by)/);
  assert.deepEqual(readdirSync(join(project, '.sproc')).sort(), [
    '.gitattributes',
    '.gitignore',
    'registry.json',
    'routines',
  ]);
}

describe('a registry folder whose writer sleeps', () => {
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'registry-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  for (const links of ['links', 'no-links'] as const)
    it(`loses nothing, before whatever step that is, ${links === 'links' ? 'with' : 'without'} hard links`, async function () {
      if (process.platform === 'win32') this.skip();
      const most = 60;
      for (let i = 0; i < most; i++) {
        mkdirSync(join(root, String(i)));
        expectOk(
          await appendTo(registryIn(join(root, String(i))), versionOf('CREATE PROCEDURE p() SELECT 1', '1.0.0')),
        );
      }
      const program = join(__dirname, 'pause-in-a-process.ts');
      const child = spawn(process.execPath, ['--require', 'tsx/cjs', program, root, links], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const steps: string[] = [];
      let other = '';
      try {
        for await (const line of createInterface({ input: child.stdout })) {
          const told = JSON.parse(line) as Line;
          if ('step' in told) {
            steps.push(told.step);
            other = await overtake(told.folder);
            child.kill('SIGCONT');
          } else if (other !== '') {
            await checkFolder(told.folder, told.answer, other);
            other = '';
          } else assert.equal(told.answer, 'done');
        }
      } finally {
        child.kill('SIGKILL');
      }
      assert.ok(steps.length < most);
      for (const step of ['lock', 'mkdir', 'open', 'write', 'rename', 'rm']) assert.ok(steps.includes(step), step);
    }).timeout(120_000);
});
