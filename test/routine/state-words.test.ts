/** States as people read them: what was never deployed is neither missing nor drifted. */
import assert from 'node:assert/strict';
import type { RoutineState, RoutineStatus } from '#engine';
import { isDrift, printState, summarizeStates } from '../../engine/src/routine/states/state-words';

const [outside, never] = [{ isChangedOutside: true }, { isNeverDeployed: true }] as const;
const status = (state: RoutineState, more: Partial<RoutineStatus> = {}): RoutineStatus => ({
  version: null,
  state,
  ...more,
});

describe('the state of a routine, in words', () => {
  for (const [given, words, drift] of [
    [status('in-sync'), 'in sync', false],
    [status('in-sync', outside), 'in sync, changed outside Sproc', true],
    [status('behind'), 'behind', false],
    [status('drifted'), 'drifted', true],
    [status('different', never), 'different, never deployed by Sproc', false],
    [status('different'), 'different', false],
    [status('different', { isDropped: true }), 'different, created after Sproc dropped it', false],
    [status('missing', { isDropped: true }), 'not deployed, dropped by Sproc', false],
    [status('unmanaged', { project: 'team2' }), 'unmanaged, deployed by project team2', false],
    [status('missing', outside), 'missing, dropped outside Sproc', true],
    [status('missing', never), 'not deployed', false],
    [status('missing'), 'missing', false],
  ] as const)
    it(`is ${words}`, () => assert.deepEqual([printState(given), isDrift(given)], [words, drift]));

  it('is counted once, drift as drift is counted', () => {
    const all = [status('in-sync'), status('in-sync', outside), status('missing', outside), status('drifted')];
    assert.equal(summarizeStates(all), '3 drifted');
    assert.equal(
      summarizeStates([status('behind'), status('missing', never), status('different', never)]),
      '1 different, 1 behind, 1 not deployed',
    );
    assert.equal(summarizeStates([status('in-sync'), status('unmanaged')]), '');
  });
});
