/** The project's ports on this machine: disk, process environment, git. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openGate } from '../../engine/src/base/node-gate';
import { nodeIndexStore } from '../../engine/src/analysis/sources/node-index-store';
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import { nodeProvenance } from '../../engine/src/project/node-provenance';
import { withoutPasswords } from '../../engine/src/project/password-variable';
import { nodeSecrets } from '../../engine/src/project/node-secrets';
import { searchApplications, searchLimits } from '../../engine/src/lifecycle/dependants/search-applications';
import { largestSource, nodeSourceTree } from '../../engine/src/project/node-source-tree';

let root = '';

/** Creates a fresh folder for each test of the suite. */
function useFreshFolder(): void {
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'project-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));
}

describe('nodeSourceTree', () => {
  useFreshFolder();

  it('lists what matches, sorted, with ! leaving out, and never what packages bring', async () => {
    for (const folder of ['b', 'a/draft', 'node_modules/x']) mkdirSync(join(root, folder), { recursive: true });
    for (const file of ['b/2.sql', 'a/1.sql', 'a/draft/3.sql', 'a/note.txt', 'node_modules/x/4.sql'])
      writeFileSync(join(root, file), '');
    const tree = nodeSourceTree(root, openGate);
    assert.deepEqual(await tree.list(['**/*.sql', '!a/draft/**']), ['a/1.sql', 'b/2.sql']);
    assert.deepEqual(await tree.list(['nowhere/*.sql']), []);
    assert.deepEqual(await tree.list([]), []);
  });

  it('does not walk in circles', async () => {
    mkdirSync(join(root, 'a'));
    writeFileSync(join(root, 'a/1.sql'), '');
    symlinkSync(root, join(root, 'a/again'));
    assert.deepEqual(await nodeSourceTree(root, openGate).list(['**/*.sql']), ['a/1.sql']);
  });

  it('keeps a byte order mark, and marks bytes that are not UTF-8, and writes no such text', async () => {
    writeFileSync(join(root, 'bom.sql'), Buffer.from([0xef, 0xbb, 0xbf, 0x41]));
    writeFileSync(join(root, 'bad.sql'), Buffer.from([0x41, 0xff, 0x42]));
    const tree = nodeSourceTree(root, openGate);
    assert.equal(await tree.read('bom.sql'), '\uFEFFA');
    assert.equal(await tree.read('bad.sql'), 'A\uDCFFB');
    await assert.rejects(tree.write('bad.sql', 'A\uDCFFB'), /could not be decoded/);
    assert.deepEqual(readFileSync(join(root, 'bad.sql')), Buffer.from([0x41, 0xff, 0x42]));
    await tree.write('bom.sql', '\uFEFFB');
    assert.deepEqual(readFileSync(join(root, 'bom.sql')), Buffer.from([0xef, 0xbb, 0xbf, 0x42]));
  });

  it('reads no folder, no missing file, and none that is too large', async () => {
    mkdirSync(join(root, 'folder.sql'));
    writeFileSync(join(root, 'huge.sql'), '');
    truncateSync(join(root, 'huge.sql'), largestSource + 1);
    const tree = nodeSourceTree(root, openGate);
    for (const path of ['folder.sql', 'missing.sql', 'huge.sql']) assert.equal(await tree.read(path), null, path);
  });

  it('searches the applications of the project, and no file that a link leads out to', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'sproc-outside-'));
    writeFileSync(join(outside, 'secret.py'), 'place_order');
    mkdirSync(join(root, 'src'));
    symlinkSync(outside, join(root, 'src/away'));
    symlinkSync(join(outside, 'secret.py'), join(root, 'src/link.py'));
    writeFileSync(join(root, 'src/a.py'), 'x\nplace_order');
    writeFileSync(join(root, 'src/large.py'), 'place_order'.repeat(100));
    const tree = nodeSourceTree(root, openGate);
    assert.equal(await tree.read('src/large.py', 1_099), null);
    const sought = new Map([['p', { name: 'place_order', isCaseSensitive: false }]]);
    const searched = await searchApplications({ tree, patterns: ['src/**'], isSource: () => false }, sought, {
      ...searchLimits,
      bytes: 1024,
    });
    rmSync(outside, { recursive: true });
    assert.deepEqual([...searched.places], [['p', [{ file: 'src/a.py', line: 2 }]]]);
    assert.deepEqual(
      searched.notes.map(({ message }) => message.replace(/^.*: /, '')),
      ['src/away, src/large.py, src/link.py.'],
    );
  });

  it('writes whole files, makes folders, keeps mode and link, and leaves nothing behind', async () => {
    const tree = nodeSourceTree(root, openGate);
    await tree.write('new/deep/a.sql', 'ä');
    assert.equal(readFileSync(join(root, 'new/deep/a.sql'), 'utf8'), 'ä');
    chmodSync(join(root, 'new/deep/a.sql'), 0o640);
    symlinkSync(join(root, 'new/deep/a.sql'), join(root, 'link.sql'));
    await tree.write('link.sql', 'b');
    assert.equal(readFileSync(join(root, 'new/deep/a.sql'), 'utf8'), 'b');
    assert.equal(statSync(join(root, 'new/deep/a.sql')).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(join(root, 'new/deep')), ['a.sql']);
    assert.deepEqual(readdirSync(root), ['link.sql', 'new']);
  });

  it('never leaves the project', async () => {
    const tree = nodeSourceTree(root, openGate);
    for (const path of ['../out.sql', 'a/../../out.sql', '/tmp/out.sql', '.'])
      await assert.rejects(async () => tree.write(path, ''), path);
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('nodeSecrets', () => {
  useFreshFolder();

  function environment(passwordCommand?: string) {
    const raw = { stage: 'TESTING', host: 'h', user: 'u', schema: 's', passwordCommand };
    const config = parseProjectFile(JSON.stringify({ environments: { 'prod-eu': raw } })).value;
    assert.ok(config?.environments['prod-eu']);
    return config.environments['prod-eu'];
  }
  const node = JSON.stringify(process.execPath);

  it('prefers the variable', async () => {
    const secrets = nodeSecrets({ root, variables: { SPROC_PASSWORD_PROD_EU: 'from variable' }, gate: openGate });
    assert.deepEqual(await secrets.password(environment('exit 1')), { ok: true, value: 'from variable' });
  });

  it('has the key of a ledger from a variable of its own, and hides it from programs', async () => {
    const variables = { SPROC_LEDGER_KEY_PROD_EU: 'k3y', SPROC_LEDGER_KEY_DEV: '' };
    const secrets = nodeSecrets({ root, variables, gate: openGate });
    assert.deepEqual(await secrets.ledgerKey(environment()), { ok: true, value: 'k3y' });
    assert.deepEqual(await nodeSecrets({ root, variables: {}, gate: openGate }).ledgerKey(environment()), {
      ok: true,
      value: null,
    });
    assert.deepEqual(withoutPasswords({ ...variables, PATH: '/bin', SPROC_PASSWORD_X: 'p' }), { PATH: '/bin' });
  });

  it('refuses a key of a ledger that is set and empty, by its name: a secret that did not arrive', async () => {
    for (const key of ['', ' ']) {
      const secrets = nodeSecrets({ root, variables: { SPROC_LEDGER_KEY_PROD_EU: key }, gate: openGate });
      const answer = await secrets.ledgerKey(environment());
      assert.equal(!answer.ok && answer.error.kind, 'not-permitted');
      assert.match(answer.ok ? '' : answer.error.message, /^SPROC_LEDGER_KEY_PROD_EU is set, but empty, so /);
    }
  });

  it('runs the command in the project folder and cuts one line end', async () => {
    writeFileSync(join(root, 'secret.txt'), ' s3cret \n\n');
    const secrets = nodeSecrets({ root, variables: {}, gate: openGate });
    assert.deepEqual(await secrets.password(environment('cat secret.txt')), { ok: true, value: ' s3cret \n' });
  });

  it('has none where neither is set', async () => {
    assert.deepEqual(await nodeSecrets({ root, variables: {}, gate: openGate }).password(environment()), {
      ok: true,
      value: null,
    });
  });

  it('tells a command that fails, without what it printed', async () => {
    const secrets = nodeSecrets({ root, variables: {}, gate: openGate });
    const answer = await secrets.password(
      environment(`${node} -e "console.log('hunter2'); console.error('hunter2'); process.exit(3)"`),
    );
    assert.deepEqual(answer, {
      ok: false,
      error: {
        kind: 'not-permitted',
        message: "The passwordCommand of environment 'prod-eu' ended with exit code 3.",
        remedy: 'Run it by hand to see why, or set SPROC_PASSWORD_PROD_EU.',
      },
    });
  });

  it('sends a password only to the places that SPROC_HOST_ names', async () => {
    const ask = (places: string, more: object = {}) => {
      const variables = { SPROC_PASSWORD_PROD_EU: 'secret', SPROC_HOST_PROD_EU: places, ...more };
      return nodeSecrets({ root, variables, gate: openGate }).password(environment('echo secret'));
    };
    for (const places of ['h', 'H:3306', 'other:3307, h:3306'])
      assert.deepEqual(await ask(places), { ok: true, value: 'secret' }, places);
    for (const places of ['h:3307', 'other', '/run/h']) {
      for (const more of [{}, { SPROC_PASSWORD_PROD_EU: undefined }]) {
        const answer = await ask(places, more);
        assert.equal(!answer.ok && answer.error.kind, 'not-permitted');
        assert.match(answer.ok ? '' : answer.error.message, /on h:3306, but SPROC_HOST_PROD_EU allows only /);
      }
    }
  });

  it('sends a password nowhere where SPROC_HOST_ is set and empty: a limit that did not arrive', async () => {
    for (const places of ['', ' ', ' , ']) {
      const variables = { SPROC_PASSWORD_PROD_EU: 'secret', SPROC_HOST_PROD_EU: places };
      const answer = await nodeSecrets({ root, variables, gate: openGate }).password(environment());
      assert.equal(!answer.ok && answer.error.kind, 'not-permitted', places);
      assert.match(answer.ok ? '' : answer.error.message, /^SPROC_HOST_PROD_EU is set, but empty, so /);
    }
  });

  it('warns once where a pipeline does not say where its password goes', async () => {
    const warned: string[] = [];
    const tell = (sentence: string): void => void warned.push(sentence);
    const variables = { SPROC_PASSWORD_PROD_EU: 'secret', CI: 'true' };
    const secrets = nodeSecrets({ root, variables, gate: openGate, report: tell });
    await secrets.password(environment());
    await secrets.password(environment());
    assert.equal(warned.length, 1);
    assert.match(warned[0] ?? '', /^SPROC_PASSWORD_PROD_EU is sent .*SPROC_HOST_PROD_EU.*\.$/);
    const quiet = [
      { ...variables, SPROC_HOST_PROD_EU: 'h' },
      { ...variables, CI: '' },
    ];
    for (const known of quiet)
      await nodeSecrets({ root, variables: known, gate: openGate, report: tell }).password(environment());
    assert.equal(warned.length, 1);
  });

  it('ends all that a command has started, when its time is over', async function () {
    if (process.platform === 'win32') this.skip();
    const secrets = nodeSecrets({ root, variables: {}, gate: openGate, commandTimeout: 500 });
    const answer = await secrets.password(environment('sleep 60 & echo $! > pid; wait'));
    assert.match(answer.ok ? '' : answer.error.message, /did not print a password within 0\.5 seconds/);
    const pid = Number(readFileSync(join(root, 'pid'), 'utf8'));
    // A zombie whose parent has not looked yet has ended, too.
    for (let tries = 0; isRunning(pid); tries++) {
      assert.ok(tries < 100, `${pid} still runs.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  it('does not wait for ever', async () => {
    const secrets = nodeSecrets({ root, variables: {}, gate: openGate, commandTimeout: 200 });
    const answer = await secrets.password(environment(`${node} -e "setTimeout(() => {}, 3000)"`));
    assert.match(answer.ok ? '' : answer.error.message, /did not print a password within 0\.2 seconds/);
  });
});

describe('nodeProvenance', () => {
  useFreshFolder();

  const isolated = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const git = (...words: readonly string[]) =>
    execFileSync('git', words, { cwd: root, encoding: 'utf8', env: { ...process.env, ...isolated } }).trim();

  it('knows author, commit and branch of a checkout', async () => {
    git('init', '--quiet', '--initial-branch=release/1');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    git('commit', '--quiet', '--allow-empty', '-m', 'First');
    const provenance = nodeProvenance(root, {}, openGate);
    assert.equal(await provenance.author(), 'Ada <ada@example.com>');
    assert.equal(await provenance.commit(), git('rev-parse', 'HEAD'));
    assert.equal(await provenance.branch(), 'release/1');
    git('checkout', '--quiet', '--detach');
    assert.equal(await provenance.branch(), null);
    assert.equal(
      await nodeProvenance(root, { GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main' }, openGate).branch(),
      'main',
    );
    assert.equal(await nodeProvenance(root, { CI_COMMIT_BRANCH: 'main' }, openGate).branch(), 'main');
  });

  it('manages without one', async () => {
    const provenance = nodeProvenance(root, {}, openGate);
    assert.equal(await provenance.commit(), null);
    assert.equal(await provenance.branch(), null);
    assert.notEqual(await provenance.author(), '');
    assert.notEqual(provenance.host(), '');
    assert.equal(await provenance.gitFault(), null);
  });

  it('tells why git cannot read a checkout', async () => {
    git('init', '--quiet');
    const folder = join(root, 'routines');
    mkdirSync(folder);
    const provenance = nodeProvenance(folder, {}, openGate);
    const under = async (variables: Readonly<Record<string, string>>): Promise<unknown> => {
      const before = { ...process.env };
      Object.assign(process.env, variables);
      try {
        return await provenance.gitFault();
      } finally {
        for (const name of Object.keys(variables)) Reflect.deleteProperty(process.env, name);
        Object.assign(process.env, before);
      }
    };
    assert.equal(await provenance.gitFault(), null);
    assert.deepEqual(await under({ ...isolated, GIT_TEST_ASSUME_DIFFERENT_OWNER: '1' }), {
      message: 'git refused this folder, because it belongs to another user (safe.directory).',
      remedy: `Run \`git config --global --add safe.directory ${root}\`.`,
    });
    assert.deepEqual(await under({ PATH: '/nowhere' }), {
      message: 'git was not found on this machine.',
      remedy: 'Install git, or add it to PATH.',
    });
  });
});

describe('nodeIndexStore', () => {
  useFreshFolder();

  const lines = async function* (...texts: readonly string[]): AsyncGenerator<string> {
    yield* texts;
    await Promise.resolve();
  };
  const storeOf = (program: string): ReturnType<typeof nodeIndexStore> =>
    nodeIndexStore({ cache: join(root, 'cache'), project: 'file:///shop', program, gate: openGate });

  it('gives back what it was given, also to another process, and to nobody but this user', async () => {
    const program = join(root, 'server.js');
    writeFileSync(program, 'one');
    assert.equal(await storeOf(program).read(), null);
    await storeOf(program).write(lines('header\n', 'x'.repeat(300_000), '\n'));
    assert.equal(await storeOf(program).read(), `header\n${'x'.repeat(300_000)}\n`);
    const [file = ''] = readdirSync(join(root, 'cache'));
    assert.equal(statSync(join(root, 'cache', file)).mode & 0o777, 0o600);
  });

  it('gives back nothing to another program', async () => {
    const program = join(root, 'server.js');
    writeFileSync(program, 'one');
    await storeOf(program).write(lines('header\n'));
    writeFileSync(program, 'two');
    assert.equal(await storeOf(program).read(), null);
  });

  it('leaves what was kept where writing fails, and no litter', async () => {
    const program = join(root, 'server.js');
    writeFileSync(program, 'one');
    await storeOf(program).write(lines('old\n'));
    const failing = async function* (): AsyncGenerator<string> {
      yield 'half';
      await Promise.resolve();
      throw new Error('the index cannot be printed');
    };
    await storeOf(program).write(failing());
    assert.equal(await storeOf(program).read(), 'old\n');
    assert.equal(readdirSync(join(root, 'cache')).length, 1);
  });

  it('clears away what a writer left that died long ago', async () => {
    const program = join(root, 'server.js');
    writeFileSync(program, 'one');
    mkdirSync(join(root, 'cache'));
    const [old, young] = ['0123456789ab', 'ba9876543210'].map((id) => join(root, `cache/x.index.${id}.tmp`)) as [
      string,
      string,
    ];
    for (const file of [old, young, join(root, 'cache/other.tmp')]) writeFileSync(file, 'half');
    utimesSync(old, 0, 0);
    utimesSync(join(root, 'cache/other.tmp'), 0, 0);
    await storeOf(program).write(lines('new\n'));
    assert.deepEqual(
      readdirSync(join(root, 'cache')).filter((name) => name.endsWith('.tmp')),
      ['other.tmp', 'x.index.ba9876543210.tmp'],
    );
  });

  it('does without a folder that cannot be made', async () => {
    writeFileSync(join(root, 'file'), '');
    const store = nodeIndexStore({
      cache: join(root, 'file/cache'),
      project: 'file:///shop',
      program: __filename,
      gate: openGate,
    });
    await store.write(lines('header\n'));
    assert.equal(await store.read(), null);
  });
});
