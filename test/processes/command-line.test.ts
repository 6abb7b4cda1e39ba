/** The command line as a process: bundled as it ships, on real files, without a server. */
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  bundleSproc,
  runSproc,
  runSprocJson,
  sprocProgram,
  type SprocRun,
  type SprocRunOptions,
} from '../support/sproc-process';

let root = '';

function put(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

function sproc(line: string, more: Omit<SprocRunOptions, 'folder'> = {}): SprocRun {
  return runSproc(line, { folder: root, ...more });
}

function json(line: string): unknown {
  return runSprocJson(line, { folder: root });
}

describe('sproc as a process', () => {
  before(bundleSproc);
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'sproc-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('inspects files, folders and standard input', () => {
    put({ 'a.sql': 'CREATE PROCEDURE a() SELECT 1;', 'sub/b.sql': 'CREATE PROCEDURE b() SELECT 1;' });
    const { routines } = json('inspect a.sql sub') as { routines: { file: string }[] };
    assert.deepEqual(
      routines.map(({ file }) => file),
      ['a.sql', 'sub/b.sql'],
    );
    const piped = sproc('inspect -', { input: 'CREATE PROCEDURE c() SELECT 1;' });
    assert.match(piped.out, /^procedure c\(\) {2}-:1\n/);
  });

  for (const line of ['check', 'check empty', 'inspect', 'inspect empty'])
    it(`finds no problem-free project where \`${line}\` meets no file`, () => {
      put({
        'sproc.json': '{ "sources": ["sql"] }',
        'sql/a.sql': 'CREATE PROCEDURE a() SELECT 1;',
        'empty/note.txt': '',
      });
      const { exit, out } = sproc(line);
      assert.equal(exit, 1);
      assert.match(out, /nothing is (checked|read)\./);
    });

  it('says that its output could not be written, and how it would have ended', async function () {
    if (!existsSync('/dev/full')) return this.skip();
    put({ 'a.sql': 'CREATE PROCEDURE a() SELECT 1;' });
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [sprocProgram, 'inspect', 'a.sql'], {
      cwd: root,
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    let said = '';
    child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    const [exit] = (await once(child, 'close')) as [number];
    assert.match(said, /^error: The output could not be written: ENOSPC.*ended with exit code 0\.$/m);
    assert.equal(exit, 2);
  });

  it('says that its working folder is gone', function () {
    if (process.platform === 'win32') this.skip();
    const script = `cd "${root}" && rmdir "${root}" && exec "${process.execPath}" "${sprocProgram}" check`;
    const { status, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8' });
    assert.equal(stderr, 'error: The working folder no longer exists.\n  Change to a folder that exists.\n');
    assert.equal(status, 2);
  });

  it('reads no certificate from a pipe', () => {
    put({
      'sproc.json': JSON.stringify({
        sources: ['*.sql'],
        environments: {
          dev: {
            host: '127.0.0.1',
            port: 9,
            user: 'u',
            schema: 's',
            stage: 'DEVELOPMENT',
            tls: 'verify',
            ca: 'ca.pem',
          },
        },
      }),
    });
    execFileSync('mkfifo', [join(root, 'ca.pem')]);
    const { exit, err } = sproc('status dev', { variables: { SPROC_PASSWORD_DEV: 'x' } });
    assert.match(err, /The CA certificate .*ca\.pem cannot be read\./);
    assert.equal(exit, 78);
  });

  it('gives a diagnostic for a file of more than a gigabyte, and reads the others', () => {
    put({ 'a.sql': 'CREATE PROCEDURE a() SELECT 1;', 'dump.sql': '' });
    truncateSync(join(root, 'dump.sql'), 1_500_000_000);
    const { routines, errors } = json('inspect .') as { routines: unknown[]; errors: { file: string; code: string }[] };
    assert.equal(routines.length, 1);
    assert.deepEqual(
      errors.map(({ file, code }) => [file, code]),
      [['dump.sql', 'unreadable-file']],
    );
  });

  it('survives bytes that are no text', () => {
    put({ 'bad.sql': Buffer.from([0, 255, 254, 0x27, 0x60, 0xc3, 0x28]) });
    assert.ok([0, 1].includes(sproc('inspect bad.sql').exit ?? -1));
  });

  it('minds no reader that stops reading', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => `CREATE PROCEDURE p${i}() SELECT ${i};`).join('\n');
    put({ 'many.sql': many });
    const child = spawn(process.execPath, [sprocProgram, 'inspect', 'many.sql'], { cwd: root });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const exit = await new Promise<number | null>((resolve) => child.once('close', resolve));
    assert.deepEqual([exit, err], [0, '']);
  });

  it('tells every mistake of the project file with its line', () => {
    put({ 'sproc.json': '{\n  "dialect": "oracle",\n  "environments": { "dev": { "password": "hunter2" } }\n}' });
    const { exit, out, err } = sproc('status');
    assert.deepEqual([exit, out], [78, '']);
    assert.match(err, /^error: sproc\.json:2: 'dialect' must be one of mysql, mariadb/);
    assert.match(err, /\nsproc\.json:3: .*must not contain a password/);
    assert.ok(!err.includes('hunter2'));
  });

  it('says that there is no project', () => {
    assert.equal(sproc('status').exit, 78);
    assert.equal(sproc('status --project nowhere').exit, 78);
  });

  it('finds the project from a folder below', () => {
    put({ 'sproc.json': '{}', 'sub/a.sql': 'CREATE PROCEDURE s.a() SELECT 1;' });
    const { exit } = runSproc('check', { folder: join(root, 'sub') });
    assert.equal(exit, 0);
  });

  it('keeps versions through their life', () => {
    put({ 'sproc.json': '{ "schema": "shop" }', 'a.sql': 'CREATE PROCEDURE a() SELECT 1;' });
    const first = json('register -m First') as { registered: { version: string; identifier: string }[] };
    assert.deepEqual(
      first.registered.map(({ version }) => version),
      ['1.0.0'],
    );
    assert.match(first.registered[0]?.identifier ?? '', /^a_v1\.0\.0_\d{8}_dev$/);
    assert.deepEqual(json('register'), { registered: [], unchanged: ['shop.a'], warnings: [] });
    put({ 'a.sql': 'CREATE PROCEDURE a(IN x INT) SELECT x;' });
    const second = json('register') as { registered: { version: string; bump: string }[] };
    assert.deepEqual(
      second.registered.map(({ version, bump }) => [version, bump]),
      [['2.0.0', 'major']],
    );
    assert.deepEqual(json('mark a@1.0.0 TESTING --reason ok'), {
      routine: 'shop.a',
      version: '1.0.0',
      from: 'DEVELOPMENT',
      to: 'TESTING',
    });
    assert.equal(sproc('mark a@1.0.0 RETIRED --reason gone').exit, 0);
    assert.equal(sproc('mark a@1.0.0 PRODUCTION --reason no').exit, 2);
    const { versions } = json('versions a') as { versions: { version: string; status: string; author: string }[] };
    assert.deepEqual(
      versions.map(({ version, status, author }) => [version, status, author]),
      [
        ['1.0.0', 'RETIRED', 'Ada <ada@example.com>'],
        ['2.0.0', 'DEVELOPMENT', 'Ada <ada@example.com>'],
      ],
    );
    assert.equal(sproc('show a@1.0.0').out, 'CREATE PROCEDURE a() SELECT 1\n');
    assert.equal(sproc('compare workspace registry').exit, 0);
    assert.equal(sproc('compare workspace registry@1.0.0').exit, 1);
    assert.equal(sproc('show a@9.9.9').exit, 2);
    assert.match(readFileSync(join(root, '.sproc/routines/shop/procedure/a/status.jsonl'), 'utf8'), /"reason":"gone"/);
  });

  it('says which file of the registry was changed by hand', () => {
    put({ 'sproc.json': '{ "schema": "shop" }', 'a.sql': 'CREATE PROCEDURE a() SELECT 1;' });
    assert.equal(sproc('register').exit, 0);
    put({ '.sproc/routines/shop/procedure/a/1.0.0.sql': 'CREATE PROCEDURE a() SELECT 2\n' });
    const { exit, err } = sproc('versions');
    assert.equal(exit, 65);
    assert.match(err, /\.sproc\/routines\/shop\/procedure\/a\/1\.0\.0\.sql was changed after it was registered/);
    const checked = sproc('check');
    assert.equal(checked.exit, 65);
    assert.match(checked.out, /1\.0\.0\.sql was changed after it was registered.*unreadable-registry/s);
  });

  it('exits 69 where no server answers, naming the environment, and never prints the password', () => {
    const dev = { host: '127.0.0.1', port: 1, user: 'u', schema: 's', stage: 'DEVELOPMENT' };
    put({
      'sproc.json': JSON.stringify({ schema: 's', environments: { dev } }),
      'a.sql': 'CREATE PROCEDURE a() SELECT 1;',
    });
    const { exit, out, err } = sproc('plan dev --json', { variables: { SPROC_PASSWORD_DEV: 'hunter2' } });
    assert.equal(exit, 69);
    const { error } = JSON.parse(out) as { error: { kind: string; message: string } };
    assert.equal(error.kind, 'unreachable');
    assert.match(error.message, /127\.0\.0\.1/);
    assert.ok(!(out + err).includes('hunter2'));
  });

  it('deploys nothing unasked', () => {
    put({ 'sproc.json': '{}' });
    const { exit, err } = sproc('deploy dev');
    assert.equal(exit, 64);
    assert.match(err, /not an interactive terminal/);
  });
}).timeout(30_000);
