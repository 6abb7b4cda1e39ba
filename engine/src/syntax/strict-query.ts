/** Strict recogniser of SELECT, VALUES, TABLE and what joins them. */
import { kw } from './keywords';
import { noPlaceholder, type StrictCursor } from './strict-cursor';
import { recogniseExpression } from './strict-expression';
import { recogniseTables } from './strict-tables';
import { recogniseWindow } from './strict-window';
import { op, tokenKind } from './tokens';
import { place } from './vocabulary';

/** Recognises a query with WITH, UNION and similar, ORDER BY, LIMIT, INTO and locks. */
export function recogniseQuery(s: StrictCursor): boolean {
  return s.nested(recogniseWholeQuery);
}

function recogniseWholeQuery(s: StrictCursor): boolean {
  const { intos } = s;
  if (s.id() === kw.WITH && !recogniseWith(s)) return false;
  if (!recognisePart(s)) return false;
  while (isSetOperator(s)) {
    if (s.intos > intos) return s.fail('INTO is allowed in the last SELECT only.');
    s.position++;
    if (s.id() === kw.ALL || s.id() === kw.DISTINCT) s.position++;
    if (!recognisePart(s)) return false;
  }
  return recogniseTail(s, intos);
}

function isSetOperator(s: StrictCursor): boolean {
  const id = s.id();
  return id === kw.UNION || id === kw.EXCEPT || id === kw.INTERSECT || (s.oracle && s.word() === 'MINUS');
}

/** Recognises WITH [RECURSIVE] a [(columns)] AS (query), …. */
export function recogniseWith(s: StrictCursor): boolean {
  s.position++;
  s.accept(kw.RECURSIVE);
  return s.list(recogniseCte);
}

function recogniseCte(s: StrictCursor): boolean {
  if (isNoTableExpression(s)) return s.fail();
  if (!s.needNewName()) return false;
  if (s.id() === op.openParenthesis && !s.balanced()) return false;
  // MySQL takes an INTO here, and leaves it out.
  const isRight = s.need(kw.AS) && (s.dialect === 'mysql' ? s.inParentheses((inner) => inner.query()) : s.subquery());
  if (!isRight) return false;
  if (s.dialect === 'mariadb' && s.word() === 'CYCLE') {
    while (!s.isDone && s.word() !== 'RESTRICT') s.position++;
    s.position++;
  }
  return true;
}

/** Returns true at WITH ROLLUP, and on MariaDB at CUBE and SYSTEM, which continue with another construct. */
function isNoTableExpression(s: StrictCursor): boolean {
  return s.word() === 'ROLLUP' || (s.dialect === 'mariadb' && (s.word() === 'CUBE' || s.word() === 'SYSTEM'));
}

function recognisePart(s: StrictCursor): boolean {
  switch (s.id()) {
    case op.openParenthesis:
      // On MySQL the rows of a part are still those of the whole.
      return s.dialect === 'mysql' ? s.inParentheses((inner) => inner.query()) : s.subquery();
    case kw.SELECT:
      return recogniseSelect(s);
    case kw.VALUES:
      s.position++;
      return s.list(recogniseValuesRow);
    case kw.TABLE:
      if (s.dialect === 'mariadb') return s.fail();
      s.position++;
      return s.needPath();
    default:
      return s.fail();
  }
}

/** Recognises ROW (1, 2), on MariaDB (1, 2). */
function recogniseValuesRow(s: StrictCursor): boolean {
  if (s.dialect === 'mysql' && !s.need(kw.ROW)) return false;
  return s.idAt(1) === op.closeParenthesis ? s.balanced() : s.inParentheses((inner) => inner.list(recogniseValue));
}

/** Recognises an expression or DEFAULT; on MariaDB also IGNORE. */
export function recogniseValue(s: StrictCursor): boolean {
  if ((s.id() === kw.DEFAULT || s.id() === kw.IGNORE) && s.idAt(1) !== op.openParenthesis) {
    s.position++;
    return true;
  }
  return recogniseExpression(s);
}

const selectOptions = new Set(
  (
    'ALL DISTINCT DISTINCTROW HIGH_PRIORITY STRAIGHT_JOIN SQL_SMALL_RESULT SQL_BIG_RESULT SQL_BUFFER_RESULT ' +
    'SQL_CALC_FOUND_ROWS SQL_CACHE SQL_NO_CACHE'
  ).split(' '),
);

/** Returns true at an option of SELECT; UNIQUE is MariaDB's DISTINCT. */
function isSelectOption(s: StrictCursor): boolean {
  return selectOptions.has(s.word()) || (s.dialect === 'mariadb' && s.id() === kw.UNIQUE);
}

function recogniseSelect(s: StrictCursor): boolean {
  s.position++;
  while (isSelectOption(s) && s.idAt(1) !== op.dot) s.position++;
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

/** Recognises the columns of a query; a lone `*` comes first. */
export function recogniseItems(s: StrictCursor): boolean {
  if (s.accept(op.star) && !s.accept(op.comma)) return true;
  return s.list(recogniseItem);
}

/** Recognises `t.*`, or an expression with its alias. */
export function recogniseItem(s: StrictCursor): boolean {
  if (acceptAllOf(s)) return true;
  if (!recogniseExpression(s)) return false;
  if (s.accept(kw.AS)) {
    if (!s.isText() && !s.isName(place.variable)) return s.fail();
    s.position++;
  } else if (s.isText() || (s.isName(place.variable) && s.id() !== kw.INTO)) s.position++;
  return true;
}

/** Recognises `t.*` and `s.t.*`. */
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
  // MySQL took a direction here before 8.0.13.
  if (!s.list(s.dialect === 'mysql' && s.version >= 80013 ? recogniseExpression : recogniseSortKey)) return false;
  // WITH CHECK OPTION of a view is another.
  if (s.id() !== kw.WITH || /^(CHECK|CASCADED|LOCAL)$/.test(s.wordAt(1))) return true;
  s.position++;
  if (s.word() !== 'ROLLUP') return s.fail();
  s.position++;
  return true;
}

