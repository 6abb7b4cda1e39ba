/** The registry folder on a real disk, whose writer is killed at any moment: old or new, never a mixture. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGate, type Gate } from '../../engine/src/base/node-gate';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { nodeRegistryFiles } from '../../engine/src/registry/folder/node-registry-files';
import { appendTo, versionOf } from '../registry/registry-contract';
import { expectOk } from '../support/expect';
import { gateWithoutLinks } from '../support/gate-without-links';
import { watchGate } from '../support/watch-gate';
import { inOldFormat } from '../support/old-registry';

let root = '';
let links: 'links' | 'no-links' = 'links';

const gateOf = (): Gate => (links === 'links' ? openGate : gateWithoutLinks());
const onDisk = (gate = gateOf()) => folderRegistry(nodeRegistryFiles({ project: root, name: '.sproc', gate }));
const program = join(__dirname, 'register-in-a-process.ts');

/** Kills the writer that many milliseconds after it has started to write. */
async function killAfter(delay: number, begun: () => boolean): Promise<void> {
  const words = ['--require', 'tsx/cjs', program, join(root, '.sproc'), 'a', '40', links];
  const child = spawn(process.execPath, words, { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  while (!begun() && child.exitCode === null) await new Promise((wake) => setTimeout(wake, 1));
  await new Promise((wake) => setTimeout(wake, delay));
  child.kill('SIGKILL');
  await ended;
}

for (const kind of ['links', 'no-links'] as const)
  describe(`a registry folder whose writer is killed, on a file system with ${kind === 'links' ? '' : 'no '}hard links`, () => {
    before(() => (links = kind));
    beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'registry-'))));
    afterEach(() => rmSync(root, { recursive: true, force: true }));

    it('has all of an append or none of it, before whatever step of the disk the writer died', async () => {
      const known = versionOf('CREATE PROCEDURE known() SELECT 1', '1.0.0');
      const batch = [1, 2].map((n) => versionOf(`CREATE PROCEDURE p${n}() SELECT 1`, '1.0.0'));
      const living = watchGate(gateOf(), () => undefined);
      const seen = new Set<number>();
      for (let left = 0, died = true; died; left++) {
        rmSync(join(root, '.sproc'), { recursive: true, force: true });
        expectOk(await appendTo(onDisk(living), known));
        let steps = 0;
        const dying = watchGate(gateOf(), () => {
          if (steps++ >= left) throw new Error('killed');
        });
        const answer = await appendTo(onDisk(dying), ...batch).catch(() => null);
        died = steps > left;
        if (!died) assert.equal(answer?.ok, true);
        const records = expectOk(await onDisk(living).list());
        assert.ok(records.every(({ changes, conflict }) => changes.length === 1 && conflict === null));
        seen.add(records.length);
        expectOk(await appendTo(onDisk(living), versionOf('CREATE PROCEDURE mine() SELECT 1', '1.0.0')));
        assert.equal(expectOk(await onDisk(living).list()).length, records.length + 1);
        const names = readdirSync(join(root, '.sproc')).sort();
        assert.deepEqual(names, ['.gitattributes', '.gitignore', 'registry.json', 'routines']);
      }
      assert.deepEqual([...seen].sort(), [1, 3]);
    }).timeout(120_000);

    it('has no conflict after registering and marking, and is written to again', async () => {
      for (const delay of [0, 7, 23, 61]) {
        await killAfter(delay, () => existsSync(join(root, '.sproc/routines')));
        const records = expectOk(await onDisk().list());
        assert.ok(records.every(({ conflict }) => conflict === null));
        const number = `9.${delay}.0`;
        expectOk(await appendTo(onDisk(), versionOf(`CREATE PROCEDURE mine() SELECT ${delay}`, number)));
        const known = expectOk(await onDisk().list());
        assert.ok(known.every(({ versions, changes }) => changes.length >= versions.length));
      }
    }).timeout(120_000);

    it('is in the old format or the new one after migrating, log by log', async () => {
      const many = Array.from({ length: 150 }, (_, i) => versionOf(`CREATE PROCEDURE p${i}() SELECT ${i}`, '1.0.0'));
      expectOk(await appendTo(onDisk(), ...many));
      for (const path of readdirSync(join(root, '.sproc'), { recursive: true, encoding: 'utf8' })) {
        if (!/\.(jsonl?|gitattributes)$/.test(path)) continue;
        const file = join(root, '.sproc', path);
        const old = inOldFormat(path, readFileSync(file, 'utf8'));
        if (old === null) rmSync(file);
        else writeFileSync(file, old);
      }
      const logs = many.map(({ key }) => join(root, `.sproc/routines/shop/procedure/${key.name}/status.jsonl`));
      const migrated = (): number => logs.filter((log) => readFileSync(log, 'utf8').includes('"format":2')).length;
      const seen: number[] = [];
      for (const delay of [0, 5, 20]) {
        const before = migrated();
        await killAfter(delay, () => migrated() > before);
        seen.push(migrated());
        const records = expectOk(await onDisk().list());
        assert.ok(records.every(({ conflict, changes }) => conflict === null && changes.length > 0));
      }
      expectOk(await appendTo(onDisk(), versionOf('CREATE PROCEDURE mine() SELECT 1', '1.0.0')));
      assert.equal(migrated(), many.length);
      assert.ok((seen[0] ?? 0) < many.length, 'the first was killed in the middle');
    }).timeout(120_000);
  });
