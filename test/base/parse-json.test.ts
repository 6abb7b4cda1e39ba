/** JSON that anybody may have written. */
import assert from 'node:assert/strict';
import { parseJsonSafely } from '../../engine/src/base/parse-json';

const limits = { maxBytes: 20_000, maxDepth: 4 };

describe('parseJsonSafely', () => {
  function parse(text: string): unknown {
    const parsed = parseJsonSafely(text, limits);
    return parsed.ok ? { value: parsed.value } : parsed.error('a.json');
  }

  it('gives the value', () => {
    assert.deepEqual(parse('{"a":[1,{"b":["}]"]}]}'), { value: { a: [1, { b: ['}]'] }] } });
    assert.deepEqual(parse('null'), { value: null });
    assert.deepEqual(parse('"[[[[[[\\"[[[["'), { value: '[[[[[["[[[[' });
  });

  it('says what is wrong', () => {
    for (const text of ['', '{', '{"a":"', 'undefined', '"\\', '[1,]'])
      assert.equal(parse(text), 'a.json is not JSON.', text);
  });

  it('takes neither what is too long nor what is too deep', () => {
    assert.equal(parse(`"${'ä'.repeat(10_000)}"`), 'a.json has more than 20000 bytes.');
    assert.deepEqual(parse(`"${'a'.repeat(19_998)}"`), { value: 'a'.repeat(19_998) });
    assert.deepEqual(parse('[[[[1]]],[[[2]]]]'), { value: [[[[1]]], [[[2]]]] });
    assert.equal(parse('[[[[[1]]]]]'), 'a.json has more than 4 levels of nested values.');
    assert.equal(parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`), 'a.json has more than 4 levels of nested values.');
  });

  it('is not slowed down by a text that is made for it', () => {
    const large = { maxBytes: 10_000_000, maxDepth: 4 };
    for (const text of ['"'.repeat(1_000_001), '"\\'.repeat(1_000_000), `"${'\\"'.repeat(1_000_000)}`])
      assert.equal(parseJsonSafely(text, large).ok, false);
  });
});
