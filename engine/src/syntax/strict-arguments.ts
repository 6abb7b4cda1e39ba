/** Strict recogniser of what stands between the parentheses of functions, and of OVER behind them. */
import { kw } from './keywords';
import type { Recogniser, StrictCursor } from './strict-cursor';
import { op, tokenKind } from './tokens';

/** Functions with a grammar of their own between their parentheses; that of most is not checked. */
export const specialFunctions: ReadonlySet<string> = new Set(
  (
    'EXTRACT TRIM SUBSTRING SUBSTR MID GROUP_CONCAT POSITION CHAR WEIGHT_STRING JSON_VALUE JSON_TABLE GET_FORMAT TIMESTAMPADD ' +
    'TIMESTAMPDIFF DATE_ADD DATE_SUB ADDDATE SUBDATE CAST CONVERT JSON_ARRAYAGG JSON_OBJECTAGG ST_COLLECT PERCENTILE_CONT ' +
    'PERCENTILE_DISC MEDIAN LOG JSON_DUALITY_OBJECT COLUMN_GET COLUMN_CREATE COLUMN_ADD JSON_SCHEMA_VALID NEXTVAL LASTVAL SETVAL'
  ).split(' '),
);

/** The call of one of these functions. */
export function recogniseSpecial(s: StrictCursor, recogniseExpression: Recogniser): boolean {
  const name = s.word();
  const open = ++s.position;
  switch (name) {
    case 'SUBSTRING':
    case 'SUBSTR':
    case 'MID':
      return s.inParentheses((inner) => recognisePart(inner, recogniseExpression));
    case 'CAST':
    case 'CONVERT':
      s.position++;
      if (!recogniseExpression(s) || !leadsToType(s, name)) return s.fail();
      s.position = open;
      return s.balanced();
    default:
      return s.balanced();
  }
}

/** `a FROM 1 [FOR 2]` or `a, 1 [, 2]`. */
function recognisePart(s: StrictCursor, recogniseExpression: Recogniser): boolean {
  if (!recogniseExpression(s)) return false;
  if (s.accept(kw.FROM)) return recogniseExpression(s) && (!s.accept(kw.FOR) || recogniseExpression(s));
  return s.need(op.comma) && recogniseExpression(s) && (!s.accept(op.comma) || recogniseExpression(s));
}

/** `a AS type` of CAST, `a, type` and `a USING charset` of CONVERT; MySQL casts AT TIME ZONE, too. */
function leadsToType(s: StrictCursor, name: string): boolean {
  if (name === 'CONVERT') return s.accept(op.comma) || s.accept(kw.USING);
  return s.word() === 'AT' || (s.accept(kw.AS) && s.id() !== kw.AS);
}

/** `( [DISTINCT] a, b )`, `( * )`, or nothing between, with OVER behind. */
export function recogniseArguments(s: StrictCursor, recogniseExpression: Recogniser): boolean {
  const isCount = s.idAt(-1) === kw.COUNT && s.idAt(-2) !== op.dot;
  const mayBeLoadable = s.idAt(-2) !== op.dot && !s.isBuiltInAt(-1);
  s.position++;
  if (!isCount && s.accept(op.closeParenthesis)) return recogniseWindow(s);
  if (s.id() === kw.DISTINCT || s.id() === kw.ALL) s.position++;
  const recognised =
    (isCount && s.accept(op.star)) ||
    s.list(mayBeLoadable ? (inner) => recogniseArgument(inner, recogniseExpression) : recogniseExpression);
  return recognised && s.need(op.closeParenthesis) && recogniseWindow(s);
}

/** Of a function that may be a loadable one: an expression, perhaps with a name behind it. */
function recogniseArgument(s: StrictCursor, recogniseExpression: Recogniser): boolean {
  if (!recogniseExpression(s)) return false;
  if (s.accept(kw.AS)) {
    if (!s.isNameAt(0) && s.kind() !== tokenKind.string) return s.fail();
    s.position++;
  } else if (s.isName()) s.position++;
  return true;
}

/** FROM FIRST, RESPECT NULLS, WITHIN GROUP (…) and OVER (…) or OVER name; all of them may be missing. */
export function recogniseWindow(s: StrictCursor): boolean {
  if (s.id() === kw.FROM && (s.idAt(1) === kw.FIRST || s.idAt(1) === kw.LAST)) s.position += 2;
  if ((s.word() === 'RESPECT' || s.id() === kw.IGNORE) && s.kindAt(1) === tokenKind.word && s.idAt(2) === kw.OVER)
    s.position += 2;
  if (s.word() === 'WITHIN' && s.idAt(1) === kw.GROUP) {
    s.position += 2;
    if (!s.balanced()) return false;
  }
  if (!s.accept(kw.OVER)) return true;
  return s.id() === op.openParenthesis ? s.balanced() : s.needName();
}
