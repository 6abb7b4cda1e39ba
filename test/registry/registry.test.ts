/** The contract of the registry, held by the folder in memory and by the twin of the tests. */
import assert from 'node:assert/strict';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import type { RegistryFiles } from '../../engine/src/registry/folder/registry-files';
import { makeFindSmoke } from '../../engine/src/lifecycle/planning/find-smoke';
import { commentsBefore } from '../../engine/src/routine/comments/comments-before';
import { defaultParserOptions } from '../../engine/src/syntax/dialect';
import { parseScript } from '../../engine/src/syntax/parse-script';
import { expectFailure, expectOk } from '../support/expect';
import { memoryRegistry } from '../support/memory-registry';
import { memoryRegistryFiles } from '../support/memory-registry-files';
import { appendTo, describeRegistry, versionOf } from './registry-contract';

describeRegistry('in memory', memoryRegistry);
describeRegistry('in a folder in memory', () => folderRegistry(memoryRegistryFiles()));
const greet = 'CREATE PROCEDURE greet(IN who VARCHAR(20))\nSELECT who';

describe('the comments in front of a CREATE', () => {
  const licence = '/* Copyright Acme */\n-- Greets somebody.\n-- sproc:smoke CALL greet(1)\n';
  const text = `${licence}USE shop;\nDELIMITER $$\n# once more\n${greet}$$\n`;

  it('come back with the version, and are no part of its text', async () => {
    const files = memoryRegistryFiles();
    expectOk(await appendTo(folderRegistry(files), versionOf(text, '1.0.0')));
    const [record] = expectOk(await folderRegistry(files).list());
    const { routine } = record!.versions[0]!;
    assert.equal(routine.text, greet);
    assert.equal(commentsBefore(routine.origin.script, routine.origin.definition), `${licence}# once more\n`);
    assert.deepEqual(makeFindSmoke()(routine), ['CALL greet(1)']);
  });

  it('are those since the definition before, without what servers execute', () => {
    const script = parseScript(
      `-- first\nCREATE PROCEDURE a() SELECT '-- no';\n/*!50003 SET @a = '# no' */; -- second\n${greet};`,
      defaultParserOptions,
    );
    assert.equal(commentsBefore(script, script.definitions[1]!), '-- second\n');
  });
});

describe('the registry folder, when its writer dies', () => {
  const batch = [versionOf(greet, '1.0.0'), versionOf('CREATE PROCEDURE other() SELECT 1', '1.0.0')];

  it('has all of the append or none of it, whichever write was the last', async () => {
    const seen = new Set<number>();
    for (let writes = 0; ; writes++) {
      const files = memoryRegistryFiles();
      files.dieAfter(writes);
      const died = await appendTo(folderRegistry(files), ...batch).then(
        () => false,
        () => true,
      );
      files.dieAfter(Infinity);
      const records = await folderRegistry(files).list();
      assert.ok(records.ok);
      assert.ok(records.value.every(({ changes }) => changes.length === 1));
      const before = JSON.stringify([...files.files]);
      assert.ok((await folderRegistry(files).list()).ok);
      assert.equal(JSON.stringify([...files.files]), before, 'reading writes nothing');
      expectOk(await appendTo(folderRegistry(files), versionOf('CREATE PROCEDURE third() SELECT 1', '1.0.0')));
      assert.ok(!files.files.has('pending.json'));
      assert.equal(expectOk(await folderRegistry(files).list()).length, records.value.length + 1);
      seen.add(records.value.length);
      if (!died) break;
    }
    assert.deepEqual([...seen].sort(), [0, 2]);
  });

  it('leaves a removal done or not done', async () => {
    for (const writes of [0, 1, 2]) {
      const files = memoryRegistryFiles();
      const [version, next] = [versionOf(greet, '1.0.0'), versionOf(`${greet}, 2`, '1.1.0')];
      const [from, to] = ['DEVELOPMENT', 'RETIRED'] as const;
      await appendTo(folderRegistry(files), version, next);
      const change = { version: '1.0.0', from, to, by: 'Ada', at: '2025-09-08T00:00:00.000Z', reason: 'old' };
      await folderRegistry(files).mark(version.key, change);
      files.dieAfter(writes);
      await folderRegistry(files)
        .remove(version.key, '1.0.0')
        .catch(() => undefined);
      files.dieAfter(Infinity);
      const record = await folderRegistry(files).find(version.key);
      assert.ok(record.ok);
      assert.equal(record.value?.versions.length, writes === 0 ? 2 : 1);
    }
  });

  it('can be written to again at once', async () => {
    const files = memoryRegistryFiles();
    files.dieAfter(6);
    await assert.rejects(appendTo(folderRegistry(files), ...batch));
    files.dieAfter(Infinity);
    const again = await appendTo(folderRegistry(files), ...batch);
    assert.match(again.ok ? '' : again.error.message, /^procedure shop\.greet already has a version 1\.0\.0/);
    assert.equal((await appendTo(folderRegistry(files), versionOf(greet, '1.0.1'))).ok, true);
  });
});

