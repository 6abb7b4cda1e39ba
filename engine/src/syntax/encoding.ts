/** Whether a file was read as what it is: UTF-8 text. */
import type { Span } from '../base/text';
import type { SyntaxError } from './syntax-error';

/** As many characters tell what a file is. */
const sampleLength = 4096;
/** A text has no more than a few control characters, and no more than one in so many; anything else has. */
const few = 8;
const rarity = 50;

/**
 * What stands in a text for bytes that could not be decoded: a lone surrogate, which no valid file gives. It is as long
 * as the U+FFFD that is shown in its place.
 */
export const undecoded = '\udcff';

/** Whether this is UTF-16, an image or the like. UTF-16 that was read as UTF-8 begins with two broken bytes, or is half NULs. */
export function isNoText(text: string): boolean {
  if (text.startsWith(undecoded + undecoded) || text.startsWith('\ufffd\ufffd')) return true;
  const length = Math.min(text.length, sampleLength);
  let controls = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 && (code < 9 || code > 13)) controls++;
  }
  return controls > few && controls * rarity > length;
}

/** Where the first character of the span is that could not be decoded; null where there is none. */
export function findUndecoded(text: string, { start, end }: Span = { start: 0, end: text.length }): number | null {
  const part = text.slice(start, end);
  return part.isWellFormed() ? null : start + part.search(/\p{Surrogate}/u);
}

/** The first place in a definition that could not be decoded: what it says there is not known, so it is not deployed. */
export function findBrokenEncoding(text: string, span: Span): readonly SyntaxError[] {
  const at = findUndecoded(text, span);
  return at === null ? [] : [reportUndecoded(at)];
}

/** The first place of a file that could not be decoded, where it is outside of all definitions. */
export function findEncodingWarnings(
  text: string,
  definitions: readonly { readonly span: Span }[],
): readonly SyntaxError[] {
  const at = isNoText(text) ? null : findUndecoded(text);
  const isInside = definitions.some(({ span }) => at !== null && span.start <= at && at < span.end);
  return at === null || isInside ? [] : [reportUndecoded(at)];
}

function reportUndecoded(start: number): SyntaxError {
  const message = 'Invalid UTF-8 bytes (shown as U+FFFD). The original characters are unknown. Save the file as UTF-8.';
  return { code: 'broken-encoding', span: { start, end: start + 1 }, message };
}
