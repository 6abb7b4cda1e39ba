/** The ticks and the descriptions in the list of routines. */
import assert from 'node:assert/strict';
import { makeRoutineChoices } from '../../client/src/commands/routine-choices';
import { snapshotName, type RoutineSnapshot, type SourceRoutine } from '../../protocol/src/protocol';

const never = { version: null, isNeverDeployed: true } as const;
const seen: readonly RoutineSnapshot[] = [
  { routine: 'shop.a', kind: 'procedure', version: '1.0.0', state: 'in-sync', shown: 'in-sync', words: 'in sync' },
  { routine: 'shop.b', kind: 'procedure', version: '1.0.0', state: 'behind', shown: 'behind', words: 'behind' },
  { routine: 'shop.c', kind: 'function', ...never, state: 'missing', shown: 'not-deployed', words: 'not deployed' },
  { routine: 'shop.d', kind: 'procedure', version: null, state: 'drifted', shown: 'drifted', words: 'drifted' },
];
const sources: readonly SourceRoutine[] = seen.map(({ routine, kind }) => ({
  ...{ routine, kind, uri: 'file:///project/a.sql', line: 1, endLine: 1 },
}));
const observed = {
  ...{ at: '2025-09-07T14:03:11Z', summary: '', warnings: [] },
  routines: Object.fromEntries(seen.map((each) => [snapshotName(each.kind, each.routine), each])),
};
const print = (list: Partial<Parameters<typeof makeRoutineChoices>[0]>): readonly string[] =>
  makeRoutineChoices({ sources, here: 'shop.d', observed, ticksDue: true, ...list }).map(
    ({ label, description = '', picked }) => `${picked ? 'x' : ' '} ${label} ${description}`.trimEnd(),
  );

describe('the list of routines', () => {
  it('of an environment ticks what is behind or not deployed there, with the state of each', () =>
    assert.deepEqual(print({}), [
      'x shop.b 1.0.0 · behind',
      'x shop.c not deployed',
      '  shop.d drifted',
      '  shop.a 1.0.0 · in sync',
    ]));

  it('ticks the routine under the cursor where no environment was chosen first', () =>
    assert.deepEqual(print({ ticksDue: false, observed: null }), [
      ...['x shop.d', '  shop.a', '  shop.b', '  shop.c'],
    ]));

  it('has what is due on top, below the routine under the cursor, where nothing is ticked for it', () =>
    assert.deepEqual(print({ ticksDue: false }), [
      'x shop.d drifted',
      '  shop.b 1.0.0 · behind',
      '  shop.c not deployed',
      '  shop.a 1.0.0 · in sync',
    ]));

  it('names a procedure and a function of one name once', () => {
    const twins = (['procedure', 'function'] as const).map((kind) => ({ ...sources[0], kind }) as SourceRoutine);
    assert.deepEqual(print({ sources: twins, observed: null }), ['  shop.a']);
  });
});
