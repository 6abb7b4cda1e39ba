/**
 * Work on lists of any length. A spread in a call puts each value on the stack, which overflows with a hundred thousand
 * of them: a long procedure has as many statements.
 */

/** Adds all values to the end of a list. */
export function append<T>(list: T[], values: Iterable<T>): void {
  for (const value of values) list.push(value);
}

/** Returns the largest value; `least` if none is larger. */
export function largest(values: Iterable<number>, least: number): number {
  let found = least;
  for (const value of values) if (value > found) found = value;
  return found;
}

/** Returns the smallest value; `most` if none is smaller. */
export function smallest(values: Iterable<number>, most: number): number {
  let found = most;
  for (const value of values) if (value < found) found = value;
  return found;
}
