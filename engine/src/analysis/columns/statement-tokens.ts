/** A separate statement with its own text and tokens, so that no other part of the file is read or kept in memory. */
import type { TokenRange } from '../program/routine-body';
import { TokenCursor } from '../../syntax/token-cursor';

/** Cuts out a statement. Offsets count from its first character, and nothing precedes or follows it. */
export function cutOut(file: TokenCursor, { first, end }: TokenRange, text: string): TokenCursor {
  const { tokens, options } = file;
  const start = tokens.start.slice(first, end);
  const ends = tokens.end.slice(first, end);
  const shift = start[0] ?? 0;
  for (let i = 0; i < start.length; i++) {
    start[i] = (start[i] ?? 0) - shift;
    ends[i] = (ends[i] ?? 0) - shift;
  }
  const own = {
    count: end - first,
    kind: tokens.kind.slice(first, end),
    id: tokens.id.slice(first, end),
    start,
    end: ends,
    oddNames: [],
    marks: [],
    cuts: noCuts,
    modeChanges: [],
    errors: [],
    warnings: [],
    notes: [],
  };
  return new TokenCursor(text, own, options);
}

const noCuts: ReadonlySet<number> = new Set();
