/** Links and odd files in a project: nothing outside is read or written, and the rejected path is named. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Failure } from '../../engine/src/base/failure';
import { Containment } from '../../engine/src/base/files/node-containment';
import { openGate } from '../../engine/src/base/node-gate';
import type { Result } from '../../engine/src/base/result';
import { decodeSource } from '../../engine/src/project/decode-source';
import { nodeSourceTree } from '../../engine/src/project/node-source-tree';
import { folderRegistry } from '../../engine/src/registry/folder/folder-registry';
import { keptHeads } from '../../engine/src/registry/folder/kept-heads';
import { nodeRegistryFiles } from '../../engine/src/registry/folder/node-registry-files';
import { expectFailure } from '../support/expect';
import { bundleSproc, runSproc, sprocProgram, type SprocRun } from '../support/sproc-process';
import { withoutRights } from '../support/without-rights';

const routine = '.sproc/routines/shop/procedure/a';

describe('containment', function () {
  this.timeout(60_000);
  let home = '';
  let root = '';
  let outside = '';
  before(bundleSproc);
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'contained-'));
    [root, outside] = [join(home, 'project'), join(home, 'outside')];
    for (const folder of [root, outside]) mkdirSync(folder);
    put({
      'sproc.json': '{ "schema": "shop", "sources": ["sql/**/*.sql"] }',
      'sql/a.sql': 'CREATE PROCEDURE a() SELECT 1;\n',
    });
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  function put(files: Readonly<Record<string, string>>, folder = root): void {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  }
  const sproc = (line: string): SprocRun => runSproc(line, { folder: root });
  const findings = (): readonly string[] => {
    const { diagnostics } = JSON.parse(sproc('check --json').out) as {
      readonly diagnostics: readonly { readonly file: string; readonly code: string }[];
    };
    return diagnostics.map(({ file, code }) => `${file} ${code}`);
  };

  it('keeps a registry that is a link out of the project from being written and read', () => {
    symlinkSync(outside, join(root, '.sproc'));
    const { exit, err } = sproc('register');
    assert.equal(exit, 65);
    assert.match(
      err,
      /The registry's folder \.sproc is, or is inside, a link that leads out of the project\.\n.*Replace the link/,
    );
    assert.deepEqual(readdirSync(outside), []);
    assert.equal(sproc('versions').exit, 65);
  });

  it('keeps folders and files of the registry from leading out', () => {
    assert.equal(sproc('register').exit, 0);
    renameSync(join(root, routine), join(outside, 'a'));
    symlinkSync(join(outside, 'a'), join(root, routine));
    put({ 'sql/a.sql': 'CREATE PROCEDURE a() SELECT 2;\n' });
    const before = readdirSync(join(outside, 'a'));
    const { exit, err } = sproc('mark a@1.0.0 TESTING --reason ok');
    assert.equal(exit, 65);
    assert.match(err, /\.sproc\/routines\/shop\/procedure\/a.* is, or is inside, a link that leads out of the project/);
    assert.deepEqual(readdirSync(join(outside, 'a')), before);
  });

  it('follows links of the registry that stay within the project', () => {
    mkdirSync(join(root, 'kept'));
    symlinkSync('kept', join(root, '.sproc'));
    assert.equal(sproc('register').exit, 0);
    assert.match(sproc('versions').out, /1\.0\.0/);
    assert.ok(existsSync(join(root, 'kept/routines')));
  });

  it('names what is no plain file in the registry', () => {
    assert.equal(sproc('register').exit, 0);
    const odd: Readonly<Record<string, (path: string) => void>> = {
      'pending.json': (path) => mkdirSync(path),
      'routines/shop/procedure/a/status.jsonl': (path) => execFileSync('mkfifo', [path]),
      'routines/shop/procedure/a/1.0.0.json': (path) => symlinkSync('/dev/zero', path),
    };
    for (const [file, make] of Object.entries(odd)) {
      const path = join(root, '.sproc', file);
      const text = existsSync(path) ? readFileSync(path) : null;
      rmSync(path, { force: true });
      make(path);
      const { exit, err } = sproc('versions');
      assert.deepEqual([file, exit], [file, 65], err);
      assert.ok(err.includes(`.sproc/${file}`), err);
      rmSync(path, { recursive: true });
      if (text !== null) writeFileSync(path, text);
    }
    assert.equal(sproc('versions').exit, 0);
  });

  it('names what may not be read in the registry, as bad input', async function () {
    if (process.platform === 'win32') this.skip();
    assert.equal(sproc('register').exit, 0);
    put({ '.sproc/heads/prod.jsonl': '' });
    for (const folder of [home, root]) chmodSync(folder, 0o755);
    const files = nodeRegistryFiles({ project: root, name: '.sproc', gate: openGate });
    const listing = () => folderRegistry(files, () => undefined).list();
    const asked = {
      'heads/prod.jsonl': () => keptHeads(files).read('prod'),
      'registry.json': listing,
      'routines/shop/procedure/a/status.jsonl': listing,
      'routines/shop/procedure': listing,
    } as const;
    for (const [path, ask] of Object.entries(asked)) {
      chmodSync(join(root, '.sproc', path), 0);
      const refused = expectFailure(await withoutRights<Result<unknown, Failure>>(ask), 'bad-input');
      assert.match(refused.message, new RegExp(`^The registry's \\.sproc/${path}.* is not readable: EACCES\\.$`), path);
      chmodSync(join(root, '.sproc', path), 0o755);
    }
  });

  it('reports sources that are links to a device, to a pipe, to nothing and to themselves', function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const targets = { zero: '/dev/zero', tty: '/dev/tty', pipe: '../pipe', gone: 'nowhere', self: 'self.sql' };
    for (const [name, target] of Object.entries(targets)) symlinkSync(target, join(root, `sql/${name}.sql`));
    symlinkSync('/dev/zero', join(root, 'sql/zero.txt'));
    const names = Object.keys(targets).sort();
    assert.deepEqual(
      findings(),
      names.map((name) => `sql/${name}.sql unreadable-file`),
    );
    const { exit, out } = sproc('inspect');
    assert.equal(exit, 1);
    for (const name of names) assert.match(out, new RegExp(`sql/${name}\\.sql.* is not read`), out);
  });

  it('reports a folder whose name has a line end, in which no pattern can look', function () {
    if (process.platform === 'win32') this.skip();
    put({ 'sql/of two\nlines/x.sql': 'CREATE PROCEDURE x() SELECT 1;' });
    const { exit, out } = sproc('inspect .');
    assert.equal(exit, 1);
    assert.match(out, /^sql\/of two\\nlines.* is not read/m);
  });

  it('reads every byte of large files, and says of each other thing what it is', async function () {
    if (process.platform === 'win32') this.skip();
    put({ 'sql/full.sql': '-- é\n'.repeat(200_000), 'sql/empty.sql': '' });
    mkdirSync(join(root, 'sql/folder.sql'));
    execFileSync('mkfifo', [join(root, 'sql/pipe.sql')]);
    symlinkSync('a.sql', join(root, 'sql/link.sql'));
    symlinkSync('folder.sql', join(root, 'sql/other.sql'));
    const listener = createServer().listen(join(root, 'sql/socket.sql'));
    await once(listener, 'listening');
    const project = new Containment(root);
    const told = async (file: string): Promise<string> => {
      const read = await project.read(`sql/${file}.sql`, 1_200_000);
      return typeof read === 'string' ? read : String(read.length);
    };
    for (const [file, what] of Object.entries({
      full: '1200000',
      empty: '0',
      link: '31',
      folder: 'odd',
      other: 'odd',
      pipe: 'odd',
      socket: 'odd',
      absent: 'missing',
    }))
      assert.equal(await told(file), what, file);
    listener.close();
    assert.equal(await project.read('sql/full.sql', 1_199_999), 'large');
    assert.equal(decodeSource((await project.read('sql/full.sql', 1_200_000)) as Buffer), '-- é\n'.repeat(200_000));
  });

  it('reports sources that a link leads out to, and reads those that stay within', () => {
    put({ 'b.sql': 'CREATE PROCEDURE b() SELECT 1;\n', 'sub/c.sql': 'CREATE PROCEDURE c() SELECT 1;\n' }, outside);
    symlinkSync(join(outside, 'b.sql'), join(root, 'sql/b.sql'));
    symlinkSync(join(outside, 'sub'), join(root, 'sql/sub'));
    symlinkSync(join(outside, 'b.sql'), join(root, 'sql/note.txt'));
    symlinkSync('.', join(root, 'sql/again'));
    assert.deepEqual(findings(), ['sql/b.sql unreadable-file', 'sql/sub unreadable-file']);
    const inspected = sproc('inspect');
    assert.match(inspected.out, /procedure a\(\)/);
    assert.ok(!/procedure [bc]\(\)/.test(inspected.out), inspected.out);
    assert.equal(inspected.exit, 1);
  });

  it('lists no folder outside that a pattern begins with', async () => {
    renameSync(join(root, 'sql'), join(outside, 'sql'));
    symlinkSync(join(outside, 'sql'), join(root, 'sql'));
    assert.deepEqual(findings(), ['sql unreadable-file']);
    const tree = nodeSourceTree(root, openGate);
    assert.equal(await tree.read('sql/a.sql'), null);
    rmSync(join(root, 'sql'));
    renameSync(join(outside, 'sql'), join(root, 'real'));
    symlinkSync('real', join(root, 'sql'));
    assert.deepEqual(findings(), []);
    assert.equal(await tree.read('sql/a.sql'), 'CREATE PROCEDURE a() SELECT 1;\n');
  });

  it('writes no source through a link out of the project', async () => {
    renameSync(join(root, 'sql'), join(root, 'real'));
    symlinkSync(outside, join(root, 'sql'));
    symlinkSync(join(outside, 'new.sql'), join(root, 'real/dangling.sql'));
    const tree = nodeSourceTree(root, openGate);
    for (const path of ['sql/b.sql', 'sql/deep/b.sql', 'real/dangling.sql']) {
      const written = await tree.write(path, 'x');
      assert.equal(written.ok ? '' : written.error.kind, 'bad-input', path);
      assert.match(
        written.ok ? '' : written.error.message,
        new RegExp(`^${path} is, or is inside, a link that leads out of the project`),
      );
    }
    assert.deepEqual(readdirSync(outside), []);
  });

  it('takes no version for a source', () => {
    const sources = ['**/*.sql', '.*/**/*.sql'];
    for (const folder of ['db/versions', '.kept', 'reg (1) [a]{b}']) {
      put({
        'sproc.json': JSON.stringify({ schema: 'shop', sources, registry: { folder } }),
        'sql/a.sql': 'CREATE PROCEDURE a() SELECT 1;\n',
      });
      assert.equal(sproc('register').exit, 0);
      put({ 'sql/a.sql': 'CREATE PROCEDURE a() SELECT 2;\n' });
      const { exit, err } = sproc('register');
      assert.deepEqual([folder, exit, err], [folder, 0, '']);
      assert.deepEqual(findings(), []);
      rmSync(join(root, folder), { recursive: true });
    }
  });

  it('removes what a writer left that the system ended for a file too large', function () {
    if (process.platform === 'win32') return this.skip();
    const files = Array.from({ length: 20 }, (_, i) => [
      `sql/p${i}.sql`,
      `CREATE PROCEDURE p${i}() SELECT '${'x'.repeat(2_000)}';\n`,
    ]);
    put(Object.fromEntries(files) as Record<string, string>);
    const line = `ulimit -f 1; exec '${process.execPath}' '${sprocProgram}' register`;
    const ended = spawnSync('bash', ['-c', line], { cwd: root, encoding: 'utf8' });
    assert.notEqual(ended.status, 0);
    const left = (): readonly string[] =>
      readdirSync(join(root, '.sproc'), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.tmp'));
    assert.notDeepEqual(left(), []);
    assert.match(sproc('register').out, /^\d+ versions registered/m);
    assert.deepEqual(left(), []);
    assert.equal(sproc('versions').exit, 0);
  });

  it('removes what killed writers left, and nothing else', async () => {
    assert.equal(sproc('register').exit, 0);
    const [old, young] = ['0123456789ab', 'ba9876543210'];
    const litter = [
      `.sproc/.writing.${old}.tmp/${young}`,
      `.sproc/.writing.${young}.tmp`,
      `sql/.b.sql.${old}.tmp`,
      `.sproc/.pending.json.${old}.tmp`,
    ];
    const kept = [
      `${routine}/.2.0.0.sql.tmp`,
      '.sproc/.writing.tmp',
      `.sproc/.pending.json.${young}.tmp`,
      `sql/.b.sql.${young}.tmp`,
      'sql/.b.sql.tmp',
      `sql/b.${old}.tmp`,
    ];
    put(Object.fromEntries([...litter, ...kept].map((file) => [file, 'half'])));
    for (const file of [...litter.slice(2), 'sql/.b.sql.tmp', `sql/b.${old}.tmp`]) utimesSync(join(root, file), 0, 0);
    put({ 'sql/a.sql': 'CREATE PROCEDURE a() SELECT 2;\n' });
    assert.equal(sproc('versions').exit, 0);
    assert.ok(litter.every((file) => existsSync(join(root, file))));
    assert.equal(sproc('register').exit, 0);
    await nodeSourceTree(root, openGate).write('sql/c.sql', '');
    assert.deepEqual(
      litter.filter((file) => existsSync(join(root, file))),
      [],
    );
    assert.deepEqual(
      kept.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });
});
