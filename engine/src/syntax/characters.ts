/** What a character can be part of, by its code. From 128 up all are word characters, as the servers have it. */

export const characterClass = { other: 0, space: 1, word: 2, digit: 3 } as const;

/** Classes of the first 128 codes. */
export const classOf = makeClasses();

/** Letters, digits, `_`, `$` and everything beyond ASCII. False for NaN, which `charCodeAt` gives behind the end. */
export function isWordCode(code: number): boolean {
  return code > 127 || (code >= 36 && (classOf[code] ?? 0) >= characterClass.word);
}

export function isDigitCode(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Space, tab, line feed, vertical tab, form feed, carriage return. */
export function isSpaceCode(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13);
}

/** White space and control characters but NUL: what the clients cut off where a statement ends. */
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

/** The end of `e10`, `E-3` and the like at the offset; the offset itself where there is none. */
export function endOfExponent(text: string, offset: number): number {
  if ((text.charCodeAt(offset) | 32) !== 101) return offset;
  const sign = text.charCodeAt(offset + 1);
  const digits = sign === 43 || sign === 45 ? offset + 2 : offset + 1;
  const end = endOfDigits(text, digits);
  return end > digits ? end : offset;
}
