/** Checks that a file was UTF-8 text. */
import type { Span } from '../base/text';
import type { SyntaxError } from './syntax-error';

/** The number of characters that are sampled. */
const sampleLength = 4096;
/** The limits for text: a few control characters in all, and one in so many. Other files have more. */
const few = 8;
const rarity = 50;

/**
 * The character for bytes that could not be decoded: a lone surrogate, which no valid file produces. It is as long as
 * the U+FFFD that is shown instead.
 */
export const undecoded = '\udcff';

/**
 * Returns true for UTF-16, an image and similar content. UTF-16 that was decoded as UTF-8 begins with two broken bytes,
 * or is half NULs.
 */
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

/** Returns the offset of the first character of the span that could not be decoded; null if there is none. */
export function findUndecoded(text: string, { start, end }: Span = { start: 0, end: text.length }): number | null {
  const part = text.slice(start, end);
  return part.isWellFormed() ? null : start + part.search(/\p{Surrogate}/u);
}

/**
 * Returns an error for the first place in a definition that could not be decoded: its content is unknown, so it is not
 * deployed.
 */
export function findBrokenEncoding(text: string, span: Span): readonly SyntaxError[] {
  const at = findUndecoded(text, span);
  return at === null ? [] : [reportUndecoded(at)];
}

/** Returns a warning for the first place of a file that could not be decoded, if it is outside all definitions. */
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
