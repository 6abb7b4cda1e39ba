/** Where texts and names in quotes end, and what the client cuts off. */
import { isCutOff, isWordCode } from './characters';
import { op } from './tokens';

/** The offset behind the quote that closes what opens here; -1 where none does. */
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

/** The tag of a `$tag$ … $tag$` text that begins here, both dollars included; null where there is none. */
export function readDollarTag(text: string, start: number): string | null {
  let end = start + 1;
  while (isWordCode(text.charCodeAt(end)) && text.charCodeAt(end) !== 36) end++;
  return text.charCodeAt(end) === 36 ? text.slice(start, end + 1) : null;
}

/** Behind the control characters and the blanks between them that stand here. */
export function endOfCutOff(text: string, start: number): number {
  let end = start;
  while (end < text.length && isCutOff(text.charCodeAt(end))) end++;
  return end;
}
