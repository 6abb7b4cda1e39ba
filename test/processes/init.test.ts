/** `sproc init` as a process, on a real disk: what it writes, and what it leaves alone. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { GraphAnswer, InspectAnswer } from '#engine';
import type { InitAnswer } from '../../engine/src/use-cases/answers/init';
import { bundleSproc, runSproc, runSprocJson } from '../support/sproc-process';

describe('sproc init', () => {
  let folder = '';
  before(bundleSproc);
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'sproc-init-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const projectFile = (): string => readFileSync(join(folder, 'sproc.json'), 'utf8');

  function writeShop(): void {
    write('db/shop/procedures/a.sql', 'CREATE DEFINER=app@localhost PROCEDURE a() CALL b();\n');
    write('db/shop/procedures/b (new).sql', 'DELIMITER //\nCREATE OR REPLACE PROCEDURE b() BEGIN SELECT 1; END//\n');
    write('db/tables/t.sql', 'CREATE TABLE t (a INT);\n');
    write('db/dumps/all.sql', 'CREATE PROCEDURE a() SELECT 1;\n');
  }

  it('writes a file with which `sproc check` finds no mistake of the project', () => {
    writeShop();
    const { exit, out } = runSproc('init --yes', { folder });
    assert.equal(exit, 0, out);
    assert.match(out, /^Found 4 SQL files with 2 procedures\.$/m);
    assert.match(out, /dialect +mariadb\. MySQL cannot parse db\/shop\/procedures\/b \(new\)\.sql:2: /);
    assert.match(out, /schema +shop\. /);
    assert.match(out, /definers +app@localhost/);
    assert.match(out, /Left out: db\/dumps\/\*\*\./);
    assert.match(out, /^Wrote .*sproc\.json\. Run `sproc check` next\.$/m);
    const check = runSproc('check --json', { folder });
    assert.equal(check.exit, 0, check.out + check.err);
    assert.deepEqual((JSON.parse(check.out) as { diagnostics: object[] }).diagnostics, []);
    assert.equal(runSproc('graph --json', { folder }).exit, 0);
  });

  it('shows the file with --dry-run and writes nothing; JSON has the same text', () => {
    writeShop();
    const { exit, out } = runSproc('init --dry-run', { folder });
    assert.equal(exit, 0);
    assert.match(out, /"dialect": "mariadb"/);
    const answer = runSprocJson('init --dry-run', { folder }) as InitAnswer;
    assert.equal(answer.written, false);
    assert.ok(out.includes(answer.text));
    assert.ok(!existsSync(join(folder, 'sproc.json')));
    assert.equal((runSprocJson('init --yes', { folder }) as InitAnswer).written, true);
    assert.equal(projectFile(), answer.text);
  });

  it('writes patterns that match folders with the signs of patterns in their names, and nothing else', () => {
    const folders = ['a[b]', 'x{y}', 'x{y,z}', 'p(q)', '!n', '@(o)', '+p', 'a*b*c*d*e*f', 'q?', 'a|b', '[!c]', '{1..3}', '**', '#h', '~t', '-', '$d', '^e', 'i[', ']j', 'k{', '}l', 'back\\slash']; // prettier-ignore
    folders.forEach((name, i) => {
      write(`${name}/routines/r.sql`, `CREATE PROCEDURE r${i}() SELECT 1;\n`);
      write(`${name}/tables/t.sql`, `CREATE TABLE t${i} (a INT);\n`);
    });
    for (const name of ['ab', 'xy', 'x1', 'axb', '1']) write(`${name}/t.sql`, 'CREATE TABLE t (a INT);\n');
    const answer = runSprocJson('init --yes', { folder }) as InitAnswer;
    const check = runSproc('check --json', { folder });
    assert.deepEqual([check.exit, check.err], [0, ''], check.out);
    const { nodes } = runSprocJson('graph', { folder }) as GraphAnswer;
    assert.deepEqual(nodes.map(({ name }) => name).sort(), folders.map((_, i) => `r${i}`).sort(), answer.text);
    const { routines } = runSprocJson('inspect', { folder }) as InspectAnswer;
    assert.ok(routines.every(({ file }) => file.endsWith('/routines/r.sql')));
  });

  it('leaves a sproc.json as it is, also one above, and one that is a link to nowhere', () => {
    writeShop();
    write('sproc.json', 'mine');
    const inside = runSproc('init --yes', { folder: join(folder, 'db') });
    for (const { exit, err } of [runSproc('init --yes', { folder }), inside]) {
      assert.equal(exit, 65);
      assert.match(err, /already has a sproc\.json\. It was not changed\./);
    }
    assert.equal(projectFile(), 'mine');
    assert.equal(runSproc('init --yes --project .', { folder: join(folder, 'db') }).exit, 0);
    rmSync(join(folder, 'sproc.json'));
    symlinkSync(join(folder, 'elsewhere.json'), join(folder, 'sproc.json'));
    assert.equal(runSproc('init --yes', { folder }).exit, 65);
    assert.ok(!existsSync(join(folder, 'elsewhere.json')));
  });

  it('asks where somebody can answer, and else needs --yes', () => {
    writeShop();
    const { exit, err } = runSproc('init', { folder });
    assert.equal(exit, 64);
    assert.match(err, /Cannot ask for confirmation/);
    assert.equal(runSproc('init --json', { folder }).exit, 64);
    assert.ok(!existsSync(join(folder, 'sproc.json')));
  });

  it('says that there are no SQL files, and writes a minimal file if asked', () => {
    const { exit, out } = runSproc('init --yes', { folder });
    assert.equal(exit, 0);
    assert.match(out, /^No SQL files were found\./);
    assert.match(projectFile(), /"sources": \["procedures\/\*\*\/\*\.sql"\]/);
  });

  it('names a folder that does not exist, and makes none', () => {
    assert.equal(runSproc('init --yes --project nowhere', { folder }).exit, 65);
    assert.ok(!existsSync(join(folder, 'nowhere')));
  });

  it('reads nothing that a link leads out of the folder, and says so', () => {
    const outside = mkdtempSync(join(tmpdir(), 'sproc-outside-'));
    try {
      writeFileSync(join(outside, 'secret.sql'), 'CREATE PROCEDURE secret() SELECT 1;\n');
      write('a.sql', 'CREATE PROCEDURE a() SELECT 1;\n');
      symlinkSync(join(outside, 'secret.sql'), join(folder, 'linked.sql'));
      const answer = runSprocJson('init --yes', { folder }) as InitAnswer;
      assert.deepEqual(answer.unread, ['linked.sql']);
      assert.deepEqual(answer.routines, [{ kind: 'procedure', count: 1 }]);
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });
});
