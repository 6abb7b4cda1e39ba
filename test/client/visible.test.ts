/** Names that would reverse, hide or break what is beside them are written out wherever the editor shows them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { printable } from '#engine';
import { visible, visibleItem, visibleLines } from '../../client/src/workbench/visible';

const hostile = 'a\u202eb\u2066c\u200bd\u001be\u0007f\ng\r\u2028';
const written = 'a\\u{202e}b\\u{2066}c\\u{200b}d\\u{1b}e\\u{7}f\\ng\\r\\u{2028}';

describe('a hostile name', () => {
  it('is written out, as on the command line', () => {
    assert.equal(visible(hostile), written);
    assert.equal(visible(hostile), printable(hostile));
    assert.equal(visible('naïve 数 a\u200db'), 'naïve 数 a\u200db');
  });

  it('keeps the lines of a text that has several', () => assert.equal(visibleLines('a\n\u202eb'), 'a\n\\u{202e}b'));

  it('is written out in each text of an item, whose value is untouched', () =>
    assert.deepEqual(visibleItem({ label: hostile, description: hostile, detail: hostile, value: hostile }), {
      ...{ label: written, description: written, detail: written },
      value: hostile,
    }));

  for (const file of ['workbench/dialogs.ts', 'workbench/form-inputs.ts', 'views/row.ts', 'views/tree.ts'])
    it(`passes through one place in ${file}`, () =>
      assert.match(readFileSync(`client/src/${file}`, 'utf8'), /visible(?:Lines|Item)?\(/));
});
