import assert from 'node:assert/strict';
import {
  printable,
  printableJson,
  printableLine,
  printableLines,
  printableSentence,
} from '../../engine/src/base/printable';

const hostile = 'a\u001b[31m\u202Eb\u2066\u200F\r\nerror: c\u2028\u0085\uD800';
const written = 'a\\u{1b}[31m\\u{202e}b\\u{2066}\\u{200f}';

describe('text from elsewhere', () => {
  it('writes out what would colour, reverse or add lines', () => {
    assert.equal(printable(hostile), `${written}\\r\\nerror: c\\u{2028}\\u{85}\\u{d800}`);
  });

  it('is one line in a message, and keeps its lines where it has several', () => {
    assert.equal(printableLine(hostile), `${written}\\r\\nerror: c\\u{2028}\\u{85}\\u{d800}`);
    assert.equal(printableLine('a\nDROP b'), 'a\\nDROP b', 'no blank, with which it would be another name');
    assert.equal(printableLine('\ta \t b'), ' a b');
    assert.equal(printableSentence("near 'a\n  b'"), "near 'a b'");
    assert.equal(printableLines('a\r\n\tb\u001b'), 'a\n\tb\\u{1b}');
  });

  it('is the same document of JSON', () => {
    const json = JSON.stringify({ hostile }, null, 2);
    assert.deepEqual(JSON.parse(printableJson(json)), { hostile });
    assert.doesNotMatch(printableJson(json), /[\u0080-\u009f\u202a-\u202e\u2028]/);
  });

  it('keeps letters, emoji and joiners of every script', () => {
    for (const text of ['Grüße', '日本語', 'می‌خواهم', '👩‍👩‍👧', 'a b']) assert.equal(printable(text), text);
  });
});
