/** The registry folder on a real disk, written to by several real processes at once. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { openGate } from '../../engine/src/base/node-gate';
import { nodeRegistryFiles } from '../../engine/src/registry/folder/node-registry-files';
import type { Registry } from '../../engine/src/registry/records/registry';
import { appendTo, versionOf } from '../registry/registry-contract';

let root = '';

const onDisk = (patience = 15_000): Registry =>
  folderRegistry(nodeRegistryFiles({ project: root, name: '.sproc', gate: openGate, waitMs: patience }));

const greet = 'CREATE PROCEDURE greet(IN who VARCHAR(20))\nSELECT who';

describe('the registry folder, shared by processes', () => {
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'registry-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const run = promisify(execFile);
  const program = join(__dirname, 'register-in-a-process.ts');
  const child = (name: string, count: number) =>
    run(process.execPath, ['--require', 'tsx/cjs', program, join(root, '.sproc'), name, String(count)], {
      encoding: 'utf8',
    });

  it('loses nothing when four register and mark at once', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => child(name, 8)));
    const won = answers.map(
      ({ stdout }) =>
        JSON.parse(stdout) as { readonly own: number; readonly shared: number; readonly refused: readonly string[] },
    );
    assert.deepEqual(
      won.flatMap(({ refused }) => refused),
      [],
    );
    assert.deepEqual(
      won.map(({ own }) => own),
      [8, 8, 8, 8],
    );
    assert.equal(
      won.reduce((sum, { shared }) => sum + shared, 0),
      8,
    );
    const records = await onDisk().list();
    assert.ok(records.ok);
    assert.deepEqual(
      records.value.map(({ key, versions, changes }) => [key.name, versions.length, changes.length]),
      [
        ['of_a', 8, 16],
        ['of_b', 8, 16],
        ['of_c', 8, 16],
        ['of_d', 8, 16],
        ['shared', 8, 8],
      ],
    );
  }).timeout(60_000);

  it('says who is in the way while another holds it, and goes on when that one is dead', async () => {
    const lock = join(root, '.sproc/lock');
    mkdirSync(lock, { recursive: true });
    const refused = await appendTo(onDisk(100), versionOf(greet, '1.0.0'));
    assert.deepEqual(refused.ok ? '' : [refused.error.kind, refused.error.message], [
      'held',
      'Another process is writing to the registry in .sproc.',
    ]);
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(lock, longAgo, longAgo);
    assert.equal((await appendTo(onDisk(100), versionOf(greet, '1.0.0'))).ok, true);
  });
});
