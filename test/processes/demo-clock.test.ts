/** Long work of the demo shows the elapsed time and its subject. */
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { printElapsed, showClock } from '../../scripts/demo/clock';

describe('the clock of the demo', () => {
  const run = async (isTerminal: boolean): Promise<string> => {
    let written = '';
    const output = { isTerminal, pauseMs: 20, write: (text: string) => (written += text) };
    assert.equal(await showClock('Starting VS Code', () => wait(110, 'done'), output), 'done');
    return written;
  };

  it('writes one line again and again in a terminal, and clears it', async () => {
    const written = await run(true);
    assert.ok(written.split('\r').length > 3, JSON.stringify(written));
    assert.ok(!written.includes('\n'));
    assert.ok(written.startsWith('\u001B[2K  0:00  Starting VS Code\r'));
    assert.ok(written.endsWith('\u001B[2K'));
  });

  it('writes lines elsewhere', async () => {
    const lines = (await run(false)).split('\n');
    assert.ok(lines.length > 2);
    assert.equal(lines[0], '  0:00  Starting VS Code');
  });

  it('ends with work that fails', async () => {
    let written = 0;
    const output = { isTerminal: false, pauseMs: 5, write: () => written++ };
    await assert.rejects(
      showClock('x', () => Promise.reject(new Error('no')), output),
      /no/,
    );
    await wait(30);
    assert.equal(written, 0);
  });

  it('prints minutes and seconds', () => {
    assert.deepEqual([0, 59_999, 65_000, 600_000].map(printElapsed), ['0:00', '0:59', '1:05', '10:00']);
  });
});
