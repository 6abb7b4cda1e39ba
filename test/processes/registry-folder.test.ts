/** The contract of the registry, held by the folder on a real disk, and what people see of that folder. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { openGate, type Gate } from '../../engine/src/base/node-gate';
import { nodeRegistryFiles } from '../../engine/src/registry/folder/node-registry-files';
import { succeed } from '../../engine/src/base/result';
import type { RegistryFiles } from '../../engine/src/registry/folder/registry-files';
import { expectOk } from '../support/expect';
import { gateWithoutLinks } from '../support/gate-without-links';
import { memoryRegistryFiles } from '../support/memory-registry-files';
import { appendTo, describeRegistry, versionOf } from '../registry/registry-contract';
import { withCommands } from '../../cli/src/report/answer-json';

let root = '';

/** Creates a fresh folder for each test of the suite. */
function useFreshFolder(): void {
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'registry-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));
}

const filesOf = (gate: Gate, waitMs = 15_000) => nodeRegistryFiles({ project: root, name: '.sproc', gate, waitMs });
const onDisk = (patience?: number) => folderRegistry(filesOf(openGate, patience));

const create = async (files: RegistryFiles, path: string, text: string) =>
  expectOk(await files.hold(async (writer) => succeed(await writer.create(path, text))));

describe('on a disk', () => {
  useFreshFolder();
  describeRegistry('in a folder on disk', () => onDisk());
});

describe('on a disk without hard links', () => {
  useFreshFolder();
  describeRegistry('in a folder on disk', () => folderRegistry(filesOf(gateWithoutLinks())));
});

for (const [what, makeFiles] of [
  ['with hard links', () => filesOf(openGate)],
  ['without hard links', () => filesOf(gateWithoutLinks())],
] as const)
  describe(`a file that is created ${what}`, () => {
    useFreshFolder();

    it('takes the place of no other, and leaves nothing beside it', async () => {
      const files = makeFiles();
      assert.equal(await create(files, 'a/b.json', 'first'), 'created');
      assert.equal(await create(files, 'a/b.json', 'second'), 'exists');
      assert.equal(await files.read('a/b.json'), 'first');
      assert.deepEqual(readdirSync(join(root, '.sproc/a')), ['b.json']);
    });

    it('is never seen in part', async () => {
      const text = 'x'.repeat(48 * 1024 * 1024);
      const path = join(root, '.sproc/big.json');
      const creating = create(makeFiles(), 'big.json', text);
      const ended = creating.then(() => 'ended' as const);
      const sizes = new Set<number>();
      do sizes.add(statSync(path, { throwIfNoEntry: false })?.size ?? -1);
      while ((await Promise.race([ended, new Promise((wake) => setImmediate(wake))])) !== 'ended');
      assert.equal(await creating, 'created');
      sizes.delete(-1);
      assert.deepEqual(
        [...sizes].filter((size) => size !== text.length),
        [],
      );
    });
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
    [
      'status.jsonl',
      (text: string) => `${text}{"version":"1.0.0"}\n`,
      'has an entry in line 2 that is not a status change',
    ],
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
          remedy: `Restore it: \`git checkout -- ${name}\`, or during a merge \`git checkout --ours -- ${name}\` or \`git checkout --theirs -- ${name}\`.`,
        },
      };
      assert.deepEqual(withCommands(await onDisk().list()), expected);
      assert.deepEqual(withCommands(await onDisk().find(version.key)), expected);
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
