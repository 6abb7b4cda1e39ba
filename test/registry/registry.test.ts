/** The contract of the registry, held by the folder on disk, by the folder in memory, and by the twin of the tests. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { openGate } from '../../engine/src/base/node-gate';
import { nodeRegistryFiles } from '../../engine/src/registry/folder/node-registry-files';
import { expectOk } from '../support/expect';
import { memoryRegistry } from '../support/memory-registry';
import { memoryRegistryFiles } from '../support/memory-registry-files';
import { appendTo, describeRegistry, versionOf } from './registry-contract';

let root = '';

/** A fresh folder for each test of the suite. */
function useFreshFolder(): void {
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'registry-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));
}

const onDisk = (patience = 15_000) =>
  folderRegistry(nodeRegistryFiles({ project: root, name: '.sproc', gate: openGate, patience }));

describeRegistry('in memory', memoryRegistry);
describeRegistry('in a folder in memory', () => folderRegistry(memoryRegistryFiles()));
describe('on a disk', () => {
  useFreshFolder();
  describeRegistry('in a folder on disk', () => onDisk());
});

const greet = 'CREATE PROCEDURE greet(IN who VARCHAR(20))\nSELECT who';

describe('the registry folder', () => {
  useFreshFolder();

  it('reads well in a pull request', async () => {
    await appendTo(onDisk(), versionOf(greet, '1.0.0', { description: 'Greets one person' }));
    const folder = join(root, '.sproc/routines/shop/procedure/greet');
    assert.deepEqual(readdirSync(folder), ['1.0.0.json', '1.0.0.sql', 'status.jsonl']);
    assert.equal(readFileSync(join(folder, '1.0.0.sql'), 'utf8'), `${greet}\n`);
    assert.deepEqual(Object.keys(JSON.parse(readFileSync(join(folder, '1.0.0.json'), 'utf8')) as object).slice(0, 6), [
      'format',
      'schema',
      'kind',
      'name',
      'version',
      'description',
    ]);
    assert.deepEqual(readdirSync(join(root, '.sproc')).sort(), [
      '.gitattributes',
      '.gitignore',
      'registry.json',
      'routines',
    ]);
  });

  for (const [file, change, sentence] of [
    ['1.0.0.sql', (text: string) => text.replace('who\n', 'WHO\n'), 'was changed after it was registered'],
    ['1.0.0.json', (text: string) => text.replace('Ada', 'Eve'), 'was changed after it was registered'],
    ['1.0.0.json', () => '{', 'is not JSON'],
    [
      '1.0.0.json',
      (text: string) => text.replace('"format": 2', '"format": 3'),
      'was written by a newer version of Sproc',
    ],
    ['status.jsonl', (text: string) => `${text}{"version":"1.0.0"}\n`, 'has a line 2 that is not a change of a status'],
  ] as const) {
    it(`says that ${file} ${sentence}`, async () => {
      const version = versionOf(greet, '1.0.0');
      await appendTo(onDisk(), version);
      const path = join(root, '.sproc/routines/shop/procedure/greet', file);
      writeFileSync(path, change(readFileSync(path, 'utf8')));
      const name = `.sproc/routines/shop/procedure/greet/${file}`;
      const expected = {
        ok: false,
        error: {
          kind: 'bad-input',
          message: `The registry's file ${name} ${sentence}.`,
          remedy: `Restore it: \`git checkout -- '${name}'\`, or during a merge \`git checkout --ours -- '${name}'\` (or \`--theirs\`).`,
        },
      };
      assert.deepEqual(await onDisk().list(), expected);
      assert.deepEqual(await onDisk().find(version.key), expected);
    });
  }

  it('minds neither an editor’s line end nor a formatter’s white space', async () => {
    await appendTo(onDisk(), versionOf(greet, '1.0.0'));
    const path = join(root, '.sproc/routines/shop/procedure/greet/1.0.0');
    writeFileSync(`${path}.sql`, greet);
    writeFileSync(`${path}.json`, JSON.stringify(JSON.parse(readFileSync(`${path}.json`, 'utf8'))));
    assert.equal((await onDisk().list()).ok, true);
  });

  it('sees a version that was copied to another’s place', async () => {
    const files = memoryRegistryFiles();
    await appendTo(folderRegistry(files), versionOf(greet, '1.0.0'));
    for (const end of ['sql', 'json']) {
      files.files.set(
        `routines/shop/procedure/other/1.0.0.${end}`,
        files.files.get(`routines/shop/procedure/greet/1.0.0.${end}`)!,
      );
    }
    const records = await folderRegistry(files).list();
    assert.match(
      records.ok ? '' : records.error.message,
      /other\/1\.0\.0\.json belongs to procedure shop\.greet 1\.0\.0\.$/,
    );
  });

  it('keeps how the file around a text was read', async () => {
    const text = 'SET sql_mode = ANSI_QUOTES;\nCREATE PROCEDURE greet() SELECT "a" FROM "t"';
    const version = versionOf(text, '1.0.0');
    await appendTo(onDisk(), version);
    const found = await onDisk().find(version.key);
    const routine = found.ok ? found.value?.versions[0]?.routine : undefined;
    assert.deepEqual(routine?.modes, version.routine.modes);
    assert.deepEqual(routine.dependencies.reads, ['shop.t']);
    assert.deepEqual(routine.checksums, version.routine.checksums);
  });

  it('refuses a text that would not read back the same', async () => {
    const refused = await appendTo(onDisk(), versionOf("CREATE PROCEDURE p() SELECT '\ud800'", '1.0.0'));
    assert.equal(refused.ok ? '' : refused.error.kind, 'bad-input');
    assert.equal(existsSync(join(root, '.sproc')), false);
  });

  it('names a file that is in the place of its folder', async () => {
    writeFileSync(join(root, '.sproc'), 'a file where a folder should be');
    const refused = await appendTo(onDisk(), versionOf(greet, '1.0.0'));
    assert.equal(refused.ok ? '' : refused.error.kind, 'bad-input');
    assert.equal(refused.ok ? '' : refused.error.message, "The registry's .sproc is not a folder.");
  });
});

describe('the registry folder, when its writer dies', () => {
  useFreshFolder();

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
    assert.match(again.ok ? '' : again.error.message, /^procedure shop\.greet has a version 1\.0\.0 already/);
    assert.equal((await appendTo(folderRegistry(files), versionOf(greet, '1.0.1'))).ok, true);
  });
});

describe('the registry folder, when two hold it at once', () => {
  useFreshFolder();

  const change = { version: '1.0.0', at: '2025-09-08T00:00:00.000Z', reason: 'r', from: 'DEVELOPMENT' } as const;

  it('loses no status line of whoever was told that it is kept', async () => {
    const files = memoryRegistryFiles({ isShared: true });
    const many = Array.from({ length: 20 }, (_, i) =>
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

  it('keeps a version whole whose number another has looked for before and writes after, and tells the other', async () => {
    const files = memoryRegistryFiles({ isShared: true });
    const [one, other] = [1, 2].map((n) => versionOf(`CREATE PROCEDURE p() SELECT ${n}`, '1.0.0'));
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    // The last file before the journal: everything has been looked for by then.
    const slow = {
      ...files,
      create: async (path: string, text: string) => {
        if (path === '.gitignore') await gate;
        return files.create(path, text);
      },
    };
    const second = appendTo(folderRegistry(slow), other!);
    assert.equal((await appendTo(folderRegistry(files), one!)).ok, true);
    go();
    const refused = await second;
    assert.match(refused.ok ? '' : refused.error.message, /^procedure shop\.p has a version 1\.0\.0 already/);
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
