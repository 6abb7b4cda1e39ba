/** The strict recogniser of the tables after FROM, JOIN and UPDATE. */
import { kw } from './keywords';
import type { StrictCursor } from './strict-cursor';
import { recogniseExpression, recogniseSum, startsQuery } from './strict-expression';
import { op } from './tokens';
import { place } from './vocabulary';

/** Recognises tables separated by commas, each optionally joined with others. */
export function recogniseTables(s: StrictCursor): boolean {
  return s.list(recogniseJoined);
}

function recogniseJoined(s: StrictCursor): boolean {
  if (!recogniseTable(s)) return false;
  return recogniseJoins(s);
}

/** Recognises `a LEFT JOIN b JOIN c ON … ON …`: joins come before the condition of the enclosing one. */
function recogniseJoins(s: StrictCursor): boolean {
  // Inner joins whose condition may still come.
  let open = 0;
  for (;;) {
    const isNatural = s.id() === kw.NATURAL;
    const join = acceptJoin(s);
    if (join === 'none') return true;
    if (join === 'wrong' || !recogniseTable(s)) return false;
    if (!isNatural) {
      if (join === 'outer' && !startsCondition(s) && !s.nested(recogniseJoins)) return false;
      if (!startsCondition(s)) {
        if (join === 'outer') return s.fail();
        open++;
      } else if (!recogniseCondition(s)) return false;
    }
    for (; open > 0 && startsCondition(s); open--) if (!recogniseCondition(s)) return false;
  }
}

function startsCondition(s: StrictCursor): boolean {
  return s.id() === kw.ON || (s.id() === kw.USING && s.idAt(1) === op.openParenthesis);
}

/** Passes over JOIN with the words before it. */
function acceptJoin(s: StrictCursor): 'none' | 'inner' | 'outer' | 'wrong' {
  switch (s.id()) {
    case kw.JOIN:
    case kw.STRAIGHT_JOIN:
      s.position++;
      return 'inner';
    case kw.INNER:
    case kw.CROSS:
      s.position++;
      return s.need(kw.JOIN) ? 'inner' : 'wrong';
    case kw.LEFT:
    case kw.RIGHT:
      s.position++;
      s.accept(kw.OUTER);
      return s.need(kw.JOIN) ? 'outer' : 'wrong';
    case kw.NATURAL:
      s.position++;
      if (s.id() === kw.LEFT || s.id() === kw.RIGHT) {
        s.position++;
        s.accept(kw.OUTER);
      } else s.accept(kw.INNER);
      if (s.dialect === 'mariadb' && s.accept(kw.STRAIGHT_JOIN)) return 'inner';
      return s.need(kw.JOIN) ? 'inner' : 'wrong';
    default:
      return 'none';
  }
}

function recogniseCondition(s: StrictCursor): boolean {
  if (s.accept(kw.ON)) return recogniseExpression(s);
  s.position++;
  return s.inParentheses((inner) => inner.list((name) => name.needName()));
}

function recogniseTable(s: StrictCursor): boolean {
  switch (s.id()) {
    case op.openBrace:
      s.position += 2;
      return recogniseJoined(s) && s.need(op.closeBrace);
    case op.openParenthesis:
      return startsQuery(s, 1) ? s.either(recogniseDerived, recogniseGrouped) : recogniseGrouped(s);
    case kw.LATERAL:
      if (s.idAt(1) !== op.openParenthesis || s.dialect === 'mariadb') break;
      s.position++;
      return recogniseDerived(s);
  }
  if (isJsonTable(s)) {
    s.position++;
    return recogniseJsonTable(s) && recogniseNeededAlias(s, 'JSON_TABLE');
  }
  if (!s.needPath(place.table)) return false;
  if (s.id() === kw.PARTITION && s.idAt(1) === op.openParenthesis) {
    s.position++;
    if (!s.balanced()) return false;
  }
  if (s.dialect === 'mariadb' && s.id() === kw.FOR && !recognisePeriod(s)) return false;
  return recogniseAlias(s) && recogniseHints(s) && recogniseSample(s);
}

function isJsonTable(s: StrictCursor): boolean {
  return s.word() === 'JSON_TABLE' && s.idAt(1) === op.openParenthesis;
}

