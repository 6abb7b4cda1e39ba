/** The hazard of another sql_mode names only the words that differ. */
import assert from 'node:assert/strict';
import { collectHazards } from '../../engine/src/lifecycle/planning/steps/hazards';

const hazardsOf = (from: string, to: string): readonly string[] =>
  collectHazards({
    classified: {
      state: 'behind',
      differences: [{ kind: 'modes', detail: '', changes: [{ name: 'sql_mode', from, to }] }],
    } as never,
    ...{ live: null, isDeployed: true, cycle: [] },
  });

describe('the hazard of another sql_mode', () => {
  it('names what is removed and added', () => {
    assert.deepEqual(hazardsOf('ANSI_QUOTES,IGNORE_SPACE', 'ANSI_QUOTES'), [
      'Its sql_mode changes: IGNORE_SPACE removed.',
    ]);
    assert.deepEqual(hazardsOf("''", 'STRICT_ALL_TABLES'), ['Its sql_mode changes: STRICT_ALL_TABLES added.']);
  });
});
