/** The time zone that a SET puts in force, which the server keeps with an event. */
import type { TokenCursor } from './token-cursor';

const assignment =
  /(?:^SET|,)\s*(?:(?:SESSION|LOCAL)\s+|@@(?:(?:SESSION|LOCAL)\s*\.\s*)?)?`?TIME_ZONE`?\s*:?=\s*(?:'([^']*)'|"([^"]*)"|(\w+)|.)/i;

/** Returns the zone after the SET from `first` to the position; null for DEFAULT and for the value of a variable. */
export function readTimeZone(r: TokenCursor, first: number, before: string | null): string | null {
  const found = assignment.exec(r.text.slice(r.start(first), r.start(r.position)));
  if (found === null) return before;
  const [, single, double, word] = found;
  return single ?? double ?? (word?.toUpperCase() === 'SYSTEM' ? 'SYSTEM' : null);
}
