/** Strict recogniser of SELECT, VALUES, TABLE and what joins them. */
import { kw } from './keywords';
import type { StrictCursor } from './strict-cursor';
import { recogniseExpression } from './strict-expression';
import { recogniseTables } from './strict-tables';
import { op, tokenKind } from './tokens';
import { place } from './vocabulary';

/** A query with WITH, UNION and its kin, ORDER BY, LIMIT, INTO and locks. */
export function recogniseQuery(s: StrictCursor): boolean {
  return s.nested(recogniseWholeQuery);
}

function recogniseWholeQuery(s: StrictCursor): boolean {
  if (s.id() === kw.WITH && !recogniseWith(s)) return false;
  if (!recognisePart(s)) return false;
  while (s.id() === kw.UNION || s.id() === kw.EXCEPT || s.id() === kw.INTERSECT) {
    s.position++;
    if (s.id() === kw.ALL || s.id() === kw.DISTINCT) s.position++;
    if (!recognisePart(s)) return false;
  }
  return recogniseTail(s);
}

/** WITH [RECURSIVE] a [(columns)] AS (query), …. */
export function recogniseWith(s: StrictCursor): boolean {
  s.position++;
  s.accept(kw.RECURSIVE);
  return s.list(recogniseCte);
}

function recogniseCte(s: StrictCursor): boolean {
  if (!s.needName()) return false;
  if (s.id() === op.openParenthesis && !s.balanced()) return false;
  if (!s.need(kw.AS) || !s.subquery()) return false;
  if (s.dialect === 'mariadb' && s.word() === 'CYCLE') {
    while (!s.isDone && s.word() !== 'RESTRICT') s.position++;
    s.position++;
  }
  return true;
}

function recognisePart(s: StrictCursor): boolean {
  switch (s.id()) {
    case op.openParenthesis:
      return s.subquery();
    case kw.SELECT:
      return recogniseSelect(s);
    case kw.VALUES:
      s.position++;
      return s.list(recogniseValuesRow);
    case kw.TABLE:
      s.position++;
      return s.needPath();
    default:
      return s.fail();
  }
}

/** ROW (1, 2), on MariaDB (1, 2). */
function recogniseValuesRow(s: StrictCursor): boolean {
  if (!s.accept(kw.ROW) && s.dialect === 'mysql') return s.fail();
  return s.idAt(1) === op.closeParenthesis ? s.balanced() : s.inParentheses((inner) => inner.list(recogniseValue));
}

/** An expression or DEFAULT; IGNORE is MariaDB's. */
export function recogniseValue(s: StrictCursor): boolean {
  if ((s.id() === kw.DEFAULT || s.id() === kw.IGNORE) && s.idAt(1) !== op.openParenthesis) {
    s.position++;
    return true;
  }
  return recogniseExpression(s);
}

const options = new Set(
  (
    'ALL DISTINCT DISTINCTROW HIGH_PRIORITY STRAIGHT_JOIN SQL_SMALL_RESULT SQL_BIG_RESULT SQL_BUFFER_RESULT ' +
    'SQL_CALC_FOUND_ROWS SQL_CACHE SQL_NO_CACHE'
  ).split(' '),
);

function recogniseSelect(s: StrictCursor): boolean {
  s.position++;
  while (options.has(s.word()) && s.idAt(1) !== op.dot) s.position++;
  if (!recogniseItems(s)) return false;
  if (s.id() === kw.INTO && !recogniseInto(s)) return false;
  if (s.accept(kw.FROM) && !s.accept(kw.DUAL) && !recogniseTables(s)) return false;
  if (s.accept(kw.WHERE) && !recogniseExpression(s)) return false;
  if (s.accept(kw.GROUP) && !recogniseGroup(s)) return false;
  if (s.accept(kw.HAVING) && !recogniseExpression(s)) return false;
  if (s.id() === kw.WINDOW && s.idAt(2) === kw.AS && !recogniseWindows(s)) return false;
  if (s.word() === 'QUALIFY' && s.dialect === 'mysql') {
    s.position++;
    if (!recogniseExpression(s)) return false;
  }
  return true;
}

/** What a query yields; a lone `*` comes first. */
export function recogniseItems(s: StrictCursor): boolean {
  if (s.accept(op.star) && !s.accept(op.comma)) return true;
  return s.list(recogniseItem);
}

/** `t.*`, or an expression with its alias. */
export function recogniseItem(s: StrictCursor): boolean {
  if (acceptAllOf(s)) return true;
  if (!recogniseExpression(s)) return false;
  if (s.accept(kw.AS)) {
    if (!s.isText() && !s.isName(place.variable)) return s.fail();
    s.position++;
  } else if (s.isText() || (s.isName(place.variable) && s.id() !== kw.INTO)) s.position++;
  return true;
}

/** `t.*` and `s.t.*`. */
function acceptAllOf(s: StrictCursor): boolean {
  let offset = 0;
  while (s.isNameAt(offset) && s.idAt(offset + 1) === op.dot) offset += 2;
  if (offset === 0 || s.idAt(offset) !== op.star) return false;
  s.position += offset + 1;
  return true;
}

function recogniseGroup(s: StrictCursor): boolean {
  if (!s.need(kw.BY)) return false;
  if ((s.word() === 'ROLLUP' || s.word() === 'CUBE') && s.idAt(1) === op.openParenthesis) {
    s.position++;
    return s.balanced();
  }
  if (s.word() === 'GROUPING' && s.wordAt(1) === 'SETS' && s.dialect === 'mysql') {
    s.position += 2;
    return s.balanced();
  }
  if (!s.list(recogniseSortKey)) return false;
  // WITH CHECK OPTION of a view is another.
  if (s.id() !== kw.WITH || /^(CHECK|CASCADED|LOCAL)$/.test(s.wordAt(1))) return true;
  s.position++;
  if (s.word() !== 'ROLLUP') return s.fail();
  s.position++;
  return true;
}

