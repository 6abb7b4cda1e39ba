/** The class of each character by its code. All from 128 up are word characters, as on the servers. */

export const characterClass = { other: 0, space: 1, word: 2, digit: 3 } as const;

/** Classes of the first 128 codes. */
export const classOf = makeClasses();

/**
 * Returns true for letters, digits, `_`, `$` and everything beyond ASCII; false for NaN, which `charCodeAt` returns
 * after the end.
 */
export function isWordCode(code: number): boolean {
  return code > 127 || (code >= 36 && (classOf[code] ?? 0) >= characterClass.word);
}

export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Returns true for space, tab, line feed, vertical tab, form feed and carriage return. */
export function isSpaceCode(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/**
 * Returns true for whitespace and control characters except NUL, which the clients cut off at the end of a statement.
 */
export function isCutOff(code: number): boolean {
  return code !== 0 && (code <= 32 || code === 127);
}

export function isHexCode(code: number): boolean {
  return isDigitCode(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

function makeClasses(): Uint8Array {
  const classes = new Uint8Array(128);
  for (const code of [9, 10, 11, 12, 13, 32]) classes[code] = characterClass.space;
  for (let code = 65; code <= 90; code++) {
    classes[code] = characterClass.word;
    classes[code + 32] = characterClass.word;
  }
  classes[36] = characterClass.word;
  classes[95] = characterClass.word;
  for (let code = 48; code <= 57; code++) classes[code] = characterClass.digit;
  return classes;
}

export function endOfDigits(text: string, offset: number): number {
  let end = offset;
  while (isDigitCode(text.charCodeAt(end))) end++;
  return end;
}

/** Returns the end of an exponent such as `e10` or `E-3` at the offset; the offset itself if there is none. */
export function endOfExponent(text: string, offset: number): number {
  if ((text.charCodeAt(offset) | 32) !== 101) return offset;
  const sign = text.charCodeAt(offset + 1);
  const digits = sign === 43 || sign === 45 ? offset + 2 : offset + 1;
  const end = endOfDigits(text, digits);
  return end > digits ? end : offset;
}
