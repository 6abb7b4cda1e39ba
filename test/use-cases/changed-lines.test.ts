/** The number of different lines in two bodies. */
import assert from 'node:assert/strict';
import { countChangedLines } from '../../engine/src/use-cases/shared/render-patch';

describe('changed lines', () => {
  it('are counted on each side', () => {
    assert.deepEqual(countChangedLines('a\nb\nc\n', 'a\nx\nc\nd\n'), { added: 2, removed: 1 });
    assert.deepEqual(countChangedLines('a\n', 'a\n'), { added: 0, removed: 0 });
  });

  it('are unknown where two texts have little in common', () => {
    const text = (letter: string): string => Array.from({ length: 2000 }, (_, line) => `${letter}${line}\n`).join('');
    assert.equal(countChangedLines(text('a'), text('b')), null);
  });
});
