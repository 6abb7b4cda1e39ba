import assert from 'node:assert/strict';
import type { StepTask } from '../../engine/src/lifecycle/execution/step-task';
import { splitIntoBatches, splitSteps } from '../../engine/src/lifecycle/execution/split-into-batches';
import { planScene } from '../support/plan-facts';

function worksOf(files: readonly string[], maxAllowedPacket = 16_777_216): readonly StepTask[] {
  const target = { write: { maxAllowedPacket } } as StepTask['target'];
  return planScene({ files: [...files] }).targets.flatMap(({ steps }) =>
    steps.map((step) => ({ step, target }) as StepTask),
  );
}

const procedures = (count: number, body = 'SELECT 1'): readonly string[] =>
  Array.from({ length: count }, (_, i) => `CREATE PROCEDURE p${i}() ${body}`);

describe('the steps of a plan', () => {
  it('go in one run where they go the same way, others alone', () => {
    const trigger = 'CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW SET @a = 1';
    const sizes = splitSteps(worksOf([...procedures(3), trigger])).map(({ length }) => length);
    assert.deepEqual(sizes, [3, 1]);
  });

  it('go in batches of a hundred', () => {
    const batches = splitIntoBatches(worksOf(procedures(250)));
    assert.deepEqual(
      batches.map(({ length }) => length),
      [100, 100, 50],
    );
  });

  it('go in batches that a packet of the ledger can hold', () => {
    const body = `SELECT '${'x'.repeat(200_000)}'`;
    const batches = splitIntoBatches(worksOf(procedures(5, body)));
    assert.deepEqual(
      batches.map(({ length }) => length),
      [2, 2, 1],
    );
  });

  it('go in small batches where a server takes small packets', () => {
    const batches = splitIntoBatches(worksOf(procedures(9), 16_384));
    assert.ok(batches.length > 2);
    assert.ok(batches.every(({ length }) => length < 5));
  });

  it('lose none and change no order', () => {
    const works = worksOf(procedures(250));
    assert.deepEqual(splitSteps(works).flatMap(splitIntoBatches).flat(), works);
  });
});
