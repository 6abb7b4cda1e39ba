/** Names joined by dots, `schema.table.column`, as they are found among the tokens. */
import { kw } from '../../syntax/keywords';
import type { Name } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';

export interface NameChain {
  readonly names: readonly Name[];
  /** True for `t.*`. */
  readonly endsInStar: boolean;
  /** The index of the first token. */
  readonly first: number;
  /** The index after the last token. */
  readonly end: number;
}

/** Reads the names from a token on that is a name and does not follow a dot. */
export function readChain(r: TokenCursor, first: number): NameChain {
  const names = [r.name(first)];
  let index = first + 1;
  while (r.id(index) === op.dot && r.isName(index + 1)) {
    names.push(r.name(index + 1));
    index += 2;
  }
  const endsInStar = r.id(index) === op.dot && r.id(index + 1) === op.star;
  return { names, endsInStar, first, end: endsInStar ? index + 2 : index };
}

/** Returns the number of names and stars. */
export function lengthOf({ names, endsInStar }: NameChain): number {
  return names.length + Number(endsInStar);
}

/** Skips IF EXISTS and IF NOT EXISTS; returns the index after it. */
export function afterIfExists(r: TokenCursor, index: number): number {
  if (r.id(index) !== kw.IF) return index;
  return index + (r.id(index + 1) === kw.NOT ? 3 : 2);
}
