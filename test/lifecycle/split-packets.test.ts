import assert from 'node:assert/strict';
import { splitPackets, type Packing } from '../../engine/src/lifecycle/planning/steps/split-packets';

function split(words: readonly string[], packing: Partial<Packing<string>> = {}): readonly string[] {
  const measure = (word: string): number => word.length * 100_000;
  return splitPackets(words, { most: 10, measure, ...packing }).map((packet) => packet.join(' '));
}

describe('what is sent', () => {
  it('goes in packets of no more than so many', () => {
    assert.deepEqual(split(['', '', '', '', ''], { most: 2 }), [' ', ' ', '']);
  });

  it('goes in packets that every server takes, and what is too big goes alone', () => {
    assert.deepEqual(split(['aa', 'bb', 'c', 'd', 'eeeeeee', 'f']), ['aa bb c', 'd', 'eeeeeee', 'f']);
  });

  it('goes only with what may go with the first', () => {
    const joins = (first: string, word: string): boolean => first[0] === word[0];
    assert.deepEqual(split(['a', 'a2', 'b', 'a'], { joins }), ['a a2', 'b', 'a']);
  });
});
