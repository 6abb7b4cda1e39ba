/** The words of drift: each routine's own state, what each answer does with it, and what an adoption did. */
import assert from 'node:assert/strict';
import type { DriftedRoutine } from '#engine';
import { askAboutDrops, describeDrift, printAdoption } from '../../client/src/documents/print-drift';

const drifted = (routine: string, state: DriftedRoutine['state'], alteredAt: string | null = null): DriftedRoutine => ({
  ...{ routine, state, alteredAt, kind: 'procedure', target: 'db1', version: '1.0.0', deployment: 'd' },
  ...{ deployedAt: null, definer: null, differences: [], patch: null },
});
const at = new Date(2026, 11, 1, 4, 26);
const both = [drifted('shop.a', 'changed', at.toISOString()), drifted('shop.b', 'missing')];

describe('the drift of an environment', () => {
  it('names what happened to each routine, at the local time, and what each answer does', () => {
    const { message, detail } = describeDrift('dev', both, at);
    assert.equal(message, '1 routine changed and 1 routine dropped on dev since the last deployment.');
    assert.deepEqual(detail.split('\n'), [
      'shop.a on db1: changed at 04:26',
      'shop.b on db1: dropped',
      '',
      'Adopt writes the live texts of changed routines to the source files.',
      'For dropped routines Adopt asks first whether the drop is accepted; their sources stay.',
      'Revert redeploys the last deployed texts, also of dropped routines.',
    ]);
    assert.equal(askAboutDrops('dev', ['shop.b']).message, 'shop.b was dropped on dev. Accept the drop?');
  });

  it('ends with a sentence about changed and dropped ones', () => {
    const done = { drifted: both, adopted: [{ routine: 'shop.a', file: 'a.sql', patch: null }] };
    assert.equal(
      printAdoption('dev', done, false),
      'Adopted 1 file from dev. shop.b was dropped on dev and remains drifted.',
    );
    assert.equal(printAdoption('dev', done, true), 'Adopted 1 file from dev. Accepted that shop.b was dropped on dev.');
  });
});
