/** The demo itself: its story must hold for the example shop as it is. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as readAll } from 'node:stream/consumers';
import { repositoryPath } from '../../../scripts/repository';
import { flavors } from '../../../scripts/servers/flavor';
import { findServerProgram } from '../../../scripts/servers/server-program';

describe('the demo', () => {
  it('tells its story to the end, and every command ends as told', async function () {
    this.timeout(180_000);
    for (const flavor of flavors) {
      const program = await findServerProgram(flavor);
      if (!program.ok && process.env['CI'] !== 'true') this.skip();
    }
    const script = repositoryPath('scripts', 'demo', 'run-demo.ts');
    const child = spawn(process.execPath, ['--require', 'tsx/cjs', script], {
      cwd: repositoryPath(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err, [exit]] = await Promise.all([
      readAll(child.stdout),
      readAll(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    assert.equal(exit, 0, `${out.slice(-3000)}\n${err}`);
    for (const server of ['MySQL', 'MariaDB']) assert.match(out, new RegExp(`Deploying to \\w+, which is ${server}`));
    assert.match(out, /npm run demo:editor/);
    assert.doesNotMatch(out + err, /only-for-the-demo/, 'a password was printed');
  });
});
