/** Files of a registry that a stranger or a checkout has changed, read by the command line as it ships. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleSproc, runSproc, type SprocRun } from '../support/sproc-process';

const nobody = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'a@b',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'a@b',
};

let root = '';
const folder = '.sproc/routines/shop/procedure/p';

function sproc(line: string): SprocRun {
  return runSproc(line, { folder: root });
}

function checksum(text: string): string {
  return createHash('sha256')
    .update(`${Buffer.byteLength(text)}:${text}`)
    .digest('hex');
}

/** Writes a version that is sealed and not a routine, as only a person can. */
function forgeText(text: string): void {
  const path = join(root, folder, '1.0.0');
  const { seal: _seal, ...facts } = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as {
    seal: string;
    checksums: Record<string, string>;
  };
  const forged = { ...facts, checksums: { ...facts.checksums, text: checksum(text) } };
  writeFileSync(`${path}.sql`, `${text}\n`);
  writeFileSync(`${path}.json`, JSON.stringify({ ...forged, seal: checksum(JSON.stringify(forged)) }));
}

describe('a registry folder that somebody has changed', () => {
  before(bundleSproc);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sproc-files-'));
    mkdirSync(join(root, 'sql'));
    writeFileSync(join(root, 'sproc.json'), '{"sources":["sql/*.sql"],"schema":"shop"}');
    writeFileSync(join(root, 'sql/p.sql'), 'CREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\nEND\n');
    assert.equal(sproc('register').exit, 0);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  for (const text of ['no routine at all', 'CREATE PROCEDURE q() SELECT 1'])
    it(`is bad input where a version's text is ${text}`, () => {
      forgeText(text);
      for (const line of ['versions', 'show p@1.0.0', 'register', 'compare registry workspace']) {
        const { exit, err } = sproc(line);
        assert.equal(exit, 65, `${line}: ${err}`);
        assert.match(err, /^error: The (text of procedure shop\.p 1\.0\.0|status log of procedure shop\.p)/, line);
      }
    });

  it('writes out what would control the terminal', () => {
    const log = join(root, folder, 'status.jsonl');
    const line = { version: '1.0.0', from: 'TESTING', to: 'PRODUCTION', at: '2025-09-08T00:00:00.000Z' };
    const evil = { ...line, by: 'Eve\u001b[2J\u202e', reason: 'a\nerror: forged' };
    writeFileSync(log, `${readFileSync(log, 'utf8')}${JSON.stringify(evil)}\n`);
    for (const words of ['versions', 'check', 'registry resolve p']) {
      const { out, err } = sproc(words);
      assert.ok(!`${out}${err}`.includes('\u001b') && !`${out}${err}`.includes('\u202e'), words);
      assert.doesNotMatch(out + err, /^error: forged/m, words);
      assert.match(out + err, /Eve\\u001b\[2J\\u202e/, words);
    }
  });

  const readers = [
    ...['versions', 'show p@1.0.0', 'register', 'compare registry workspace', 'status'],
    ...['mark p@1.0.0 TESTING --reason ok', 'registry resolve p --keep ours --statuses drop --reason ok'],
  ];

  /** Checks every command that reads the registry, and `check` with an error at sproc.json. */
  function refuses(sentence: string): void {
    for (const line of readers) {
      const { exit, out, err } = sproc(line);
      assert.deepEqual([line, exit, err.startsWith(`error: ${sentence}`)], [line, 65, true], out + err);
    }
    for (const line of ['check', 'check sql/p.sql']) {
      const { exit, out, err } = sproc(line);
      assert.deepEqual([line, exit], [line, 65], out + err);
      assert.match(out, /sproc\.json:1:1:? +error/);
      assert.ok(out.includes(sentence), out);
    }
  }

  it('is refused where its format is newer', () => {
    const file = join(root, '.sproc/registry.json');
    writeFileSync(file, '{"format":3}');
    refuses('The registry in .sproc has format 3, which only a newer version of Sproc can read.');
    assert.equal(readFileSync(file, 'utf8'), '{"format":3}');
  });

  it('is refused where the facts of a version are deleted', () => {
    rmSync(join(root, folder, '1.0.0.json'));
    const before = readdirSync(join(root, folder));
    refuses(`The registry's file ${folder}/1.0.0.json is missing.`);
    assert.deepEqual(readdirSync(join(root, folder)), before);
  });

  it('is read where gc was killed while it removed a RETIRED version', () => {
    writeFileSync(join(root, 'sql/p.sql'), 'CREATE PROCEDURE p() SELECT 2;\n');
    assert.equal(sproc('register').exit, 0);
    assert.equal(sproc('mark p@1.0.0 RETIRED --reason old').exit, 0);
    rmSync(join(root, folder, '1.0.0.json'));
    const { exit, out } = sproc('versions');
    assert.equal(exit, 0);
    assert.doesNotMatch(out, /1\.0\.0/);
  });

  it('says how to restore a file so that git does it, also during a merge', () => {
    const git = (words: string) =>
      spawnSync('git', words.split(' '), { cwd: root, encoding: 'utf8', env: { ...process.env, ...nobody } }).status;
    const change = (text: string): void => writeFileSync(join(root, '.sproc/registry.json'), text);
    const commit = (): void => assert.equal(git('commit -qam change'), 0);
    assert.equal(git('init -q -b main'), 0);
    assert.equal(git('add .'), 0);
    assert.equal(git('commit -qm first'), 0);
    change('{}');
    assert.equal(runRemedy(0), 0);
    assert.equal(sproc('versions').exit, 0);
    git('checkout -qb theirs');
    change('{"format":2}\n\n');
    commit();
    git('checkout -q main');
    change('{"format": 2}\n');
    commit();
    assert.equal(git('merge -q theirs'), 1);
    assert.equal(runRemedy(0), 1, 'git refuses the path, which is unmerged');
    assert.equal(runRemedy(1), 0);
    assert.equal(sproc('versions').exit, 0);
  });

  /** Runs one of the commands that the remedy gives, and gives its exit code. */
  function runRemedy(at: number): number | null {
    const { exit, err } = sproc('versions');
    assert.equal(exit, 65, err);
    const commands = [...err.matchAll(/`(git [^`]*)`/g)].map(([, command = '']) => command);
    return spawnSync('sh', ['-c', commands[at] ?? 'exit 9'], { cwd: root }).status;
  }

  for (const [what, make, sentence] of [
    ['lock is a file', (path: string) => writeFileSync(path, ''), "The registry's lock .sproc/lock is not a folder"],
    ['lock is a pipe', (path: string) => execFileSync('mkfifo', [path]), "The registry's lock .sproc/lock is not a"],
    [
      'lock holds a file',
      (path: string) => {
        mkdirSync(path);
        writeFileSync(join(path, 'x'), '');
      },
      "The registry's lock .sproc/lock is not empty",
    ],
  ] as const)
    it(`is not written to where its ${what}`, () => {
      make(join(root, '.sproc/lock'));
      const { exit, err } = sproc('mark p@1.0.0 TESTING --reason ok');
      assert.deepEqual([exit, err.startsWith(`error: ${sentence}`)], [65, true], err);
      assert.match(err, /Remove \.sproc\/lock\./);
      assert.equal(sproc('versions').exit, 0);
    });

  it('is refused by name where a folder of it is a file', () => {
    writeFileSync(join(root, 'sql/q.sql'), 'CREATE PROCEDURE q() SELECT 1;\n');
    for (const path of ['.sproc/routines/shop', '.sproc/routines', '.sproc']) {
      rmSync(join(root, path), { recursive: true });
      writeFileSync(join(root, path), '');
      for (const line of ['versions', 'register q']) {
        const { exit, err } = sproc(line);
        if (path === '.sproc/routines/shop' && line === 'versions') continue;
        assert.deepEqual([exit, err.includes(`${path} is not a folder`)], [65, true], `${path} ${line}: ${err}`);
      }
    }
  });

  it('has no new version where only line ends differ', () => {
    const source = join(root, 'sql/p.sql');
    writeFileSync(source, readFileSync(source, 'utf8').replaceAll('\n', '\r\n'));
    assert.match(sproc('register').out, /0 versions registered, 1 unchanged/);
    assert.match(sproc('status').out, /shop\.p +procedure +1\.0\.0 +1\.0\.0/);
    writeFileSync(source, 'CREATE PROCEDURE p()\r\nBEGIN\r\n  SELECT 2;\r\nEND\r\n');
    assert.match(sproc('register').out, /1 version registered/);
  });
});
