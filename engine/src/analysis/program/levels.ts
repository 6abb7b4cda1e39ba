/** Parentheses in a range of tokens: the tokens at the range's own level, and the ends of its parts. */
import type { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import type { TokenRange } from './routine-body';

/** Yields the indices of the tokens outside all parentheses, with the parentheses themselves. */
export function* outerTokens(tokens: TokenCursor, { first, end }: TokenRange): Generator<number> {
  let depth = 0;
  for (let i = first; i < end; i++) {
    const id = tokens.id(i);
    if (id === op.closeParenthesis) depth--;
    if (depth === 0) yield i;
    if (id === op.openParenthesis) depth++;
  }
}

/** Returns the index of the `)` that closes the `(` at this index; `end` if it is missing. */
export function findClose(tokens: TokenCursor, open: number, end: number): number {
  let depth = 0;
  for (let i = open; i < end; i++) {
    const id = tokens.id(i);
    if (id === op.openParenthesis) depth++;
    else if (id === op.closeParenthesis && --depth === 0) return i;
  }
  return end;
}

/** Returns the index of the enclosing `)`; `end` if there is none. */
export function findEnclosingEnd(tokens: TokenCursor, from: number, end: number): number {
  let depth = 0;
  for (let i = from; i < end; i++) {
    const id = tokens.id(i);
    if (id === op.openParenthesis) depth++;
    else if (id === op.closeParenthesis && --depth < 0) return i;
  }
  return end;
}

/** Returns the parts between the commas of a range; none if it is empty. */
export function splitAtCommas(tokens: TokenCursor, range: TokenRange): readonly TokenRange[] {
  if (range.first >= range.end) return [];
  const commas = [...outerTokens(tokens, range)].filter((i) => tokens.id(i) === op.comma);
  return [...commas, range.end].map((end, i) => ({ first: i === 0 ? range.first : (commas[i - 1] ?? 0) + 1, end }));
}
