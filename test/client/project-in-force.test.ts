/** The words for a sproc.json with mistakes. */
import assert from 'node:assert/strict';
import { describeInForce } from '../../client/src/views/project-in-force';

describe('a sproc.json with mistakes', () => {
  const at = new Date(2026, 10, 30, 16, 2);
  const now = new Date(2026, 10, 30, 17, 0);
  const describeAt = (inForce: 'earlier' | 'partial' | 'none', later = now): string =>
    describeInForce({ inForce, readAt: inForce === 'earlier' ? at.toISOString() : null }, later);

  it('names the time of the content that is used', () => assert.equal(describeAt('earlier'), 'using the one of 16:02'));

  it('names its day, too, if that is another', () =>
    assert.equal(describeAt('earlier', new Date(2026, 11, 1, 9, 0)), 'using the one of 2026-11-30 16:02'));

  it('says it if there never was a whole one', () => {
    assert.equal(describeAt('partial'), 'using the environments without mistakes');
    assert.equal(describeAt('none'), 'nothing can be read before they are corrected');
  });
});