function recogniseWindows(s: StrictCursor): boolean {
  s.position++;
  return s.list((inner) => inner.needNewName() && inner.need(kw.AS) && recogniseWindow(inner, recogniseExpression));
}

function recogniseSortKey(s: StrictCursor): boolean {
  if (!recogniseExpression(s)) return false;
  if (s.id() === kw.ASC || s.id() === kw.DESC) s.position++;
  return true;
}

/** Recognises ORDER BY, LIMIT, and then INTO and locks in either order. */
function recogniseTail(s: StrictCursor, intos: number): boolean {
  if (s.id() === kw.ORDER && !recogniseOrder(s)) return false;
  if (s.id() === kw.LIMIT) {
    if (!recogniseLimit(s)) return false;
  } else if (s.dialect === 'mariadb' && (s.id() === kw.OFFSET || s.id() === kw.FETCH) && !recogniseFetch(s))
    return false;
  if (s.id() === kw.PROCEDURE && s.dialect === 'mariadb' && !s.inView) {
    s.position += 2;
    if (!s.balanced()) return false;
  }
  for (;;) {
    switch (s.id()) {
      case kw.INTO:
        if (s.intos > intos) return s.fail('Duplicate INTO: a SELECT takes only one.');
        if (!recogniseInto(s)) return false;
        continue;
      case kw.FOR:
        if (!recogniseFor(s)) return false;
        continue;
      case kw.LOCK:
        if (!recogniseLock(s)) return false;
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

/** Recognises LIMIT a, b and LIMIT a OFFSET b, of numbers, variables and `?`; ROWS EXAMINED on MariaDB. */
function recogniseLimit(s: StrictCursor): boolean {
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

/** Recognises a number or a variable. */
export function recogniseCount(s: StrictCursor): boolean {
  if (s.kind() === tokenKind.number && !/^\d+$/.test(s.raw())) return s.fail();
  if (s.kind() === tokenKind.number || s.id() === op.question) {
    if (s.id() === op.question) return s.fail(noPlaceholder);
    s.position++;
    return true;
  }
  const first = s.position;
  if (!s.needPath(place.variable)) return false;
  if (s.position === first + 1) s.counts.push(first);
  return true;
}

/** Recognises OFFSET 1 ROW, FETCH FIRST 2 ROWS ONLY (MariaDB); either may be missing. */
function recogniseFetch(s: StrictCursor): boolean {
  if (s.accept(kw.OFFSET) && !(recogniseCount(s) && needRows(s))) return false;
  if (!s.accept(kw.FETCH)) return true;
  if (!s.accept(kw.FIRST) && !s.need(kw.NEXT)) return false;
  if (!isRows(s) && !recogniseCount(s)) return false;
  if (!needRows(s)) return false;
  return s.acceptWord('ONLY') || (s.need(kw.WITH) && s.needWord('TIES'));
}

function isRows(s: StrictCursor): boolean {
  return s.id() === kw.ROW || s.id() === kw.ROWS;
}

function needRows(s: StrictCursor): boolean {
  return s.accept(kw.ROW) || s.need(kw.ROWS);
}

/** Recognises INTO variables, OUTFILE or DUMPFILE. */
function recogniseInto(s: StrictCursor): boolean {
  if (s.isInner) return s.fail('INTO is not allowed here: another part of the statement uses the rows of this query.');
  s.intos++;
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
  if (s.kind() !== tokenKind.userVariable && s.id() !== op.at) return s.needPath(place.variable);
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

/** Recognises FOR UPDATE, FOR SHARE, with OF tables and NOWAIT, SKIP LOCKED or WAIT n. */
function recogniseFor(s: StrictCursor): boolean {
  s.position++;
  if (s.id() !== kw.UPDATE && (s.word() !== 'SHARE' || s.dialect === 'mariadb')) return s.fail();
  s.position++;
  if (s.dialect === 'mysql' && s.accept(kw.OF) && !s.list((inner) => inner.needPath())) return false;
  return recogniseWait(s);
}

/** Recognises LOCK IN SHARE MODE, after which only MariaDB allows a wait. */
function recogniseLock(s: StrictCursor): boolean {
  s.position++;
  if (!s.need(kw.IN) || !s.needWord('SHARE') || !s.needWord('MODE')) return false;
  return s.dialect === 'mysql' || recogniseWait(s);
}

/**
 * Recognises SKIP LOCKED; NOWAIT on MySQL only, because MariaDB rejects it in stored programs (1314), as it does WAIT
 * n.
 */
function recogniseWait(s: StrictCursor): boolean {
  if (s.acceptWord('SKIP')) return s.needWord('LOCKED');
  if (s.dialect === 'mysql') return s.acceptWord('NOWAIT') || true;
  if (s.word() !== 'NOWAIT' && s.word() !== 'WAIT') return true;
  return s.fail(`MariaDB does not allow ${s.word()} in stored programs.`);
}