describe('the registry folder, when two hold it at once', () => {
  const change = { version: '1.0.0', at: '2025-09-08T00:00:00.000Z', reason: 'r', from: 'DEVELOPMENT' } as const;

  it('loses no status line of whoever was told that it is kept', async () => {
    const files = memoryRegistryFiles({ isShared: true });
    const many = Array.from({ length: 10 }, (_, i) =>
      versionOf(`CREATE PROCEDURE p${i % 4}() SELECT ${i}`, `1.0.${i}`),
    );
    const told: string[] = [];
    await Promise.all(
      many.map(async (version, i) => {
        const registry = folderRegistry(files);
        for (let tries = 0; tries < 60; tries++) {
          if ((await appendTo(registry, version)).ok) break;
          for (let turns = 0; turns <= i; turns++) await Promise.resolve();
        }
        const own = { ...change, version: version.version, by: `user ${i}`, to: 'TESTING' } as const;
        if ((await registry.mark(version.key, own)).ok) told.push(own.by);
      }),
    );
    const records = await folderRegistry(files).list();
    assert.ok(records.ok);
    const kept = new Set(records.value.flatMap(({ changes }) => changes.map(({ by }) => by)));
    assert.ok(told.length > 0);
    assert.deepEqual(
      told.filter((by) => !kept.has(by)),
      [],
    );
    assert.ok(records.value.every(({ versions }) => versions.every((version) => version.routine.text !== '')));
  });

  it('keeps a version whole whose number another has looked for before and would write after, and refuses the other', async () => {
    const files = memoryRegistryFiles({ isShared: true });
    const [one, other] = [1, 2].map((n) => versionOf(`CREATE PROCEDURE p() SELECT ${n}`, '1.0.0'));
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const slow: RegistryFiles = {
      ...files,
      hold: (action) =>
        files.hold((writer) =>
          action({
            ...writer,
            create: async (path, text) => {
              // Everything has been looked for by then.
              if (path === 'pending.json') await gate;
              return writer.create(path, text);
            },
          }),
        ),
    };
    const second = appendTo(folderRegistry(slow), other!);
    assert.equal((await appendTo(folderRegistry(files), one!)).ok, true);
    go();
    assert.equal(
      expectFailure(await second, 'held').message,
      'The registry in .sproc was taken over by another process. Nothing was written.',
    );
    const again = expectFailure(await appendTo(folderRegistry(files), other!), 'could-not');
    assert.match(again.message, /^procedure shop\.p already has a version 1\.0\.0/);
    const records = await folderRegistry(files).list();
    assert.ok(records.ok, JSON.stringify(records));
    assert.equal(records.value[0]?.versions[0]?.routine.text, 'CREATE PROCEDURE p() SELECT 1');
  });

  it('mends a status line that was cut off, and counts one that stands twice once', async () => {
    const files = memoryRegistryFiles();
    const version = versionOf(greet, '1.0.0');
    await appendTo(folderRegistry(files), version);
    const path = 'routines/shop/procedure/greet/status.jsonl';
    const log = files.files.get(path)!;
    files.files.set(path, `${log}${log}{"version":"1.0.0","from":"DEV`);
    const marked = await folderRegistry(files).mark(version.key, { ...change, by: 'Bob', to: 'TESTING' });
    assert.equal(marked.ok ? '' : marked.error.kind, 'bad-input');
    files.files.set('pending.json', JSON.stringify({ versions: [], logs: [{ path, lines: [] }] }));
    assert.equal((await folderRegistry(files).mark(version.key, { ...change, by: 'Bob', to: 'TESTING' })).ok, true);
    const found = await folderRegistry(files).find(version.key);
    assert.equal(found.ok && found.value?.changes.length, 2);
  });
});
