/** A column as it is written: `total`, `o.total`, `shop.orders.total`, `o.*`. */
import type { Span } from '../../base/text';
import { kw } from '../../syntax/keywords';
import type { Name } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';

export interface Path {
  readonly schema: string | null;
  readonly table: string | null;
  /** The name; null for all columns. */
  readonly name: Name | null;
  /** The span of the name, or of the star. */
  readonly span: Span;
  /** True at a place where only a column is possible, so that no variable hides it. */
  readonly isColumn: boolean;
}

/** Returns null if there is neither a name nor a star. */
export function readPath(t: TokenCursor, first: number): Path | null {
  const parts: Name[] = [];
  let i = t.id(first) === op.dot ? first + 1 : first;
  while (t.isName(i) && t.id(i + 1) === op.dot) {
    parts.push(t.name(i));
    i += 2;
  }
  const name = t.isName(i) ? t.name(i) : null;
  if (name === null && t.id(i) !== op.star) return null;
  const [schema, table] = parts.length > 1 ? parts.slice(-2) : [undefined, parts[0]];
  return {
    schema: schema?.text ?? null,
    table: table?.text ?? null,
    name,
    span: t.span(i, i + 1),
    isColumn: parts.length > 0 || isColumnPlace(t, first),
  };
}

/** Returns true inside VALUES(a) and DEFAULT(a), and USING (a, b). */
function isColumnPlace(t: TokenCursor, index: number): boolean {
  let i = index - 1;
  while (t.id(i) === op.comma && t.isName(i - 1)) i -= 2;
  if (t.id(i) !== op.openParenthesis) return false;
  const before = t.id(i - 1);
  if (before === kw.USING || before === kw.DEFAULT) return true;
  if (before !== kw.VALUES && before !== kw.VALUE) return false;
  // The function VALUES occurs in an expression; a row of values follows a table or its columns.
  const isRow = t.isName(i - 2) || t.id(i - 2) === op.closeParenthesis;
  return i === index - 1 && !isRow;
}
