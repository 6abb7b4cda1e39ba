/** The values that an expression chooses from: `IF(a, 'x', 'y')` and `CASE WHEN a THEN 'x' ELSE 'y' END`. */
import { kw } from './keywords';
import type { TokenCursor } from './token-cursor';
import { op } from './tokens';

/** A piece of the text. Token indices, `end` exclusive. */
interface Piece {
  readonly first: number;
  readonly end: number;
}

/** The maximum number of alternatives that are distinguished. */
const mostChoices = 8;
const deepestChoice = 8;

/** Lists the alternatives of an expression; the expression itself if it has none. */
export function listChoices<T extends Piece>(r: TokenCursor, whole: T, depth = 0): readonly T[] {
  if (depth > deepestChoice) return [whole];
  const pieces = isCall(r, whole)
    ? splitArguments(r, whole).slice(1)
    : r.id(whole.first) === kw.CASE
      ? splitCase(r, whole)
      : [];
  const choices = pieces.flatMap(({ first, end }) => listChoices(r, { ...whole, first, end }, depth + 1));
  return choices.length === 0 || choices.length > mostChoices ? [whole] : choices;
}

function isCall(r: TokenCursor, { first, end }: Piece): boolean {
  return r.id(first) === kw.IF && r.id(first + 1) === op.openParenthesis && r.id(end - 1) === op.closeParenthesis;
}

function splitArguments(r: TokenCursor, { first, end }: Piece): readonly Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let from = first + 2;
  for (let i = from; i < end; i++) {
    const id = r.id(i);
    if (i === end - 1 || (id === op.comma && depth === 0)) {
      pieces.push({ first: from, end: i });
      from = i + 1;
    } else if (id === op.openParenthesis) depth++;
    else if (id === op.closeParenthesis) depth--;
  }
  return pieces.length === 3 ? pieces : [];
}

/** Returns the parts after each THEN and ELSE; none if the CASE is not the whole expression. */
function splitCase(r: TokenCursor, { first, end }: Piece): readonly Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let from = 0;
  for (let i = first; i < end; i++) {
    const id = r.id(i);
    if (id === kw.CASE || id === op.openParenthesis) depth++;
    const closes = id === kw.WHEN || id === kw.ELSE || id === kw.END;
    if (depth === 1 && closes && from > 0) pieces.push({ first: from, end: i });
    if (depth === 1 && closes) from = 0;
    if (depth === 1 && (id === kw.THEN || id === kw.ELSE)) from = i + 1;
    if (id === kw.END || id === op.closeParenthesis) depth--;
    if (depth === 0) return i === end - 1 ? pieces : [];
  }
  return [];
}
