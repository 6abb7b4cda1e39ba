import assert from 'node:assert/strict';
import type { StepTask } from '../../engine/src/lifecycle/execution/step-task';
import { Scheduler } from '../../engine/src/lifecycle/execution/scheduler';
import { planScene, type Scene } from '../support/plan-facts';

const stored = (name: string, body: string): string =>
  `CREATE DEFINER=\`root\`@\`localhost\` PROCEDURE \`${name}\`() ${body}`;

function worksOf(scene: Scene): readonly StepTask[] {
  return planScene(scene).targets.flatMap(({ steps }) => steps.map((step) => ({ step }) as StepTask));
}

const namesOf = (works: readonly StepTask[] | null): readonly string[] | undefined =>
  works?.map(({ step }) => step.key.name);

describe('turns in a batch', () => {
  const alone = (): boolean => false;
  const together = (): boolean => true;
  const chain = ['CREATE PROCEDURE a() CALL b()', 'CREATE PROCEDURE b() CALL c()', 'CREATE PROCEDURE c() SELECT 2'];

  it('do not wait for each other where all is created', async () => {
    const turns = new Scheduler(worksOf({ files: chain }));
    assert.deepEqual(namesOf(await turns.next(2, together)), ['c', 'b']);
    assert.deepEqual(namesOf(await turns.next(2, together)), ['a']);
    assert.equal(await turns.next(2, together), null);
  });

  it('take only what goes with the first', async () => {
    const turns = new Scheduler(worksOf({ files: chain }));
    const isAlike = (first: StepTask, other: StepTask): boolean => first.step.key.name < other.step.key.name;
    assert.deepEqual(namesOf(await turns.next(9, isAlike)), ['c']);
    assert.deepEqual(namesOf(await turns.next(9, isAlike)), ['b']);
  });

  it('of what is replaced come after its callees', async () => {
    const live = [stored('a', 'SELECT 1'), stored('b', 'SELECT 1'), stored('c', 'SELECT 1')];
    const turns = new Scheduler(worksOf({ files: chain, live, deployed: live }));
    const first = await turns.next(9, alone);
    assert.deepEqual(namesOf(first), ['c']);
    let isNext = false;
    const second = turns.next(9, alone).then((works) => ((isNext = true), works));
    await new Promise(setImmediate);
    assert.equal(isNext, false);
    turns.complete(first ?? []);
    assert.deepEqual(namesOf(await second), ['b']);
  });

  it('of what is replaced come after all that its new callees reach', async () => {
    const live = [stored('a', 'SELECT 1'), stored('c', 'SELECT 1')];
    const turns = new Scheduler(worksOf({ files: chain, live, deployed: live }));
    const [c, b] = [await turns.next(1, alone), await turns.next(1, alone)];
    assert.deepEqual([namesOf(c), namesOf(b)], [['c'], ['b']]);
    const last = turns.next(1, alone);
    turns.complete(b ?? []);
    const isTaken = await Promise.race([last.then(() => true), new Promise((resolve) => setImmediate(resolve, false))]);
    assert.equal(isTaken, false, 'c is still being replaced');
    turns.complete(c ?? []);
    assert.deepEqual(namesOf(await last), ['a']);
  });
});
