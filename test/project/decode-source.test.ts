/** Bytes become text: valid ones unchanged, the others so that they cannot be mistaken for anything else. */
import assert from 'node:assert/strict';
import { decodeSource } from '../../engine/src/project/decode-source';

/** Bytes that sequences of UTF-8 begin with, go on with, or never hold. */
const telling = [0x41, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xff, 0xbd, 0x9f, 0xa0];

describe('decoding a source', () => {
  it('shows every sequence of bytes as any other reader shows it, and marks those that are not UTF-8', () => {
    for (let i = 0; i < telling.length ** 4; i++) {
      const bytes = Buffer.from(
        [0, 1, 2, 3].map((place) => telling[Math.floor(i / telling.length ** place) % telling.length] ?? 0),
      );
      if (bytes[0] === 0xff || bytes[1] === 0xff) continue;
      const text = decodeSource(bytes);
      assert.equal(text.toWellFormed(), bytes.toString('utf8'), bytes.toString('hex'));
      assert.equal(text.isWellFormed(), Buffer.from(bytes.toString('utf8')).equals(bytes), bytes.toString('hex'));
    }
  });

  it('tells U+FFFD that the file holds from bytes that are broken', () => {
    const bytes = Buffer.concat([Buffer.from('a\ufffd'), Buffer.from([0xe9]), Buffer.from('\ufffd')]);
    assert.equal(decodeSource(bytes), 'a\ufffd\udcff\ufffd');
    assert.equal(decodeSource(Buffer.from('\ufffd')), '\ufffd');
  });

  it('keeps the mark of UTF-8, and reads UTF-16 of either order by its own', () => {
    assert.equal(decodeSource(Buffer.from('\ufeffé')), '\ufeffé');
    const little = Buffer.from('\ufeffé😀', 'utf16le');
    assert.equal(decodeSource(little), '\ufeffé😀');
    assert.equal(decodeSource(Buffer.from(little).swap16()), '\ufeffé😀');
  });

  it('marks half a character at the end of UTF-16, and leaves the bytes as they were', () => {
    const big = Buffer.concat([Buffer.from('\ufeffab', 'utf16le').swap16(), Buffer.from([0])]);
    const before = Buffer.from(big);
    assert.equal(decodeSource(big), '\ufeffab\udcff');
    assert.deepEqual(big, before);
  });
});