function recogniseWindows(s: StrictCursor): boolean {
  s.position++;
  return s.list((inner) => inner.needName() && inner.need(kw.AS) && inner.balanced());
}

function recogniseSortKey(s: StrictCursor): boolean {
  if (!recogniseExpression(s)) return false;
  if (s.id() === kw.ASC || s.id() === kw.DESC) s.position++;
  return true;
}

/** ORDER BY, LIMIT, INTO, FOR UPDATE and their kin, as often and in the order they come. */
function recogniseTail(s: StrictCursor): boolean {
  for (;;) {
    switch (s.id()) {
      case kw.ORDER:
        if (!recogniseOrder(s)) return false;
        continue;
      case kw.LIMIT:
        if (!recogniseLimit(s)) return false;
        continue;
      case kw.INTO:
        if (!recogniseInto(s)) return false;
        continue;
      case kw.FOR:
        if (!recogniseFor(s)) return false;
        continue;
      case kw.LOCK:
        if (!recogniseLock(s)) return false;
        continue;
      case kw.PROCEDURE:
        if (s.dialect === 'mysql') return true;
        s.position += 2;
        if (!s.balanced()) return false;
        continue;
      case kw.OFFSET:
      case kw.FETCH:
        if (s.dialect === 'mysql') return true;
        skipFetch(s);
        continue;
      default:
        return true;
    }
  }
}

export function recogniseOrder(s: StrictCursor): boolean {
  s.position++;
  return s.need(kw.BY) && s.list(recogniseSortKey);
}

/** LIMIT a, b and LIMIT a OFFSET b, of numbers, variables and `?`; ROWS EXAMINED on MariaDB. */
export function recogniseLimit(s: StrictCursor): boolean {
  s.position++;
  if (s.dialect === 'mariadb' && s.id() === kw.ROWS) return recogniseRowsExamined(s);
  if (!recogniseCount(s)) return false;
  if ((s.accept(op.comma) || acceptOffset(s)) && !recogniseCount(s)) return false;
  return s.dialect !== 'mariadb' || s.id() !== kw.ROWS || recogniseRowsExamined(s);
}

function acceptOffset(s: StrictCursor): boolean {
  if (s.id() !== kw.OFFSET) return false;
  s.position++;
  return true;
}

function recogniseRowsExamined(s: StrictCursor): boolean {
  s.position += 2;
  return recogniseCount(s);
}

function recogniseCount(s: StrictCursor): boolean {
  if (s.kind() === tokenKind.number && !/^\d+$/.test(s.raw())) return s.fail();
  if (s.kind() === tokenKind.number || s.id() === op.question) {
    s.position++;
    return true;
  }
  return s.needPath();
}

/** OFFSET 1 ROW, FETCH FIRST 2 ROWS ONLY (MariaDB). */
function skipFetch(s: StrictCursor): void {
  s.position++;
  while (s.kind() === tokenKind.number || s.kind() === tokenKind.userVariable || isFetchWord(s)) s.position++;
}

function isFetchWord(s: StrictCursor): boolean {
  return (
    s.kind() === tokenKind.word && s.id() !== kw.FOR && s.id() !== kw.LOCK && s.id() !== kw.INTO && s.id() !== kw.FETCH
  );
}

/** INTO variables, OUTFILE or DUMPFILE. */
function recogniseInto(s: StrictCursor): boolean {
  s.position++;
  if (s.id() === kw.OUTFILE || s.id() === kw.DUMPFILE) {
    s.position++;
    if (!s.needKind(tokenKind.string)) return false;
    while (!s.isDone && !endsOutfile(s.id())) s.position++;
    return true;
  }
  return s.list(recogniseTarget);
}

function recogniseTarget(s: StrictCursor): boolean {
  if (s.kind() !== tokenKind.userVariable && s.id() !== op.at) return s.needPath();
  s.position++;
  return true;
}

function endsOutfile(id: number): boolean {
  switch (id) {
    case kw.FROM:
    case kw.WHERE:
    case kw.ORDER:
    case kw.LIMIT:
    case kw.FOR:
    case kw.GROUP:
    case kw.HAVING:
    case kw.UNION:
    case op.closeParenthesis:
      return true;
    default:
      return false;
  }
}

/** FOR UPDATE, FOR SHARE, with OF tables and NOWAIT, SKIP LOCKED or WAIT n. */
function recogniseFor(s: StrictCursor): boolean {
  s.position++;
  if (s.id() !== kw.UPDATE && s.word() !== 'SHARE') return s.fail();
  s.position++;
  if (s.word() === 'OF') {
    s.position++;
    if (!s.list((inner) => inner.needPath())) return false;
  }
  return recogniseWait(s);
}

function recogniseLock(s: StrictCursor): boolean {
  s.position++;
  if (!s.need(kw.IN)) return false;
  if (s.word() !== 'SHARE') return s.fail();
  s.position++;
  if (s.word() !== 'MODE') return s.fail();
  s.position++;
  return recogniseWait(s);
}

function recogniseWait(s: StrictCursor): boolean {
  if (s.word() === 'NOWAIT') s.position++;
  else if (s.word() === 'SKIP' || s.word() === 'WAIT') s.position += 2;
  return true;
}
