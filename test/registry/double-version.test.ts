/** One number registered on two branches: both versions are found in git's conflict markers, and neither is lost. */
import assert from 'node:assert/strict';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import type { Resolution, Version } from '../../engine/src/registry/records/registry';
import { statusOf } from '../../engine/src/registry/records/statuses';
import { expectFailure, expectOk } from '../support/expect';
import { memoryRegistryFiles, type MemoryRegistryFiles } from '../support/memory-registry-files';
import { appendTo, versionOf } from './registry-contract';

const folder = 'routines/shop/procedure/greet';
const first = versionOf('CREATE PROCEDURE greet() SELECT 1', '1.0.0');
const ours = versionOf('CREATE PROCEDURE greet()\nSELECT 2', '1.0.1', { author: 'Ada' });
const theirs = versionOf('CREATE PROCEDURE greet()\nSELECT 3', '1.0.1', { author: 'Bob' });

/** Merges two files; equal lines of both sides remain outside the markers, as git leaves them where both add a file. */
function mergeTexts(left: string, right: string, base: readonly string[]): string {
  const [one, other] = [left.split('\n'), right.split('\n')];
  const lines = one.flatMap((line, i) =>
    line === other[i] ? [line] : ['<<<<<<< HEAD', line, ...base, '=======', other[i] ?? '', '>>>>>>> theirs'],
  );
  return lines.join('\n');
}

async function branch(version: Version): Promise<MemoryRegistryFiles> {
  const files = memoryRegistryFiles();
  expectOk(await appendTo(folderRegistry(files), first));
  expectOk(await appendTo(folderRegistry(files), version));
  const change = { version: '1.0.1', from: 'DEVELOPMENT', to: 'TESTING', at: version.createdAt, reason: 'r' } as const;
  expectOk(await folderRegistry(files).mark(version.key, { ...change, by: version.author }));
  return files;
}

async function merged(base: readonly string[] = [], other = theirs): Promise<MemoryRegistryFiles> {
  const [left, right] = [await branch(ours), await branch(other)];
  for (const [path, text] of left.files) {
    const there = right.files.get(path) ?? '';
    if (text === there) continue;
    const [known = '', ...own] = text.trimEnd().split('\n');
    const [, ...its] = there.trimEnd().split('\n');
    left.files.set(
      path,
      path.endsWith('.jsonl')
        ? [known, '<<<<<<< HEAD', ...own, ...base, '=======', ...its, '>>>>>>> theirs', ''].join('\n')
        : mergeTexts(text, there, base),
    );
  }
  return left;
}

function resolution(keep: Resolution['keep'], statuses: Resolution['statuses']): Resolution {
  return { keep, statuses, by: 'Cleo', at: '2025-09-09T00:00:00.000Z', reason: 'both are needed' };
}

describe('a number that two branches have registered', () => {
  it('is a conflict that shows both versions, not a damaged file', async () => {
    const [record] = expectOk(await folderRegistry(await merged()).list());
    assert.deepEqual(
      record?.versions.map(({ version }) => version),
      ['1.0.0'],
    );
    const told = record.conflict?.lines.map(({ text }) => text).join('\n') ?? '';
    assert.match(told, /1\.0\.1 \(ours\) registered by Ada/);
    assert.match(told, /1\.0\.1 \(theirs\) registered by Bob/);
  });

  for (const [style, base] of [
    ['the default markers', []],
    ['the markers of diff3', ['||||||| 0123abc', 'what was there', '<<<<<<<<< deeper', '>>>>>>>>> deeper']],
  ] as const)
    for (const keep of ['ours', 'theirs'] as const)
      for (const statuses of ['carry', 'drop'] as const)
        it(`keeps ${keep} and gives the other the next number, with ${style} and --statuses ${statuses}`, async () => {
          const files = await merged(base);
          const registry = folderRegistry(files);
          const resolved = expectOk(await registry.resolve(ours.key, resolution(keep, statuses)));
          assert.deepEqual(
            resolved.registered.map(({ was, version: { version, author } }) => [was, version, author]),
            [['1.0.1', '1.0.2', keep === 'ours' ? 'Bob' : 'Ada']],
          );
          const [record] = expectOk(await registry.list());
          assert.ok(record);
          assert.equal(record.conflict, null);
          const [own, other] = keep === 'ours' ? [ours, theirs] : [theirs, ours];
          assert.deepEqual(
            record.versions.map(({ version, routine }) => [version, routine.text]),
            [
              ['1.0.0', first.routine.text],
              ['1.0.1', own.routine.text],
              ['1.0.2', other.routine.text],
            ],
          );
          assert.equal(statusOf(record, '1.0.1'), 'TESTING');
          assert.equal(statusOf(record, '1.0.2'), statuses === 'carry' ? 'TESTING' : 'DEVELOPMENT');
          expectOk(await appendTo(registry, versionOf('CREATE PROCEDURE greet() SELECT 4', '1.0.3')));
        });

  it('has nothing to renumber where both have the same text', async () => {
    const files = await merged([], versionOf(ours.routine.text, '1.0.1', { author: 'Bob' }));
    const registry = folderRegistry(files);
    const resolved = expectOk(await registry.resolve(ours.key, resolution('theirs', 'carry')));
    assert.deepEqual(resolved.registered, []);
    const [record] = expectOk(await registry.list());
    assert.deepEqual(
      record?.versions.map(({ version, author }) => [version, author]),
      [
        ['1.0.0', first.author],
        ['1.0.1', 'Bob'],
      ],
    );
  });

  it('keeps both texts whichever write was the last when its writer dies', async () => {
    for (let writes = 0; ; writes++) {
      const files = await merged();
      files.dieAfter(writes);
      const died = await folderRegistry(files)
        .resolve(ours.key, resolution('theirs', 'carry'))
        .then(
          () => false,
          () => true,
        );
      files.dieAfter(Infinity);
      const registry = folderRegistry(files);
      const [record] = expectOk(await registry.list());
      if (record?.conflict != null) expectOk(await registry.resolve(ours.key, resolution('theirs', 'carry')));
      expectOk(await appendTo(registry, versionOf('CREATE PROCEDURE other() SELECT 4', '1.0.0')));
      const texts = expectOk(await registry.find(ours.key))?.versions.map(({ routine }) => routine.text);
      assert.deepEqual(
        texts,
        [first, theirs, ours].map(({ routine }) => routine.text),
        `after ${writes} writes`,
      );
      if (!died) break;
    }
  });

  it('is damage where the markers were half removed', async () => {
    const files = await merged();
    const facts = files.files.get(`${folder}/1.0.1.json`) ?? '';
    files.files.set(`${folder}/1.0.1.json`, facts.replace(/^=======$/m, ''));
    expectFailure(await folderRegistry(files).list(), 'bad-input');
  });
});
