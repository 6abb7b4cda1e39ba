/** The ends of strings and quoted names, and the characters that the client cuts off. */
import { isCutOff, isWordCode } from './characters';
import { op } from './tokens';

/** Returns the offset after the closing quote; -1 if there is none. */
export function endOfQuoted(text: string, start: number, quote: number, backslash: boolean): number {
  const length = text.length;
  for (let i = start + 1; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === op.backslash && backslash) i++;
    else if (code === quote) {
      if (text.charCodeAt(i + 1) !== quote) return i + 1;
      i++;
    }
  }
  return -1;
}

/** Returns the tag of a `$tag$ … $tag$` string that begins here, with both dollars; null if there is none. */
export function readDollarTag(text: string, start: number): string | null {
  let end = start + 1;
  while (isWordCode(text.charCodeAt(end)) && text.charCodeAt(end) !== 36) end++;
  return text.charCodeAt(end) === 36 ? text.slice(start, end + 1) : null;
}

/** Returns the offset after the control characters and the blanks between them. */
export function endOfCutOff(text: string, start: number): number {
  let end = start;
  while (end < text.length && isCutOff(text.charCodeAt(end))) end++;
  return end;
}
