/** The results that the environments view has of servers, and the time after which it reads again. */
import assert from 'node:assert/strict';
import { Looks } from '../../client/src/views/model/looks';

const minute = 60_000;

describe('what was read of the environments', () => {
  it('is old five minutes after the first of them was read', () => {
    const looks = new Looks();
    assert.ok(!looks.areOld(100 * minute), 'nothing was read');
    looks.done('dev', null, 1);
    looks.done('prod', null, 4 * minute);
    assert.ok(!looks.areOld(5 * minute));
    assert.ok(looks.areOld(6 * minute));
    assert.ok(looks.isDone('dev'), 'it is shown until it is read again');
    looks.forget();
    assert.ok(!looks.areOld(100 * minute) && !looks.isDone('dev'));
  });

  it('holds failures until they are tried again', () => {
    const looks = new Looks();
    const failure = { kind: 'unreachable', message: 'db does not answer.' } as const;
    looks.done('dev', failure, 1);
    assert.equal(looks.failure('dev'), failure);
    looks.retry();
    assert.equal(looks.failure('dev'), null);
  });
});
