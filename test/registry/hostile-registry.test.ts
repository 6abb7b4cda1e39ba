/** Files of a registry as a stranger may write them: data, refused by name, and never an order. */
import assert from 'node:assert/strict';
import { checksum } from '../../engine/src/base/checksum';
import { folderRegistry } from '../../engine/src/registry/folder-registry';
import { renderVersion } from '../../engine/src/registry/version-files';
import { expectFailure, expectOk } from '../support/expect';
import { memoryRegistryFiles, type MemoryRegistryFiles } from '../support/memory-registry-files';
import { oldLine } from '../support/old-registry';
import { appendTo, versionOf } from './registry-contract';

const greet = versionOf('CREATE PROCEDURE greet() SELECT 1', '1.0.0');
const other = versionOf('CREATE PROCEDURE other() SELECT 1', '1.0.0');
const folder = 'routines/shop/procedure';

async function registered(): Promise<MemoryRegistryFiles> {
  const files = memoryRegistryFiles();
  expectOk(await appendTo(folderRegistry(files), greet));
  return files;
}

function outline(files: MemoryRegistryFiles): string {
  return JSON.stringify([...files.files]);
}

const line = JSON.stringify({
  ...{ version: '1.0.0', from: null, to: 'DEVELOPMENT' },
  ...{ by: 'Ada', at: '2025-09-07T12:00:00.000Z', reason: 'registered' },
});
const texts = renderVersion(other);
const oldVersion = {
  ...texts,
  textPath: `${folder}/other/1.0.0.sql`,
  factsPath: `${folder}/other/1.0.0.json`,
};

