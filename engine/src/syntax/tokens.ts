/**
 * Tokens in parallel arrays: one number each for kind, start, end and keyword. Objects would cost
 * ten times the time and memory on the files this reads.
 */
export const tokenKind = {
  word: 1,
  quotedName: 2,
  string: 3,
  number: 4,
  operator: 5,
  userVariable: 6,
  systemVariable: 7,
  delimiter: 8,
  /** A whole DELIMITER or \d line. */
  delimiterCommand: 9,
  /** A $tag$ … $tag$ text. */
  dollarText: 10,
} as const;
