/** Commands that only read, in a stranger's project: nothing is written, run or connected to. */
import assert from 'node:assert/strict';
import { makeHostileProject, type HostileProject, type HostileRegistry } from '../support/hostile-project';
import { bundleSproc, runSproc, type SprocRun } from '../support/sproc-process';

const offline = [
  'check',
  'check sql/a.sql',
  'inspect',
  'inspect sql',
  'graph',
  'graph --format svg',
  'show a',
  'show shop.b',
] as const;
/** The commands that print registered versions, for which a registry on a server is connected to. */
const ofVersions = ['versions', 'compare workspace registry', 'show a@1.0.0'];

describe('commands that only read', function () {
  this.timeout(120_000);
  let project: HostileProject;
  before(bundleSproc);
  afterEach(() => project.remove());

  async function run(registry: HostileRegistry, lines: readonly string[]): Promise<readonly SprocRun[]> {
    project = await makeHostileProject(registry);
    const before = project.files();
    const runs: SprocRun[] = [];
    for (const line of lines) {
      const { exit, out, err } = runSproc(line, { folder: project.root, variables: project.variables });
      assert.ok(exit !== null && exit !== 70, `${line}: exit ${String(exit)}: ${err}`);
      runs.push({ exit, out, err });
    }
    assert.deepEqual(project.done(), []);
    assert.equal(project.began(), lines.length);
    assert.deepEqual(project.files(), before);
    assert.equal(project.connections(), 0);
    return runs;
  }

  it('write nothing, run nothing and connect to nothing', async () => {
    await run('folder', [...offline, ...ofVersions]);
  });

  it('do so where no environment is, and status asks the files alone', async () => {
    await run('alone', ['status', 'check']);
  });

  it('do so also where the registry is on a server', async () => {
    await run('server', offline);
  });

  it('tell what check could not judge without connecting', async () => {
    const [people, json] = await run('server', ['check', 'check --json']);
    const note =
      'The registry is on a server, so statuses of versions are not checked. Run `sproc check --env dev` to connect.';
    assert.deepEqual([people?.exit, people?.err], [0, `note: ${note}\n`]);
    assert.deepEqual(JSON.parse(json?.out ?? ''), { diagnostics: [], notes: [note] });
    assert.deepEqual([json?.exit, json?.err], [0, '']);
  });

  it('are recorded: a command that may run programs and connect shows up', async () => {
    project = await makeHostileProject('server');
    runSproc('plan dev', { folder: project.root, variables: project.variables });
    assert.ok(project.done().some((line) => line.startsWith('spawn ')));
    assert.equal(project.files()['RUN'], '');
  });
});
