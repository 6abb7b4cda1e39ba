/** Pipes, devices and folders where a command line or a project expects a plain file: one sentence, and never a hang. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGate } from '../../engine/src/base/node-gate';
import { largestSource, nodeSourceTree } from '../../engine/src/project/node-source-tree';
import { bundleSproc, runSproc, sprocProgram, type SprocRun } from '../support/sproc-process';

describe('odd files', function () {
  this.timeout(120_000);
  let root = '';
  before(bundleSproc);
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'odd-'));
    mkdirSync(join(root, 'sql'));
    writeFileSync(
      join(root, 'sproc.json'),
      '{ "schema": "shop", "sources": ["sql/*.sql"], "environments": { "dev": { "host": "localhost", "port": 1, "user": "u", "stage": "DEVELOPMENT" } } }',
    );
    writeFileSync(join(root, 'sql/a.sql'), 'CREATE PROCEDURE a() SELECT 1;\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const sproc = (line: string): SprocRun => runSproc(line, { folder: root });
  const setCertificate = (ca: string): void =>
    writeFileSync(
      join(root, 'sproc.json'),
      JSON.stringify({
        ...{ schema: 'shop', sources: ['sql/*.sql'] },
        environments: { dev: { host: 'db.example', user: 'u', stage: 'DEVELOPMENT', tls: 'verify', ca } },
      }),
    );
  const pipe = (file: string): void => void execFileSync('mkfifo', [join(root, file)]);

  /** Returns the output of a pipeline, which gives its programs real pipes. */
  const inShell = (line: string): string =>
    execFileSync('sh', ['-c', line.replace('SPROC', `'${process.execPath}' '${sprocProgram}'`)], {
      cwd: root,
      encoding: 'utf8',
    });

  it('are refused as a plan by name', () => {
    pipe('pipe');
    writeFileSync(join(root, 'huge'), '');
    truncateSync(join(root, 'huge'), 600 * 1024 * 1024);
    for (const [file, what] of [
      ['pipe', 'is not a plain file'],
      ['sql', 'is not a plain file'],
      ['/dev/zero', 'is not a plain file'],
      ['none', 'does not exist'],
      ['huge', 'has more than 512 MB'],
    ] as const) {
      const { exit, err } = sproc(`deploy dev --plan ${file} --yes`);
      assert.deepEqual([exit, err.split('\n')[0]], [65, `error: The plan ${file} ${what}.`]);
    }
  });

  it('take a plan from standard input', () => {
    assert.match(
      inShell('echo "{}" | SPROC deploy dev --plan /dev/stdin --yes 2>&1; true'),
      /\/dev\/stdin is not a plan\./,
    );
  });

  it('are refused as a report by name', () => {
    pipe('pipe');
    for (const [file, what] of [
      ['pipe', 'it is not a plain file'],
      ['sql', 'it is a folder'],
    ] as const)
      for (const option of ['sarif', 'junit']) {
        const { exit, err } = sproc(`check --${option} ${file}`);
        assert.deepEqual([exit, err.split('\n')[0]], [2, `error: ${file} cannot be written: ${what}.`]);
      }
    writeFileSync(join(root, 'notes.txt'), 'mine');
    for (const file of ['sql/a.sql', 'sproc.json', 'notes.txt']) {
      const before = readFileSync(join(root, file), 'utf8');
      assert.equal(sproc(`check --junit ${file}`).exit, 2);
      assert.equal(readFileSync(join(root, file), 'utf8'), before);
    }
    for (const times of ['first', 'second']) assert.equal(sproc('check --junit report.xml').exit, 0, times);
    assert.equal(sproc('check --junit /dev/null').exit, 0);
    assert.match(inShell('SPROC check --sarif /dev/stdout | cat'), /"2\.1\.0"/);
  });

  it('are told where they are sources', () => {
    pipe('sql/b.sql');
    assert.match(sproc('inspect').out, /sql\/b\.sql.* is not read/);
    assert.match(sproc('check').out, /sql\/b\.sql.*is not a regular file/s);
  });

  it('are told where a person names them, and what a link leads to is read', () => {
    pipe('pipe');
    writeFileSync(join(root, 'large'), '');
    truncateSync(join(root, 'large'), largestSource + 1);
    symlinkSync('/dev/zero', join(root, 'zero'));
    for (const [file, what] of [
      ['pipe', 'is not a plain file'],
      ['zero', 'is not a plain file'],
      ['/dev/zero', 'is not a plain file'],
      ['large', 'has more than 64 MiB'],
    ] as const) {
      const { exit, out } = sproc(`inspect ${file}`);
      assert.equal(exit, 1);
      assert.ok(out.includes(`${file} ${what}: nothing is known of what it defines.`), out);
    }
    const outside = mkdtempSync(join(tmpdir(), 'odd-'));
    writeFileSync(join(outside, 'c.sql'), 'CREATE PROCEDURE c() SELECT 1;\n');
    symlinkSync(join(outside, 'c.sql'), join(root, 'link'));
    assert.match(sproc('inspect link').out, /procedure c\(\)/);
    rmSync(outside, { recursive: true });
    assert.match(inShell('cat sql/a.sql | SPROC inspect /dev/stdin'), /procedure a\(\)/);
  });

  it('are refused where the kernel shows its own data as a plain file, or a pipe is among the devices', function () {
    if (!existsSync('/proc/self/status')) return this.skip();
    const shared = mkdtempSync('/dev/shm/odd-');
    execFileSync('mkfifo', [join(shared, 'pipe')]);
    try {
      for (const file of ['/proc/kmsg', '/proc/self/status', join(shared, 'pipe')]) {
        const { exit, out } = sproc(`inspect ${file}`);
        assert.deepEqual([file, exit], [file, 1]);
        assert.ok(out.includes(`${file} is not a plain file: nothing is known of what it defines.`), out);
        const plan = sproc(`deploy dev --plan ${file} --yes`);
        assert.deepEqual([plan.exit, plan.err.split('\n')[0]], [65, `error: The plan ${file} is not a plain file.`]);
        const report = sproc(`check --sarif ${file}`);
        assert.deepEqual(
          [report.exit, report.err.split('\n')[0]],
          [2, `error: ${file} cannot be written: it is not a plain file.`],
        );
        setCertificate(file);
        assert.match(sproc('status').err, new RegExp(`The CA certificate ${file} cannot be read\\.`));
      }
    } finally {
      rmSync(shared, { recursive: true });
    }
  });

  it('are told where standard input has more than a file may have, however long it goes on', () => {
    const { out } = sproc('inspect sql/a.sql');
    assert.match(out, /1 routine, 0 errors/);
    for (const input of ['-', '/dev/stdin'])
      assert.match(
        inShell(`yes | SPROC inspect ${input} sql/a.sql; echo "ended with $?"`),
        /procedure a\(\)[^]*(?:Standard input|\/dev\/stdin) has more than 64 MiB: nothing is known[^]*ended with 1/,
      );
    const text = `${'-- a comment\n'.repeat(1_000)}CREATE PROCEDURE b() SELECT 1;\n`;
    assert.match(runSproc('inspect -', { folder: root, input: text }).out, /procedure b\(\)/);
  });

  it('are told in the place of sproc.json', () => {
    for (const make of [() => pipe('sproc.json'), () => mkdirSync(join(root, 'sproc.json'))]) {
      rmSync(join(root, 'sproc.json'), { recursive: true });
      make();
      for (const line of ['check', 'check sql/a.sql', 'versions', 'status']) {
        const { exit, err } = sproc(line);
        assert.deepEqual([line, exit], [line, 78], err);
        assert.match(err, /^error: sproc\.json in \S+ cannot be read\.$/m);
      }
    }
  });

  it('are neither free for a new source nor written over', async () => {
    const tree = nodeSourceTree(root, openGate);
    pipe('sql/pipe.sql');
    mkdirSync(join(root, 'sql/folder.sql'));
    writeFileSync(join(root, 'sql/large.sql'), '');
    truncateSync(join(root, 'sql/large.sql'), largestSource + 1);
    for (const name of ['pipe', 'folder', 'large', 'a'])
      assert.equal(await tree.isFree(`sql/${name}.sql`), false, name);
    assert.equal(await tree.isFree('sql/none.sql'), true);
    for (const name of ['pipe', 'folder']) {
      const written = await tree.write(`sql/${name}.sql`, 'x');
      assert.equal(
        written.ok ? '' : written.error.message,
        `sql/${name}.sql is not a regular file. It was not written.`,
      );
    }
    assert.ok(lstatSync(join(root, 'sql/pipe.sql')).isFIFO());
    assert.equal(statSync(join(root, 'sql/large.sql')).size, largestSource + 1);
    assert.equal(readFileSync(join(root, 'sql/a.sql'), 'utf8'), 'CREATE PROCEDURE a() SELECT 1;\n');
  });
});
