/** The order of a table's triggers: what it is to be, and which of them have to be created again. */
import assert from 'node:assert/strict';
import { findSettled, keepOrder, sortByPrecedence } from '../../engine/src/lifecycle/planning/settle-trigger-order';
import { insertAt, isInPlace } from '../../engine/src/lifecycle/planning/trigger-lists';

const none: readonly string[] = [];

describe('an order of triggers', () => {
  it('stays as it is where nothing demands another', () => {
    assert.deepEqual(sortByPrecedence(['b', 'a', 'c'], [['b', 'c']]), ['b', 'a', 'c']);
  });

  it('follows what has to be before what', () => {
    assert.deepEqual(
      sortByPrecedence(
        ['c', 'a', 'b'],
        [
          ['a', 'b'],
          ['b', 'c'],
        ],
      ),
      ['a', 'b', 'c'],
    );
  });

  it('keeps all names where the demands are a circle', () => {
    assert.deepEqual(
      sortByPrecedence(
        ['a', 'b'],
        [
          ['a', 'b'],
          ['b', 'a'],
        ],
      ),
      ['a', 'b'],
    );
  });

  it('takes a name in beside the one that it states, and otherwise at the end', () => {
    assert.deepEqual(insertAt(['a', 'b'], 'x', { before: ['a'], after: none }), ['a', 'x', 'b']);
    assert.deepEqual(insertAt(['a', 'b'], 'x', { before: none, after: ['a'] }), ['x', 'a', 'b']);
    assert.deepEqual(insertAt(['a', 'b'], 'x', { before: ['y'], after: none }), ['a', 'b', 'x']);
    assert.equal(isInPlace(['a', 'x', 'b'], 'x', { before: ['b'], after: none }), false);
  });

  it('leaves as many in place as possible, those of others first', () => {
    const goal = ['a', 'b', 'c'];
    assert.deepEqual([...findSettled(['b', 'c', 'a'], goal, () => 1)], ['b', 'c']);
    assert.deepEqual([...findSettled(['b', 'c', 'a'], goal, (name) => (name === 'a' ? 9 : 1))], ['a']);
    assert.deepEqual(keepOrder(goal), [
      ['a', 'b'],
      ['b', 'c'],
    ]);
  });
});
