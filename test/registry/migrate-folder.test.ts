/** A registry of format 1: read as before, and migrated to format 2 by the first writer, once and with a sentence. */
import assert from 'node:assert/strict';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { expectFailure, expectOk } from '../support/expect';
import { memoryRegistryFiles, type MemoryRegistryFiles } from '../support/memory-registry-files';
import { inOldFormat, oldAttributes } from '../support/old-registry';
import { appendTo, versionOf } from './registry-contract';

const versions = ['a', 'b', 'c'].map((name) => versionOf(`CREATE PROCEDURE ${name}() SELECT 1`, '1.0.0'));
const fresh = versionOf('CREATE PROCEDURE d() SELECT 1', '1.0.0');
const change = { version: '1.0.0', by: 'Bob', at: '2025-09-08T00:00:00.000Z', reason: 'r' } as const;

async function oldRegistry(): Promise<MemoryRegistryFiles> {
  const files = memoryRegistryFiles();
  const registry = folderRegistry(files);
  expectOk(await appendTo(registry, ...versions));
  for (const { key } of versions) expectOk(await registry.mark(key, { ...change, from: 'DEVELOPMENT', to: 'TESTING' }));
  for (const [path, text] of files.files) {
    const old = inOldFormat(path, text);
    if (old === null) files.files.delete(path);
    else files.files.set(path, old);
  }
  return files;
}

function oldLogs(files: MemoryRegistryFiles): readonly string[] {
  return [...files.files].flatMap(([path, text]) =>
    path.endsWith('/status.jsonl') && !text.includes('"format":2') ? [path] : [],
  );
}

describe('a registry of format 1', () => {
  it('reads as before, and reading leaves it as it is', async () => {
    const files = await oldRegistry();
    const before = JSON.stringify([...files.files]);
    const records = expectOk(await folderRegistry(files).list());
    assert.deepEqual(
      records.map(({ key, changes, conflict }) => [key.name, changes.map(({ to }) => to), conflict]),
      ['a', 'b', 'c'].map((name) => [name, ['DEVELOPMENT', 'TESTING'], null]),
    );
    assert.equal(JSON.stringify([...files.files]), before);
    assert.equal(oldLogs(files).length, 3);
  });

  it('is migrated by the first who writes, who says so once', async () => {
    const files = await oldRegistry();
    const told: string[] = [];
    const registry = folderRegistry(files, (sentence) => told.push(sentence));
    const before = expectOk(await registry.list());
    expectOk(await appendTo(registry, fresh));
    expectOk(await registry.mark(fresh.key, { ...change, from: 'DEVELOPMENT', to: 'TESTING' }));
    assert.deepEqual(told, ['The registry in .sproc was migrated to format 2.']);
    assert.deepEqual(oldLogs(files), []);
    assert.deepEqual(
      expectOk(await registry.list())
        .slice(0, 3)
        .map(({ changes }) => changes),
      before.map(({ changes }) => changes),
    );
    assert.doesNotMatch(files.files.get('.gitattributes') ?? '', /status.*union/);
  });

  it('is whole whichever write was the last when its writer dies', async () => {
    for (let writes = 0; ; writes++) {
      const files = await oldRegistry();
      files.dieAfter(writes);
      const died = await appendTo(folderRegistry(files), fresh).then(
        () => false,
        () => true,
      );
      files.dieAfter(Infinity);
      const records = expectOk(await folderRegistry(files).list());
      assert.ok(records.every(({ conflict }) => conflict === null));
      assert.ok(records.slice(0, 3).every(({ changes }) => changes.length === 2));
      expectOk(await appendTo(folderRegistry(files), versionOf('CREATE PROCEDURE e() SELECT 1', '1.0.0')));
      assert.deepEqual(oldLogs(files), []);
      if (!died) break;
    }
  });

  it('keeps a log in conflict as it is until somebody resolves it', async () => {
    const files = await oldRegistry();
    const path = 'routines/shop/procedure/a/status.jsonl';
    const forged = { version: '1.0.0', from: 'PRODUCTION', to: 'DEPRECATED', by: 'Eve', at: change.at, reason: 'r' };
    const log = `${files.files.get(path) ?? ''}${JSON.stringify(forged)}\n`;
    files.files.set(path, log);
    expectOk(await appendTo(folderRegistry(files), fresh));
    assert.equal(files.files.get(path), log);
    const [version] = versions;
    assert.ok(version);
    const resolution = { keep: 'ours', statuses: 'carry', by: 'Ada', at: change.at, reason: 'forged' } as const;
    expectOk(await folderRegistry(files).resolve(version.key, resolution));
    assert.equal(expectOk(await folderRegistry(files).find(version.key))?.conflict, null);
    expectOk(await folderRegistry(files).mark(version.key, { ...change, from: 'TESTING', to: 'PRODUCTION' }));
  });

  it('leaves .gitattributes that a person has changed, and names the line to remove', async () => {
    const files = await oldRegistry();
    const own = `${oldAttributes}*.md text\n`;
    files.files.set('.gitattributes', own);
    const told: string[] = [];
    expectOk(
      await appendTo(
        folderRegistry(files, (sentence) => told.push(sentence)),
        fresh,
      ),
    );
    assert.equal(files.files.get('.gitattributes'), own);
    assert.match(
      told.join('\n'),
      /`status\.jsonl -text merge=union` of \.sproc\/\.gitattributes .* Remove `merge=union`/,
    );
  });

  it('is left alone where a newer Sproc has written it', async () => {
    const files = await oldRegistry();
    for (const text of ['{"format":3}', '{', '[]']) {
      files.files.set('registry.json', text);
      expectFailure(await appendTo(folderRegistry(files), fresh), 'bad-input');
      assert.equal(oldLogs(files).length, 3);
    }
  });
});
