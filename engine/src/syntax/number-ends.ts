/** The ends of numbers. */
import { endOfDigits, endOfExponent, isDigitCode, isHexCode } from './characters';
import { op } from './tokens';
import type { WordScanner } from './variable-ends';

/** Returns the end of the number that begins here; for a name, `~` of the end of its first digits. */
export function endOfNumber(text: string, start: number, scanner: WordScanner): number {
  const second = text.charCodeAt(start + 1);
  if (text.charCodeAt(start) === 48 && (second === 120 || second === 98)) {
    let end = start + 2;
    while (second === 120 ? isHexCode(text.charCodeAt(end)) : (text.charCodeAt(end) | 1) === 49) end++;
    if (end > start + 2 && !scanner.continuesWord(end)) return end;
  }
  const end = endOfDigits(text, start);
  const exponent = endOfExponent(text, end);
  if (exponent > end && (!isDigitCode(text.charCodeAt(end + 1)) || !scanner.continuesWord(exponent))) return exponent;
  if (scanner.continuesWord(end)) return ~end;
  const hasFraction =
    text.charCodeAt(end) === op.dot && text.charCodeAt(end + 1) !== op.dot && !scanner.delimiterStarts(end);
  return hasFraction ? endOfExponent(text, endOfDigits(text, end + 1)) : end;
}