/** Recognises tables in parentheses; a query or a function may not be alone there. */
function recogniseGrouped(s: StrictCursor): boolean {
  return s.inParentheses((inner) => {
    const isComputed = isJsonTable(inner) || (startsQuery(inner, 1) && inner.id() === op.openParenthesis);
    const isLonely = isComputed && (s.dialect === 'mysql' || isJsonTable(inner));
    if (!isLonely) return inner.nested(recogniseTables);
    if (!inner.nested(recogniseTable)) return false;
    if (inner.id() === op.closeParenthesis) return inner.fail();
    return recogniseJoins(inner) && (!inner.accept(op.comma) || recogniseTables(inner));
  });
}

/** Recognises `( expression, path COLUMNS … )`; the columns are not checked. */
function recogniseJsonTable(s: StrictCursor): boolean {
  const open = s.position++;
  if (!recogniseExpression(s) || !s.need(op.comma) || !recogniseSum(s) || s.word() !== 'COLUMNS') return s.fail();
  s.position = open;
  return s.balanced();
}

/** Recognises TABLESAMPLE BERNOULLI (10) of MySQL 9. */
function recogniseSample(s: StrictCursor): boolean {
  if (s.id() !== kw.TABLESAMPLE || s.dialect !== 'mysql') return true;
  s.position += 2;
  return s.balanced();
}

/**
 * Recognises a query in parentheses with its name, which ORACLE mode does not need; on MySQL also with names for its
 * columns.
 */
function recogniseDerived(s: StrictCursor): boolean {
  if (!s.subquery()) return false;
  if (s.oracle) return recogniseAlias(s);
  if (!recogniseNeededAlias(s, 'derived table')) return false;
  return s.dialect === 'mariadb' || s.id() !== op.openParenthesis || s.balanced();
}

function recogniseNeededAlias(s: StrictCursor, what: string): boolean {
  const first = s.position;
  if (!recogniseAlias(s)) return false;
  return s.position > first || s.fail(`A ${what} needs an alias. Add AS and a name after its \`)\`.`);
}

/** Recognises FOR SYSTEM_TIME AS OF a, BETWEEN a AND b, FROM a TO b, ALL; FOR PORTION OF p FROM a TO b. */
function recognisePeriod(s: StrictCursor): boolean {
  if (s.idAt(1) !== kw.SYSTEM_TIME && s.idAt(1) !== kw.PORTION) return true;
  s.position += 2;
  if (s.accept(kw.OF)) s.position++;
  if (s.accept(kw.ALL)) return true;
  if (s.id() === kw.AS && s.idAt(1) === kw.OF) {
    s.position += 2;
    if (s.word() === 'TRANSACTION') s.position++;
    return recogniseSum(s);
  }
  const between = s.accept(kw.BETWEEN);
  if (!between && !s.need(kw.FROM)) return false;
  return recogniseSum(s) && s.need(between ? kw.AND : kw.TO) && recogniseSum(s);
}

function recogniseAlias(s: StrictCursor): boolean {
  if (s.accept(kw.AS)) {
    if (!s.isName(place.variable) || isNoAlias(s)) return s.fail();
    s.position++;
  } else if (s.isName(place.variable) && !isNoAlias(s)) s.position++;
  return true;
}

/** Returns true at a word that MariaDB accepts as a name elsewhere, but not as the alias of a table. */
function isNoAlias(s: StrictCursor): boolean {
  return s.dialect === 'mariadb' && s.id() === kw.WINDOW;
}

function recogniseHints(s: StrictCursor): boolean {
  while (
    (s.id() === kw.USE || s.id() === kw.FORCE || s.id() === kw.IGNORE) &&
    (s.idAt(1) === kw.INDEX || s.idAt(1) === kw.KEY)
  ) {
    s.position += 2;
    if (s.accept(kw.FOR)) s.position += s.id() === kw.JOIN ? 1 : 2;
    if (!s.balanced()) return false;
    const goesOn = s.id() === op.comma && (s.idAt(1) === kw.USE || s.idAt(1) === kw.FORCE || s.idAt(1) === kw.IGNORE);
    if (goesOn) s.position++;
  }
  return true;
}
