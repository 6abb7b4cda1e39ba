/** The details of a difference give the value of the left side first, then that of the right. */
import assert from 'node:assert/strict';
import { findDifferences } from '../../engine/src/routine/difference';
import { routineOf } from '../support/routine-of';

describe('the details of a difference', () => {
  const before = routineOf('CREATE DEFINER = a@localhost PROCEDURE p(x INT) SELECT 1');
  const after = routineOf('CREATE DEFINER = b@localhost PROCEDURE p(x BIGINT) DETERMINISTIC SELECT 1');

  it('lead from one value to the other', () =>
    assert.deepEqual(
      findDifferences(before, after).map(({ detail }) => detail),
      ['parameters (in x int) → (in x bigint)', '(defaults) → DETERMINISTIC', 'a@localhost → b@localhost'],
    ));

  it('are values, from which other sentences are made', () =>
    assert.deepEqual(
      findDifferences(before, after).flatMap(({ changes }) => changes.map(({ name }) => name)),
      ['parameters', 'characteristics', 'definer'],
    ));
});
