/** A language server that crashes too often says so, and a button starts it again. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import type { TestAccess } from '../../../client/src/extension';
import { eventually, openSproc, personWho } from './workbench';

/** VS Code's client starts a server again after each of the first four crashes within three minutes. */
const crashes = 5;

describe('a language server that stops', () => {
  let sproc: TestAccess;

  before(async function () {
    if (process.platform === 'win32') this.skip();
    sproc = await openSproc();
  });

  it('is started by the command', async () => {
    const before = await eventually(serverProcess, (id) => id !== null);
    const person = personWho({});
    sproc.answer(person);
    assert.equal(await vscode.commands.executeCommand('sproc.restartServer'), true);
    assert.deepEqual(person.heard, ['information: The language server of Sproc runs again.']);
    await eventually(serverProcess, (id) => id !== null && id !== before);
  });

  it('says in rows and in commands that it stopped, each with the way to start it', async () => {
    const working = await sproc.routines.getChildren();
    const person = personWho({});
    sproc.answer(person);
    let last: number | null = null;
    for (let i = 0; i < crashes; i++) {
      last = await eventually(serverProcess, (id) => id !== null && id !== last);
      // The client has to know it as running, so that its end is a crash.
      await eventually(
        async () => (await sproc.routines.getChildren()).map(({ id }) => id),
        (ids) => ids.join() === working.map(({ id }) => id).join(),
      );
      process.kill(Number(last), 'SIGKILL');
    }
    const [row] = await eventually(
      () => sproc.routines.getChildren(),
      (rows) => rows[0]?.kind === 'sproc.serverStopped',
    );
    assert.match(row?.label ?? '', /^The language server of Sproc has stopped\./);
    assert.equal(row?.command, 'sproc.restartServer');
    await eventually(
      () => person.heard.join('\n'),
      (heard) => /error: The language server of Sproc has stopped\..* Restart it\./.test(heard),
    );

    const pressing = personWho({ pressesInMessage: 'Restart Language Server' });
    sproc.answer(pressing);
    await vscode.commands.executeCommand('sproc.showVersions', {});
    assert.match(pressing.heard.join('\n'), /^error: The language server of Sproc has stopped\./);
    const rows = await eventually(
      () => sproc.routines.getChildren(),
      (shown) => shown[0]?.kind !== 'sproc.serverStopped',
    );
    assert.deepEqual(
      rows.map(({ id }) => id),
      working.map(({ id }) => id),
    );
  }).timeout(90_000);
});

/** Returns the process of the language server of this window; null if none runs. */
function serverProcess(): number | null {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const own = processes
    .map((line) => line.trim().split(/\s+/))
    .find(([, parent, ...words]) => {
      return parent === String(process.pid) && words.some((word) => /dist[\\/]server\.js$/.test(word));
    });
  return own === undefined ? null : Number(own[0]);
}
