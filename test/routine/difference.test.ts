/** The details of a difference name both sides as whoever compares calls them. */
import assert from 'node:assert/strict';
import { findDifferences, type Sides } from '../../engine/src/routine/difference';
import { routineOf } from '../support/routine-of';

describe('the details of a difference', () => {
  const before = routineOf('CREATE DEFINER = a@localhost PROCEDURE p(x INT) SELECT 1');
  const after = routineOf('CREATE DEFINER = b@localhost PROCEDURE p(x BIGINT) DETERMINISTIC SELECT 1');
  const detailsOf = (sides?: Sides): readonly string[] =>
    findDifferences(before, after, sides === undefined ? {} : { sides }).map(({ detail }) => detail);

  it('speak of left and right where two sides are compared', () =>
    assert.deepEqual(detailsOf(), [
      'parameters are (in x int) on the left and (in x bigint) on the right',
      'defaults on the left, DETERMINISTIC on the right',
      'a@localhost on the left, b@localhost on the right',
    ]));

  it('speak of what was deployed and what is live where drift is told', () =>
    assert.deepEqual(detailsOf(['as deployed', 'live']), [
      'parameters are (in x int) as deployed and (in x bigint) live',
      'defaults as deployed, DETERMINISTIC live',
      'a@localhost as deployed, b@localhost live',
    ]));
});
