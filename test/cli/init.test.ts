/** The questions of `sproc init` at a terminal. */
import assert from 'node:assert/strict';
import { run } from '../../cli/src/run';
import { memoryHost, type MemoryHost } from '../support/memory-host';

const files = { 'shop/a.sql': 'CREATE PROCEDURE a() SELECT 1;\n' };

async function init(typed: readonly string[], known = files): Promise<{ exit: number; host: MemoryHost }> {
  const host = memoryHost({ files: known, typed });
  return { exit: await run(['init'], host), host };
}

describe('sproc init at a terminal', () => {
  it('shows the file, asks, and writes it', async () => {
    const { exit, host } = await init(['y']);
    assert.equal(exit, 0);
    assert.match(host.out(), /"sources": \["shop\/\*\*\/\*\.sql"\][^]*Write this file\? \[y\/N\] Wrote /);
  });

  it('writes nothing without a yes', async () => {
    for (const typed of [['n'], [''], []]) {
      const { exit, host } = await init(typed);
      assert.equal(exit, 2);
      assert.match(host.err(), /Not confirmed\. sproc\.json was not written\./);
    }
  });
});
