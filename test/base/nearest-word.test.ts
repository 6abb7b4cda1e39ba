import assert from 'node:assert/strict';
import { nearestWord } from '../../engine/src/base/nearest-word';

describe('nearestWord', () => {
  const known = ['environments', 'schema', 'schemas', 'port'];
  it('forgives letters that are missing, too many, wrong or swapped', () => {
    assert.equal(nearestWord('enviroments', known), 'environments');
    assert.equal(nearestWord('prot', known), 'port');
    assert.equal(nearestWord('Shema', known), 'schema');
    assert.equal(nearestWord('ports', known), 'port');
  });
  it('does not guess wildly', () => {
    assert.equal(nearestWord('colour', known), null);
    assert.equal(nearestWord('x', known), null);
    assert.equal(nearestWord('', known), null);
  });
});
