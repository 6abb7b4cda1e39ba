/** Bytes of a source file as text, in which what could not be decoded stays visible. */
import { isUtf8 } from 'node:buffer';
import { undecoded } from '../syntax/encoding';

const replacement = Buffer.from('\ufffd');

/**
 * Decodes UTF-16 if a byte order mark declares it, as VS Code does, otherwise UTF-8. The mark stays: TextDecoder would
 * drop it. Bytes that are not UTF-8 become lone surrogates, one where other readers show one U+FFFD, so that all
 * offsets agree. No valid file contains a lone surrogate, so `isWellFormed` shows for any part of the text whether it
 * was decoded.
 */
export function decodeSource(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, bytes.length);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(swapBytes(bytes), bytes.length);
  if (isUtf8(bytes)) return bytes.toString('utf8');
  // Decoding gives U+FFFD for broken bytes, too: those that the file itself contains are found before it.
  const parts: string[] = [];
  for (let start = 0; ;) {
    const end = bytes.indexOf(replacement, start);
    parts.push(bytes.toString('utf8', start, end < 0 ? bytes.length : end).replaceAll('\ufffd', undecoded));
    if (end < 0) return parts.join('\ufffd');
    start = end + replacement.length;
  }
}

function swapBytes(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}

/**
 * Decodes UTF-16 in little-endian order. Lone surrogates of the file remain; half a character at its end is not dropped
 * silently.
 */
function decodeUtf16(bytes: Buffer, length: number): string {
  const text = bytes.toString('utf16le');
  return length % 2 === 0 || !text.isWellFormed() ? text : text + undecoded;
}
