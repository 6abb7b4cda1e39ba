import assert from 'node:assert/strict';
import type { SavedDefinition, StepFinished } from '../../engine/src/ledger/ledger';
import { listPastStates, listEffectiveSteps } from '../../engine/src/lifecycle/rollback/past-states';

const key = { schema: 'shop', kind: 'procedure', name: 'p' } as const;

function saved(text: string): SavedDefinition {
  return {
    key,
    text,
    sqlMode: '',
    characterSet: 'utf8mb4',
    collation: '',
    databaseCollation: null,
    timeZone: null,
    triggerPlace: null,
    grants: null,
  };
}

/** Returns the states of a story. Texts are their own digests; `-` is a missing routine. */
function states(...story: readonly (readonly [StepFinished['type'], string, string])[]): string {
  return statesOf(story, false);
}

function stepsOf(story: readonly (readonly [StepFinished['type'], string, string])[]): readonly StepFinished[] {
  const digest = (text: string): string | null => (text === '-' ? null : text);
  return story.map(([type, before, after], i): StepFinished => ({
    kind: 'step-finished',
    deployment: `d${i}`,
    type,
    environment: 'e',
    targetSchema: 'shop',
    step: 1,
    key,
    logical: key,
    action: 'replace',
    strategy: 'queued',
    from: null,
    to: null,
    desired: null,
    before: digest(before),
    outcome: 'done',
    durationMs: 0,
    error: null,
    after: digest(after),
    live: null,
  }));
}

function statesOf(story: readonly (readonly [StepFinished['type'], string, string])[], isPruned: boolean): string {
  const texts = new Set(story.flatMap(([, before, after]) => [before, after]));
  return listPastStates({
    steps: stepsOf(story),
    definitions: new Map([...texts].map((text) => [text, saved(text)])),
    isPruned,
  })
    .map((state) => state.saved?.text ?? '-')
    .join(' ');
}

describe('what ran before', () => {
  it('is what deployments put on top of each other', () => {
    assert.equal(states(['deploy', '-', 'a'], ['deploy', 'a', 'b'], ['deploy', 'b', 'c']), '- a b c');
  });

  it('has the grants that were saved last, and not those of the deployment', () => {
    const grants = [{ user: 'app', host: '%', privileges: ['EXECUTE'], grantOption: false }];
    const steps = stepsOf([
      ['deploy', '-', 'deployed'],
      ['deploy', 'dropped', '-'],
    ]);
    const definitions = new Map([
      ['deployed', { ...saved('a'), grants: [] }],
      ['dropped', { ...saved('a'), grants }],
    ]);
    const past = listPastStates({ steps, definitions, isPruned: false });
    assert.deepEqual(
      past.map((state) => state.saved?.grants ?? null),
      [null, grants, null],
    );
  });

  it('is not guessed where what a rollback went back to was pruned', () => {
    assert.equal(statesOf([['rollback', 'b', 'a']], true), 'a');
    assert.equal(
      statesOf(
        [
          ['rollback', 'b', 'a'],
          ['deploy', 'a', 'c'],
        ],
        true,
      ),
      'a c',
    );
    assert.equal(statesOf([['rollback', 'b', 'a']], false), 'b a');
  });

  it('is taken off again by rollbacks, however often', () => {
    assert.equal(states(['deploy', '-', 'a'], ['deploy', 'a', 'b'], ['rollback', 'b', 'a']), '- a');
    assert.equal(
      states(['deploy', '-', 'a'], ['deploy', 'a', 'b'], ['rollback', 'b', 'a'], ['rollback', 'a', '-']),
      '-',
    );
    assert.equal(states(['deploy', '-', 'a'], ['rollback', 'a', '-'], ['deploy', '-', 'b']), '- b');
  });

  it('goes on top where a rollback led to something that never ran', () => {
    assert.equal(states(['deploy', '-', 'a'], ['deploy', 'a', 'b'], ['rollback', 'b', 'x']), '- a b x');
  });

  it('holds what somebody had put there by hand', () => {
    assert.equal(states(['deploy', '-', 'a'], ['deploy', 'by hand', 'b']), '- a by hand b');
  });

  it('leaves out what was undone', () => {
    const step = (outcome: StepFinished['outcome']) => ({ deployment: 'd', step: 1, outcome }) as StepFinished;
    assert.deepEqual(listEffectiveSteps([step('done'), step('restored')]), []);
    assert.equal(listEffectiveSteps([step('done')]).length, 1);
  });
});
