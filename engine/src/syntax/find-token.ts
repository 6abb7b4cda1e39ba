/** Finds tokens by place, by bisection over their starts. */
import type { Tokens } from './tokens';

/** Returns the number of the first token that starts at or after the offset; the count of tokens if there is none. */
export function firstTokenFrom(tokens: Tokens, offset: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tokens.start[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
