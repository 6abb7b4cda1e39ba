/** Two branches of one registry, merged by git itself: never silently, and settled by `sproc registry resolve`. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inOldFormat } from '../support/old-registry';
import { bundleSproc, runSproc, type SprocRun } from '../support/sproc-process';

let root = '';

function git(...words: readonly string[]): string {
  const own = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  return execFileSync('git', [...own, ...words], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: root },
  });
}

/** Merges a branch; git exits with 1 if it leaves a conflict. */
function merge(branch: string): void {
  try {
    git('merge', '-q', branch);
  } catch {
    // The test is about the files that this leaves.
  }
}

function commit(message: string): void {
  git('add', '-A');
  git('commit', '-q', '-m', message);
}

function write(number: number): void {
  writeFileSync(join(root, 'sql/p.sql'), `CREATE PROCEDURE p()\nSELECT ${number};\n`);
}

function sproc(line: string): SprocRun {
  return runSproc(line, { folder: root });
}

function done(line: string): string {
  const { exit, out, err } = sproc(line);
  assert.equal(exit, 0, `${line}: ${out}${err}`);
  return out;
}

function listed(): readonly string[] {
  const { versions } = JSON.parse(done('versions --json')) as { versions: { version: string; status: string }[] };
  return versions.map(({ version, status }) => `${version} ${status}`);
}

/** Runs one change on each branch; `into` is where both are merged. */
function fork(release: () => void, main: () => void, into: 'main' | 'release'): void {
  git('checkout', '-q', '-b', 'release');
  release();
  commit('release');
  git('checkout', '-q', 'main');
  main();
  commit('main');
  git('checkout', '-q', into);
  merge(into === 'main' ? 'release' : 'main');
}

function expectConflict(...sides: readonly RegExp[]): void {
  for (const line of ['versions', 'show p@1.0.0', 'check', 'mark p@1.0.0 RETIRED --reason x', 'register']) {
    const { exit, out, err } = sproc(line);
    assert.equal(exit, 65, line);
    for (const side of sides) assert.match(out + err, side, line);
  }
  const asked = sproc('registry resolve p');
  assert.equal(asked.exit, 64);
  for (const side of sides) assert.match(asked.err, side);
  assert.match(asked.err, /To resolve it, add --keep, --statuses, --reason/);
}