describe('a pending record', () => {
  for (const [what, text] of [
    ['is cut off', '{'],
    ['is null', 'null'],
    ['is a list', '[]'],
    ['holds nothing', '{}'],
    ['has lines that are null', '{"versions":[],"logs":[{"path":"x","lines":null}]}'],
    ['has no logs', '{"versions":[]}'],
    ['is deep', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
    ['is 3 MB of brackets', '['.repeat(3_000_000)],
    ['has a prototype', '{"__proto__":{"format":2},"versions":[],"logs":[]}'],
    ['is newer', '{"format":3}'],
    ['names a path outside', JSON.stringify({ versions: [{ ...oldVersion, textPath: '../../h/keys' }], logs: [] })],
    ['names facts outside', JSON.stringify({ versions: [{ ...oldVersion, factsPath: '../../h/n' }], logs: [] })],
    ['names a log outside', JSON.stringify({ versions: [], logs: [{ path: '../../h/.bashrc', lines: [line] }] })],
    [
      'holds an order',
      JSON.stringify({ versions: [], logs: [{ path: `${folder}/greet/status.jsonl`, lines: ['rm'] }] }),
    ],
    ['holds an unsealed version', JSON.stringify({ format: 2, versions: [{ text: 'x', facts: '{}' }], logs: [] })],
    [
      'hides two lines in one',
      JSON.stringify({
        ...{ format: 2, versions: [], resolution: null },
        logs: [{ schema: 'shop', kind: 'procedure', name: 'greet', lines: [`${line}\n${line}`] }],
      }),
    ],
  ] as const)
    it(`that ${what} is refused by name, and nothing is written`, async () => {
      const files = await registered();
      files.files.set('pending.json', text);
      const before = outline(files);
      const registry = folderRegistry(files);
      const change = { version: '1.0.0', by: 'Bob', at: greet.createdAt, reason: 'r' } as const;
      for (const answer of [
        await registry.list(),
        await registry.find(greet.key),
        await appendTo(registry, other),
        await registry.mark(greet.key, { ...change, from: 'DEVELOPMENT', to: 'TESTING' }),
        await registry.remove(greet.key, '1.0.0'),
      ]) {
        const { message, remedy } = expectFailure(answer, 'bad-input');
        assert.match(message, /^The registry's file \.sproc\/pending\.json .*; nothing of it was used\.$/);
        assert.match(remedy ?? '', /^Delete it/);
      }
      assert.equal(outline(files), before);
    });

  it('of an earlier Sproc is shown and carried out where every path is the one that it has to be', async () => {
    const files = await registered();
    const [log = ''] = (files.files.get(`${folder}/greet/status.jsonl`) ?? '').split('\n');
    files.files.set(`${folder}/greet/status.jsonl`, `${oldLine(log)}\n`);
    const marked = { ...(JSON.parse(line) as object), from: 'DEVELOPMENT', to: 'TESTING' };
    const logs = [
      { path: `${folder}/other/status.jsonl`, lines: [line] },
      { path: `${folder}/greet/status.jsonl`, lines: [JSON.stringify(marked)] },
    ];
    files.files.set('pending.json', JSON.stringify({ versions: [oldVersion], logs }));
    const before = outline(files);
    const shape = async () =>
      expectOk(await folderRegistry(files).list()).map(({ key, changes, conflict }) => [
        key.name,
        changes.length,
        conflict,
      ]);
    const expected = [
      ['greet', 2, null],
      ['other', 1, null],
    ];
    assert.deepEqual(await shape(), expected);
    assert.equal(outline(files), before, 'reading writes nothing');
    expectOk(await appendTo(folderRegistry(files), versionOf('CREATE PROCEDURE z() SELECT 1', '1.0.0')));
    assert.equal(files.files.has('pending.json'), false);
    assert.deepEqual((await shape()).slice(0, 2), expected);
  });
});

describe('the facts of a version', () => {
  const path = `${folder}/greet/1.0.0.json`;
  /** Sealed as a stranger may seal anything. */
  const sealed = (change: (facts: Record<string, unknown>) => Record<string, unknown>) => (text: string) => {
    const { seal: _seal, ...facts } = JSON.parse(text) as Record<string, unknown>;
    const changed = change(facts);
    return JSON.stringify({ ...changed, seal: checksum(JSON.stringify(changed)) });
  };
  for (const [what, change, sentence] of [
    ['5,000 levels', () => `${'['.repeat(5_000)}${']'.repeat(5_000)}`, /more than 16 levels of nested values/],
    ['3 MB of brackets', () => '['.repeat(3_000_000), /more than 16 levels of nested values/],
    ['a list', () => '[]', /does not hold an object/],
    ['a prototype', sealed((facts) => ({ ...facts, ['__proto__x']: 1 })), /has an unknown key/],
    ['a number that is none', sealed((facts) => ({ ...facts, version: '1e21' })), /has no valid "version"/],
    ['a path', sealed((facts) => ({ ...facts, schema: '../../x' })), /belongs to procedure \.\.\/\.\.\/x\.greet/],
    ['a kind that is none', sealed((facts) => ({ ...facts, kind: 'table' })), /has no valid "kind"/],
    ['a day that is none', sealed((facts) => ({ ...facts, createdAt: 'yesterday' })), /has no valid "createdAt"/],
    ['an author that is none', sealed((facts) => ({ ...facts, author: { toString: 1 } })), /has no valid "author"/],
    ['no way to read it', sealed((facts) => ({ ...facts, reading: null })), /has no valid "reading"/],
    ['modes that are none', sealed((facts) => ({ ...facts, modes: { sqlMode: 'ANSI' } })), /has no valid "modes"/],
    ['a format that is none', sealed((facts) => ({ ...facts, format: 0 })), /has no valid "format"/],
  ] as const)
    it(`with ${what} are refused by name`, async () => {
      const files = await registered();
      files.files.set(path, change(files.files.get(path) ?? ''));
      const { message } = expectFailure(await folderRegistry(files).list(), 'bad-input');
      assert.match(message, sentence);
      assert.match(message, /^The registry's file \.sproc\/routines\/shop\/procedure\/greet\/1\.0\.0\.json /);
    });
});

describe('line ends', () => {
  const path = `${folder}/greet/1.0.0`;
  for (const [what, text] of [
    ['LF', 'CREATE PROCEDURE greet()\nBEGIN\n  SELECT 1;\nEND'],
    ['CRLF', 'CREATE PROCEDURE greet()\r\nBEGIN\r\n  SELECT 1;\r\nEND'],
  ] as const)
    it(`of a checkout do not change a version that was registered with ${what}`, async () => {
      const version = versionOf(text, '1.0.0');
      for (const convert of [
        (file: string) => file.replaceAll('\r\n', '\n'),
        (file: string) => file.replace(/\r?\n/g, '\r\n'),
      ]) {
        const files = memoryRegistryFiles();
        expectOk(await appendTo(folderRegistry(files), version));
        for (const end of ['.sql', '.json']) files.files.set(path + end, convert(files.files.get(path + end) ?? ''));
        const log = `${folder}/greet/status.jsonl`;
        files.files.set(log, convert(files.files.get(log) ?? ''));
        const record = expectOk(await folderRegistry(files).find(version.key));
        assert.deepEqual([record?.conflict, record?.versions[0]?.routine.text], [null, text]);
        assert.equal(record?.versions[0]?.routine.checksums.exact, version.routine.checksums.exact);
        const change = { version: '1.0.0', by: 'Bob', at: greet.createdAt, reason: 'r' } as const;
        expectOk(await folderRegistry(files).mark(version.key, { ...change, from: 'DEVELOPMENT', to: 'TESTING' }));
        assert.equal(expectOk(await folderRegistry(files).find(version.key))?.changes.length, 2);
      }
    });
});
