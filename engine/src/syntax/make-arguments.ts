/** The arguments of a call, from the positions of its commas. */
import { kw } from './keywords';
import type { Argument } from './nodes';
import type { TokenCursor } from './token-cursor';
import { op, tokenKind } from './tokens';

/** Returns the arguments. All positions are token indices; `end` is that of the `)`. */
export function makeArguments(r: TokenCursor, first: number, end: number, commas: readonly number[]): Argument[] {
  if (end <= first) return [];
  const bounds = [first - 1, ...commas, end];
  const made: Argument[] = [];
  for (let i = 1; i < bounds.length; i++) {
    const from = (bounds[i - 1] ?? 0) + 1;
    const to = bounds[i] ?? 0;
    made.push({ span: r.span(from, to), variable: readVariable(r, from, to) });
  }
  return made;
}

/** Returns the name if the whole argument is one: `v`, `@v`, `NEW.v`. */
function readVariable(r: TokenCursor, first: number, end: number): string | null {
  if (end === first + 1) {
    if (r.kind(first) === tokenKind.userVariable) return r.raw(first);
    return r.isName(first) && !isValue(r, first) ? r.name(first).text : null;
  }
  if (end !== first + 3 || r.id(first) !== kw.NEW || r.id(first + 1) !== op.dot) return null;
  return `${r.raw(first)}.${r.name(first + 2).text}`;
}

function isValue(r: TokenCursor, index: number): boolean {
  const id = r.id(index);
  return (
    id !== 0 && (id === kw.NULL || id === kw.TRUE || id === kw.FALSE || id === kw.DEFAULT || id === kw.CURRENT_USER)
  );
}
