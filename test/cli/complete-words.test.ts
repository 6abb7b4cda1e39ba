/** The possible words at the end of a command line. */
import assert from 'node:assert/strict';
import type { VersionsAnswer } from '#engine';
import { run } from '../../cli/src/run';
import { succeed } from '../../engine/src/base/result';
import { memoryHost } from '../support/memory-host';

const files = {
  'sproc.json': JSON.stringify({
    schema: 'shop',
    environments: { dev: { host: 'db', user: 'dev', stage: 'DEVELOPMENT' } },
  }),
  'a.sql': 'CREATE PROCEDURE place_order() SELECT 1;\nCREATE FUNCTION audit.log_it() RETURNS INT RETURN 1;\n',
};

function versionOf(version: string): VersionsAnswer['versions'][number] {
  return {
    ...{ routine: 'shop.place_order', kind: 'procedure', version, identifier: `place_order_v${version}` },
    ...{ status: 'TESTING', author: 'ann', createdAt: '2026-01-02T03:04:05Z' },
    ...{ description: '', checksum: 'c', commit: null },
  };
}

async function complete(words: readonly string[], known: Readonly<Record<string, string>> = files): Promise<string> {
  const host = memoryHost({
    files: known,
    sproc: { versions: () => Promise.resolve(succeed({ versions: ['1.0.0', '1.1.0'].map(versionOf) })) },
  });
  assert.equal(await run(['complete', '--', ...words], host), 0);
  assert.equal(host.err(), '');
  const [kind = '', ...lines] = host.out().trimEnd().split('\n');
  return [kind, ...lines.map((line) => line.replace(/\t.*/, ''))].join(' ');
}

const shared = {
  'sproc.json': JSON.stringify({ schema: 'shop', environments: {} }),
  'a.sql': 'CREATE PROCEDURE add_order() SELECT 1;\nCREATE FUNCTION add_order() RETURNS INT RETURN 1;\n',
};

describe('completion', () => {
  it('offers the kinds of a name that two routines share', async () => {
    assert.equal(await complete(['show', ''], shared), 'words add_order function:add_order procedure:add_order');
    assert.equal(await complete(['show', 'add'], shared), 'words add_order');
    assert.equal(await complete(['show', 'function:a'], shared), 'words function:add_order');
    assert.equal(await complete(['show', 'view:'], shared), 'words');
  });

  it('continues a name after its kind, which bash makes a word of its own', async () => {
    const host = memoryHost({ files: shared, sproc: {} });
    assert.equal(await run(['complete', '--shell', 'bash', '--', 'show', 'function', ':', 'a'], host), 0);
    assert.match(host.out(), /^words\nadd_order\t/);
  });

  const cases: readonly (readonly [readonly string[], string])[] = [
    [['prefl'], 'words preflight'],
    [['comple'], 'words completion'],
    [['completion', ''], 'words bash zsh fish'],
    [['deploy', ''], 'words dev'],
    [['deploy', 'dev', ''], 'words audit.log_it place_order'],
    [['deploy', 'dev', 'place_order', 'shop.'], 'words shop.place_order'],
    [['deploy', '--dry-run', 'd'], 'words dev'],
    [['deploy', 'dev', '--dry'], 'words --dry-run'],
    [['check', '--env', ''], 'words dev'],
    [['check', '--env=d'], 'words --env=dev'],
    [['check', '--env', '=', 'd'], 'words dev'],
    [['check', '--env', '='], 'words dev'],
    [['check', '--dialect', 'ma'], 'words mariadb'],
    [['check', 'x'], 'files'],
    [['check', '--sarif', ''], 'files'],
    [['registry', ''], 'words copy resolve'],
    [['registry', 'copy', ''], 'words folder dev'],
    [['registry', 'copy', 'folder', 'd'], 'words dev'],
    [['registry', 'resolve', 'pl'], 'words place_order'],
    [['registry', 'resolve', 'place_order', ''], 'words'],
    [['compare', ''], 'words workspace registry dev'],
    [['compare', 'workspace', 're'], 'words registry'],
    [['compare', 'registry@'], 'words registry@1.1.0 registry@1.0.0'],
    [['compare', 'dev', 'workspace', 'pl'], 'words place_order'],
    [['grep', 'x', 'w'], 'words workspace'],
    [['mark', 'place_order@1.1.0', ''], 'words DEVELOPMENT TESTING PRODUCTION DEPRECATED RETIRED'],
    [['mark', 'place_order@1.1.0', 'PR'], 'words PRODUCTION'],
    [['versions', '--status', 'T'], 'words TESTING'],
    [['mark', 'place_order@'], 'words place_order@1.1.0 place_order@1.0.0'],
    [['deploy', 'dev', 'place_order@1.1'], 'words place_order@1.1.0'],
    [['deploy', 'dev', 'place_order', '@', '1.1'], 'words @1.1.0'],
    [['deploy', 'dev', 'place_order', '@'], 'words @1.1.0 @1.0.0'],
    [['show', 'place_order@'], 'words place_order@1.1.0 place_order@1.0.0 place_order@dev'],
    [['graph', 'place_order@'], 'words'],
    [['help', 'prefl'], 'words preflight'],
    [['help', 'preflight', ''], 'words'],
    [['hel'], 'words help'],
    [['nonsense', ''], 'words'],
    [['gc', 'dev', ''], 'words'],
    [['show', '--', '-'], 'words'],
    [[], 'words'],
  ];
  for (const [words, expected] of cases)
    it(`of ${JSON.stringify(words)}`, async () => {
      const found = await complete(words);
      if (words.length === 0) assert.match(found, /^words init inspect .* completion help$/);
      else assert.equal(found, expected);
    });

  it('offers nothing where there is no project, or a broken one', async () => {
    assert.equal(await complete(['deploy', ''], {}), 'words');
    assert.equal(await complete(['deploy', 'dev', ''], { 'sproc.json': '{' }), 'words');
  });

  it('offers no name that looks like another, or like an option', async () => {
    const names = ['--json', '-rf', 'a\u202eb', 'plain'];
    const text = names.map((name) => `CREATE PROCEDURE \`${name}\`() SELECT 1;\n`).join('');
    assert.equal(await complete(['show', ''], { ...files, 'a.sql': text }), 'words plain');
  });

  it('is not in the help', async () => {
    const host = memoryHost();
    await run(['--help'], host);
    assert.match(host.out(), /\n {2}completion /);
    assert.doesNotMatch(host.out(), /\n {2}complete /);
  });
});
