/** Whether a file was read as what it is: UTF-8 text. */
import type { SyntaxError } from './syntax-error';

/** As many characters tell what a file is. */
const sampleLength = 4096;
/** A text has no more than a few control characters, and no more than one in so many; anything else has. */
const few = 8;
const rarity = 50;

/** Whether this is UTF-16, an image or the like. UTF-16 that was read as UTF-8 begins with two U+FFFD, or is half NULs. */
export function isNoText(text: string): boolean {
  if (text.startsWith('\ufffd\ufffd')) return true;
  const length = Math.min(text.length, sampleLength);
  let controls = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 && (code < 9 || code > 13)) controls++;
  }
  return controls > few && controls * rarity > length;
}

/** Bytes that are no UTF-8 have become U+FFFD where the file was read: the first place is told. */
export function findEncodingWarnings(text: string): readonly SyntaxError[] {
  const start = text.indexOf('\ufffd');
  if (start < 0 || isNoText(text)) return [];
  const message = 'Here stand bytes that are no UTF-8, read as U+FFFD: save the file as UTF-8, or they are lost.';
  return [{ code: 'broken-encoding', span: { start, end: start + 1 }, message }];
}
