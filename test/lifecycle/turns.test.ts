import assert from 'node:assert/strict';
import type { StepWork } from '../../engine/src/lifecycle/execution/step-work';
import { Turns } from '../../engine/src/lifecycle/execution/turns';
import { planScene, type Scene } from '../support/plan-facts';

const stored = (name: string, body: string): string =>
  `CREATE DEFINER=\`root\`@\`localhost\` PROCEDURE \`${name}\`() ${body}`;

function worksOf(scene: Scene): readonly StepWork[] {
  return planScene(scene).targets.flatMap(({ steps }) => steps.map((step) => ({ step }) as StepWork));
}

const namesOf = (works: readonly StepWork[] | null): readonly string[] | undefined =>
  works?.map(({ step }) => step.key.name);

describe('turns in a batch', () => {
  const alone = (): boolean => false;
  const together = (): boolean => true;
  const chain = ['CREATE PROCEDURE a() CALL b()', 'CREATE PROCEDURE b() CALL c()', 'CREATE PROCEDURE c() SELECT 2'];

  it('do not wait for each other where all is created', async () => {
    const turns = new Turns(worksOf({ files: chain }));
    assert.deepEqual(namesOf(await turns.take(2, together)), ['c', 'b']);
    assert.deepEqual(namesOf(await turns.take(2, together)), ['a']);
    assert.equal(await turns.take(2, together), null);
  });

  it('take only what goes with the first', async () => {
    const turns = new Turns(worksOf({ files: chain }));
    const isAlike = (first: StepWork, other: StepWork): boolean => first.step.key.name < other.step.key.name;
    assert.deepEqual(namesOf(await turns.take(9, isAlike)), ['c']);
    assert.deepEqual(namesOf(await turns.take(9, isAlike)), ['b']);
  });

  it('of what is replaced come after its callees', async () => {
    const live = [stored('a', 'SELECT 1'), stored('b', 'SELECT 1'), stored('c', 'SELECT 1')];
    const turns = new Turns(worksOf({ files: chain, live, deployed: live }));
    const first = await turns.take(9, alone);
    assert.deepEqual(namesOf(first), ['c']);
    let isNext = false;
    const second = turns.take(9, alone).then((works) => ((isNext = true), works));
    await new Promise(setImmediate);
    assert.equal(isNext, false);
    turns.end(first ?? []);
    assert.deepEqual(namesOf(await second), ['b']);
  });

  it('of what is replaced come after all that its new callees reach', async () => {
    const live = [stored('a', 'SELECT 1'), stored('c', 'SELECT 1')];
    const turns = new Turns(worksOf({ files: chain, live, deployed: live }));
    const [c, b] = [await turns.take(1, alone), await turns.take(1, alone)];
    assert.deepEqual([namesOf(c), namesOf(b)], [['c'], ['b']]);
    const last = turns.take(1, alone);
    turns.end(b ?? []);
    const isTaken = await Promise.race([last.then(() => true), new Promise((resolve) => setImmediate(resolve, false))]);
    assert.equal(isTaken, false, 'c is still being replaced');
    turns.end(c ?? []);
    assert.deepEqual(namesOf(await last), ['a']);
  });
});