describe('two branches of a registry, merged by git', () => {
  before(bundleSproc);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sproc-merge-'));
    git('init', '-q', '-b', 'main');
    mkdirSync(join(root, 'sql'));
    writeFileSync(join(root, 'sproc.json'), '{"sources":["sql/*.sql"],"schema":"shop"}');
    write(1);
    done('register');
    commit('first');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  for (const into of ['main', 'release'] as const)
    for (const keep of ['ours', 'theirs'] as const)
      it(`fork by two marks, in ${into}; ${keep} is kept`, () => {
        done('mark p TESTING --reason tests');
        commit('tested');
        fork(
          () => done('mark p PRODUCTION --reason released'),
          () => done('mark p DEVELOPMENT --reason rejected'),
          into,
        );
        expectConflict(/TESTING → PRODUCTION .*released/, /TESTING → DEVELOPMENT .*rejected/);
        done(`registry resolve p --keep ${keep} --statuses carry --reason settled`);
        assert.match(done('check'), /No problems found/);
        const isMain = (into === 'main') === (keep === 'ours');
        assert.deepEqual(listed(), [isMain ? '1.0.0 DEVELOPMENT' : '1.0.0 PRODUCTION']);
        commit('merged');
      }).timeout(60_000);

  for (const keep of ['ours', 'theirs'] as const)
    for (const statuses of ['carry', 'drop'] as const)
      it(`have each resolved the same fork another way; ${keep} is kept, ${statuses}`, () => {
        const marked = { x: 'TESTING', y: 'RETIRED' } as const;
        for (const branch of ['x', 'y'] as const) {
          git('checkout', '-q', '-b', branch, 'main');
          done(`mark p@1.0.0 ${marked[branch]} --reason ${branch}`);
          commit(branch);
        }
        for (const [branch, side] of [
          ['alive', 'theirs'],
          ['dead', 'ours'],
        ] as const) {
          git('checkout', '-q', '-b', branch, 'y');
          merge('x');
          done(`registry resolve p --keep ${side} --statuses drop --reason ${branch}`);
          commit(branch);
        }
        merge('alive');
        const [kept, dropped] = keep === 'ours' ? ['RETIRED', 'TESTING'] : ['TESTING', 'RETIRED'];
        const told = done(`registry resolve p --keep ${keep} --statuses ${statuses} --reason final`);
        assert.match(told, new RegExp(dropped));
        assert.doesNotMatch(told, new RegExp(`${kept}.*dropped`));
        assert.deepEqual(listed(), [`1.0.0 ${kept}`]);
        assert.match(done('check'), /No problems found/);
        commit('merged');
      }).timeout(60_000);

  for (const into of ['main', 'release'] as const)
    it(`have registered the same number, in ${into}: the other gets the next one`, () => {
      const register = (number: number) => () => {
        write(number);
        done(`register --message branch${number}`);
      };
      fork(register(2), register(3), into);
      // The source is in conflict, too; the person who merges resolves it first.
      write(into === 'main' ? 3 : 2);
      expectConflict(/1\.0\.1 \(ours\)|ours:[^]*1\.0\.1/, /1\.0\.1 \(theirs\)|theirs:[^]*1\.0\.1/);
      done('registry resolve p --keep ours --statuses drop --reason both');
      assert.match(done('check'), /No problems found/);
      assert.deepEqual(listed(), ['1.0.0 DEVELOPMENT', '1.0.1 DEVELOPMENT', '1.0.2 DEVELOPMENT']);
      assert.match(done('show p@1.0.1'), into === 'main' ? /SELECT 3/ : /SELECT 2/);
      assert.match(done('show p@1.0.2'), into === 'main' ? /SELECT 2/ : /SELECT 3/);
      commit('merged');
    }).timeout(60_000);

  describe('that have registered the same number, and git is told what to take', () => {
    const folder = '.sproc/routines/shop/procedure/p';

    beforeEach(() =>
      fork(
        () => {
          write(2);
          done('register --message reviewed');
          done('mark p@1.0.1 TESTING --reason tests');
          done('mark p@1.0.1 PRODUCTION --reason released');
        },
        () => {
          write(3);
          done('register --message untested');
        },
        'main',
      ),
    ).timeout(60_000);

    for (const [side, status, text] of [
      ['ours', 'DEVELOPMENT', /SELECT 3/],
      ['theirs', 'PRODUCTION', /SELECT 2/],
    ] as const)
      it(`${side}, whole: the text comes with its own status`, () => {
        git('checkout', '-q', `--${side}`, '.');
        assert.deepEqual(listed(), ['1.0.0 DEVELOPMENT', `1.0.1 ${status}`]);
        assert.match(done('show p@1.0.1'), text);
      }).timeout(60_000);

    for (const [texts, log] of [
      ['ours', 'theirs'],
      ['theirs', 'ours'],
    ] as const)
      it(`the texts of ${texts} with the log of ${log}: no text gets the status of another`, () => {
        git('checkout', '-q', `--${texts}`, '.');
        git('checkout', '-q', `--${log}`, `${folder}/status.jsonl`);
        for (const line of ['versions', 'show p@1.0.1', 'mark p@1.0.1 RETIRED --reason x']) {
          const { exit, err } = sproc(line);
          assert.equal(exit, 65, line);
          assert.match(err, /line 2 of .*status\.jsonl refers to a different text than the registered one/, line);
        }
      }).timeout(60_000);
  });

  it('have changed different versions of one routine: nothing is lost', () => {
    write(2);
    done('register');
    commit('second');
    fork(
      () => done('mark p@1.0.0 TESTING --reason one'),
      () => done('mark p@1.0.1 TESTING --reason other'),
      'main',
    );
    expectConflict(/1\.0\.0 DEVELOPMENT → TESTING/, /1\.0\.1 DEVELOPMENT → TESTING/);
    done('registry resolve p --keep ours --statuses carry --reason both');
    assert.deepEqual(listed(), ['1.0.0 TESTING', '1.0.1 TESTING']);
    assert.match(done('check'), /No problems found/);
  }).timeout(60_000);

  it('have joined their logs in the old format: the rejection is not lost', () => {
    done('mark p TESTING --reason tests');
    for (const path of git('ls-files', '.sproc').trim().split('\n')) {
      const file = join(root, path);
      const old = inOldFormat(path, readFileSync(file, 'utf8'));
      const name = path.replace(/^\.sproc\//, '');
      if (name === 'registry.json') rmSync(file);
      else if (name === '.gitattributes') writeFileSync(file, inOldFormat(name, '') ?? '');
      else if (old !== null) writeFileSync(file, old);
    }
    commit('old');
    const log = join(root, '.sproc/routines/shop/procedure/p/status.jsonl');
    const mark = (to: string, reason: string) => () => {
      const line = { version: '1.0.0', from: 'TESTING', to, by: 'Ada', at: '2025-09-08T00:00:00.000Z', reason };
      writeFileSync(log, `${readFileSync(log, 'utf8')}${JSON.stringify(line)}\n`);
    };
    fork(mark('PRODUCTION', 'released'), mark('DEVELOPMENT', 'rejected'), 'main');
    assert.doesNotMatch(readFileSync(log, 'utf8'), /<<<</, 'git has joined the lines');
    expectConflict(/TESTING → PRODUCTION .*released/, /TESTING → DEVELOPMENT .*rejected/);
    const resolved = sproc('registry resolve p --keep ours --statuses drop --reason rejected');
    assert.equal(resolved.exit, 0, resolved.err);
    assert.deepEqual(listed(), ['1.0.0 DEVELOPMENT']);
    assert.doesNotMatch(readFileSync(join(root, '.sproc/.gitattributes'), 'utf8'), /status.*union/);
  }).timeout(60_000);
});
