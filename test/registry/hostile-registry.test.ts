/** Files of a registry from a stranger: data, rejected by name, and never a command. */
import assert from 'node:assert/strict';
import { checksum } from '../../engine/src/base/checksum';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { keptHeads } from '../../engine/src/registry/folder/kept-heads';
import { renderVersion } from '../../engine/src/registry/records/version-files';
import { expectFailure, expectOk } from '../support/expect';
import { memoryRegistryFiles, type MemoryRegistryFiles } from '../support/memory-registry-files';
import { oldLine } from '../support/old-registry';
import { appendTo, versionOf } from './registry-contract';
import { adviceText } from '../../cli/src/report/print-action';

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
        assert.match(message, /^The registry's file \.sproc\/pending\.json .*\. It was not used\.$/);
        assert.match(adviceText(remedy ?? ''), /^Delete it/);
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
  /** Returns a function that seals changed facts, as a stranger may. */
  const sealed = (change: (facts: Record<string, unknown>) => Record<string, unknown>) => (text: string) => {
    const { seal: _seal, ...facts } = JSON.parse(text) as Record<string, unknown>;
    const changed = change(facts);
    return JSON.stringify({ ...changed, seal: checksum(JSON.stringify(changed)) });
  };
  for (const [what, change, sentence] of [
    ['5,000 levels', () => `${'['.repeat(5_000)}${']'.repeat(5_000)}`, /more than 16 levels of nested values/],
    ['3 MB of brackets', () => '['.repeat(3_000_000), /more than 16 levels of nested values/],
    ['a list', () => '[]', /does not contain an object/],
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

/** Checks that reading and writing fail with the same sentence, and nothing is written. */
async function refuses(files: MemoryRegistryFiles, sentence: string): Promise<void> {
  const before = outline(files);
  const registry = folderRegistry(files);
  const change = { version: '1.0.0', from: 'DEVELOPMENT', to: 'TESTING', by: 'Bob', reason: 'r' } as const;
  for (const answer of [
    await registry.list(),
    await registry.find(greet.key),
    await appendTo(registry, versionOf('CREATE PROCEDURE greet() SELECT 2', '1.1.0')),
    await registry.mark(greet.key, { ...change, at: greet.createdAt }),
    await registry.remove(greet.key, '1.0.0'),
  ])
    assert.equal(expectFailure(answer, 'bad-input').message, sentence);
  assert.equal(outline(files), before);
}

describe('the format of a registry', () => {
  const isNewer = (format: number) =>
    `The registry in .sproc has format ${format}, which only a newer version of Sproc can read.`;
  const isNone = 'The registry\'s file .sproc/registry.json does not contain {"format":2}.';
  const isNoJson = "The registry's file .sproc/registry.json is not JSON.";
  for (const [text, sentence] of [
    ['{"format":3}', isNewer(3)],
    ['{"format":3,"more":[]}', isNewer(3)],
    ['{"format":1e9}', isNewer(1_000_000_000)],
    ['{"format":2', isNoJson],
    ['', isNoJson],
    ['null', isNone],
    ['{}', isNone],
    ['{"format":"2"}', isNone],
    ['{"format":2.5}', isNone],
    ['{"format":1}', isNone],
    ['{"format":2,"more":1}', isNone],
  ] as const)
    it(`is refused where registry.json holds '${text}', also by the heads of ledgers`, async () => {
      const files = await registered();
      files.files.set('registry.json', text);
      files.files.set('pending.json', '{}');
      await refuses(files, sentence);
      assert.equal(expectFailure(await keptHeads(files).read('prod'), 'bad-input').message, sentence);
      assert.equal(expectFailure(await keptHeads(files).keep('prod', []), 'bad-input').message, sentence);
    });
});

describe('a version of which something is lost', () => {
  const path = `${folder}/greet`;
  for (const [what, lost, message] of [
    ['its facts', ['1.0.0.json'], '1.0.0.json is missing.'],
    ['its text', ['1.0.0.sql'], '1.0.0.sql is missing.'],
    ['its text and its facts', ['1.0.0.sql', '1.0.0.json'], '1.0.0.json is missing.'],
    ['its log', ['status.jsonl'], 'status.jsonl is missing.'],
    ['its facts and its log', ['1.0.0.json', 'status.jsonl'], '1.0.0.json is missing.'],
  ] as const)
    it(`is refused by name where that is ${what}`, async () => {
      const files = await registered();
      for (const name of lost) files.files.delete(`${path}/${name}`);
      await refuses(files, `The registry's file .sproc/${path}/${message}`);
    });

  it('is refused where its log is empty, or has only lines about another', async () => {
    const files = await registered();
    const log = files.files.get(`${path}/status.jsonl`) ?? '';
    const sentence = (version: string) =>
      `The registry's file .sproc/${path}/status.jsonl has no line for the registered version ${version}.`;
    files.files.set(`${path}/status.jsonl`, '');
    await refuses(files, sentence('1.0.0'));
    files.files.set(`${path}/status.jsonl`, log);
    expectOk(await appendTo(folderRegistry(files), versionOf('CREATE PROCEDURE greet() SELECT 3', '1.1.0')));
    files.files.set(`${path}/status.jsonl`, log);
    await refuses(files, sentence('1.1.0'));
  });

  it('is refused where it is one of two', async () => {
    const files = await registered();
    expectOk(await appendTo(folderRegistry(files), versionOf('CREATE PROCEDURE greet() SELECT 3', '1.1.0')));
    for (const end of ['sql', 'json']) files.files.delete(`${path}/1.0.0.${end}`);
    await refuses(files, `The registry's file .sproc/${path}/1.0.0.json is missing.`);
  });

  it('is gone where it was RETIRED, also where gc was killed between its two files', async () => {
    const files = await registered();
    const registry = folderRegistry(files);
    expectOk(await appendTo(registry, versionOf('CREATE PROCEDURE greet() SELECT 3', '1.1.0')));
    const change = { version: '1.0.0', from: 'DEVELOPMENT', to: 'RETIRED', by: 'Bob', reason: 'r' } as const;
    expectOk(await registry.mark(greet.key, { ...change, at: greet.createdAt }));
    for (const end of ['json', 'sql']) {
      files.files.delete(`${path}/1.0.0.${end}`);
      const record = expectOk(await registry.find(greet.key));
      assert.deepEqual(
        record?.versions.map(({ version }) => version),
        ['1.1.0'],
      );
    }
  });

  it('is not lost where a writer is at work between two looks', async () => {
    const files = await registered();
    const facts = files.files.get(`${path}/1.0.0.json`) ?? '';
    files.files.delete(`${path}/1.0.0.json`);
    const list = async (below: string) => {
      const paths = await files.list(below);
      files.files.set(`${path}/1.0.0.json`, facts);
      return paths;
    };
    const [record] = expectOk(await folderRegistry({ ...files, list }).list());
    assert.equal(record?.versions.length, 1);
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
