/** What `sproc init` asks at a terminal. */
import assert from 'node:assert/strict';
import { run } from '../../cli/src/run';
import { memoryWorld, type MemoryWorld } from '../support/memory-world';

const files = { 'shop/a.sql': 'CREATE PROCEDURE a() SELECT 1;\n' };

async function init(typed: readonly string[], known = files): Promise<{ exit: number; world: MemoryWorld }> {
  const world = memoryWorld({ files: known, typed });
  return { exit: await run(['init'], world), world };
}

describe('sproc init at a terminal', () => {
  it('shows the file, asks, and writes it', async () => {
    const { exit, world } = await init(['y']);
    assert.equal(exit, 0);
    assert.match(world.out(), /"sources": \["shop\/\*\*\/\*\.sql"\][^]*Write this file\? \[y\/N\] Wrote /);
  });

  it('writes nothing without a yes', async () => {
    for (const typed of [['n'], [''], []]) {
      const { exit, world } = await init(typed);
      assert.equal(exit, 2);
      assert.match(world.err(), /Not confirmed\. sproc\.json was not written\./);
    }
  });
});
