/** Answers as the editor is to show them: U+FFFD in place of what could not be decoded. */

/** Returns true if no string in the value has a lone surrogate. Long lists of numbers are not searched. */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return typeof value[0] === 'number' || value.every(isWellFormed);
  return Object.entries(value).every(([key, part]) => key.isWellFormed() && isWellFormed(part));
}

/** Returns a copy in which every string is well-formed. */
export function makeWellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(makeWellFormed);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key.toWellFormed(), makeWellFormed(part)]));
}
