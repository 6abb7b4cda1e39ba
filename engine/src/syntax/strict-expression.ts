/** Strict recogniser of expressions (manuals: "Expressions", and sql_yacc.yy from `expr` down). */
import { kw } from './keywords';
import {
  gluedFunctions,
  isSpecial,
  recogniseArguments,
  recogniseSpecial,
  recogniseStoredArguments,
} from './strict-arguments';
import { noPlaceholder, type StrictCursor } from './strict-cursor';
import { isUnit, recogniseUnit } from './strict-interval';
import { recogniseIntroduced, recogniseNumber, recogniseStrings, startsIntroduced } from './strict-literals';
import { isWindowFunction, recogniseAggregateWindow, recogniseWindowFunction } from './strict-window';
import { op, tokenKind } from './tokens';

/** Recognises an expression with AND, OR, XOR and NOT. */
export function recogniseExpression(s: StrictCursor): boolean {
  return s.nested(recogniseConnected);
}

function recogniseConnected(s: StrictCursor): boolean {
  do {
    if (!recogniseNegation(s)) return false;
  } while (acceptConnective(s));
  return true;
}

export function recogniseExpressions(s: StrictCursor): boolean {
  return s.list(recogniseExpression);
}

/** Returns true if the parentheses from here on open a query. */
export function startsQuery(s: StrictCursor, offset: number): boolean {
  let i = offset;
  while (s.idAt(i) === op.openParenthesis) i++;
  switch (s.idAt(i)) {
    case kw.SELECT:
    case kw.WITH:
      return true;
    case kw.TABLE:
      return s.isNameAt(i + 1);
    case kw.VALUES:
      return s.idAt(i + 1) === kw.ROW || (s.idAt(i + 1) === op.openParenthesis && s.dialect === 'mariadb');
    default:
      return false;
  }
}

function acceptConnective(s: StrictCursor): boolean {
  switch (s.id()) {
    case kw.AND:
    case kw.OR:
    case kw.XOR:
    case op.and:
    case op.or:
      s.position++;
      return true;
    default:
      return false;
  }
}

function recogniseNegation(s: StrictCursor): boolean {
  while (s.accept(kw.NOT)) continue;
  if (!recognisePredicate(s)) return false;
  for (;;) {
    if (s.id() === kw.IS) {
      if (!recogniseIs(s)) return false;
    } else if (isComparison(s.id())) {
      s.position++;
      if (!recogniseCompared(s)) return false;
    } else return true;
  }
}

/** Recognises IS [NOT] NULL, TRUE, FALSE, UNKNOWN; also IS JSON (MySQL 9) and IS DISTINCT FROM. */
function recogniseIs(s: StrictCursor): boolean {
  s.position++;
  s.accept(kw.NOT);
  switch (s.id()) {
    case kw.NULL:
    case kw.TRUE:
    case kw.FALSE:
      s.position++;
      return true;
    case kw.DISTINCT:
      s.position++;
      return s.need(kw.FROM) && recognisePredicate(s);
    default:
      if (s.word() !== 'UNKNOWN' && s.word() !== 'JSON') return s.fail();
      s.position++;
      return true;
  }
}

function isComparison(id: number): boolean {
  switch (id) {
    case op.equals:
    case op.less:
    case op.greater:
    case op.lessOrEqual:
    case op.greaterOrEqual:
    case op.notEqual:
    case op.nullSafeEquals:
      return true;
    default:
      return false;
  }
}

/** Recognises the right side of a comparison: ALL, ANY or SOME of a query, or a predicate. */
function recogniseCompared(s: StrictCursor): boolean {
  const isQuantified = s.id() === kw.ALL || s.word() === 'ANY' || s.word() === 'SOME';
  if (isQuantified && s.idAt(1) === op.openParenthesis) {
    s.position++;
    return s.subquery();
  }
  return recognisePredicate(s);
}

/** Recognises predicates; on MariaDB they may follow each other, on MySQL there is only one. */
function recognisePredicate(s: StrictCursor): boolean {
  if (!recogniseSum(s)) return false;
  for (;;) {
    const start = s.position;
    s.accept(kw.NOT);
    const found = recognisePredicateTail(s);
    if (found === 'none') {
      s.position = start;
      return true;
    }
    if (found === 'wrong') return false;
    if (s.dialect === 'mysql') return true;
  }
}

function recognisePredicateTail(s: StrictCursor): 'none' | 'right' | 'wrong' {
  const id = s.id();
  switch (id) {
    case kw.IN:
      s.position++;
      return outcome(startsQuery(s, 1) ? s.either(recogniseSubquery, recogniseRow) : recogniseRow(s));
    case kw.BETWEEN:
      s.position++;
      return outcome(recogniseSum(s) && s.need(kw.AND) && s.nested(recognisePredicate));
    case kw.LIKE:
      s.position++;
      return outcome(recognisePattern(s) && (!s.acceptWord('ESCAPE') || recognisePattern(s)));
    case kw.REGEXP:
    case kw.RLIKE:
      s.position++;
      return outcome(recogniseSum(s));
  }
  if (s.kind() !== tokenKind.word) return 'none';
  if (s.word() === 'SOUNDS' && s.idAt(1) === kw.LIKE) {
    s.position += 2;
    return outcome(recogniseSum(s));
  }
  if (s.word() !== 'MEMBER') return 'none';
  s.position++;
  s.acceptWord('OF');
  return outcome(s.inParentheses(recogniseExpression));
}

/** Recognises the pattern after LIKE, where MySQL allows no operators without parentheses. */
function recognisePattern(s: StrictCursor): boolean {
  return s.dialect === 'mysql' ? recogniseOperand(s) : recogniseSum(s);
}

function outcome(recognised: boolean): 'right' | 'wrong' {
  return recognised ? 'right' : 'wrong';
}

function recogniseSubquery(s: StrictCursor): boolean {
  return s.subquery();
}

function recogniseRow(s: StrictCursor): boolean {
  return s.inParentheses(recogniseExpressions);
}

/** Recognises operands joined by arithmetic and bit operators. */
export function recogniseSum(s: StrictCursor): boolean {
  let before = 0;
  for (;;) {
    const isInterval = s.id() === kw.INTERVAL;
    if (!recogniseOperand(s)) return false;
    const behind = s.id();
    if (isInterval && s.idAt(-1) !== op.closeParenthesis && !isJoinedByPlus(before, behind)) return s.fail();
    if (!acceptArithmetic(s)) return true;
    before = behind;
  }
}

/** Returns true if `INTERVAL 1 DAY` is added to or subtracted from an operand. */
function isJoinedByPlus(before: number, behind: number): boolean {
  return before === op.plus || before === op.minus || (before === 0 && behind === op.plus);
}

function acceptArithmetic(s: StrictCursor): boolean {
  switch (s.id()) {
    case op.plus:
    case op.minus:
    case op.star:
    case 38: // &
    case 47: // /
    case 94: // ^
    case 124: // |
    case op.shiftLeft:
    case op.shiftRight:
    case kw.DIV:
    case kw.MOD:
      s.position++;
      return true;
    case op.percent:
      if (s.oracle) return false;
      s.position++;
      return true;
    default:
      return false;
  }
}

/** Recognises an operand of an arithmetic operator. */
export function recogniseOperand(s: StrictCursor): boolean {
  while (isPrefix(s)) s.position++;
  if (!recognisePrimary(s)) return false;
  // `column->'$.path'` is MySQL's.
  if ((s.id() === op.arrow || s.id() === op.doubleArrow) && s.dialect === 'mysql' && s.isNameAt(-1)) {
    s.position++;
    if (!s.needKind(tokenKind.string)) return false;
  }
  while (s.accept(kw.COLLATE)) {
    if (!s.isNameAt(0) && s.kind() !== tokenKind.string) return s.fail();
    s.position++;
  }
  return true;
}

function isPrefix(s: StrictCursor): boolean {
  switch (s.id()) {
    case op.minus:
    case op.plus:
    case op.exclamation:
    case 126: // ~
      return true;
    case kw.BINARY:
      return s.idAt(1) !== op.openParenthesis;
    case kw.NOT:
      return s.hasMode('HIGH_NOT_PRECEDENCE');
    default:
      return false;
  }
}

const noVariable = 'A view cannot use variables.';

function recognisePrimary(s: StrictCursor): boolean {
  switch (s.kind()) {
    case tokenKind.number:
      return recogniseNumber(s);
    case tokenKind.systemVariable:
      if (s.raw() === '@@' || s.inView) return s.fail(s.inView ? noVariable : null);
      s.position++;
      return true;
    case tokenKind.string:
      return recogniseStrings(s);
    case tokenKind.userVariable:
      if (s.inView) return s.fail(noVariable);
      s.position++;
      return !s.accept(op.assign) || recogniseExpression(s);
    case tokenKind.quotedName:
      s.position++;
      return s.restOfPath() && (s.id() !== op.openParenthesis || recogniseArguments(s, recogniseExpression));
    case tokenKind.word:
      return recogniseWord(s);
    default:
      return recogniseSign(s);
  }
}

/** Recognises parentheses around an expression, a row or a query; `?`; ODBC's braces. */
function recogniseSign(s: StrictCursor): boolean {
  switch (s.id()) {
    case op.openParenthesis:
      if (!startsQuery(s, 1)) return recogniseRow(s);
      return s.idAt(1) === op.openParenthesis ? s.either(recogniseRow, recogniseSubquery) : s.subquery();
    case op.question:
      return s.fail(noPlaceholder);
    case op.at: // a user variable whose name is empty
      s.position++;
      return true;
    case op.openBrace:
      s.position += 2;
      return recogniseExpression(s) && s.need(op.closeBrace);
    case op.dot: // .table.column
      return s.dialect === 'mariadb' && s.idAt(2) === op.dot ? s.needPath() : s.fail();
    case op.colon: // :NEW.a in triggers of ORACLE mode
      if (!s.oracle) return s.fail();
      s.position++;
      return s.needPath();
    default:
      return s.fail();
  }
}

function recogniseWord(s: StrictCursor): boolean {
  const called = s.idAt(1) === op.openParenthesis;
  switch (s.id()) {
    case kw.CASE:
      return recogniseCase(s);
    case kw.EXISTS:
      s.position++;
      return s.subquery();
    case kw.INTERVAL:
      return recogniseInterval(s);
    case kw.MATCH:
      return recogniseMatch(s);
    case kw.NULL:
    case kw.TRUE:
    case kw.FALSE:
      s.position++;
      return true;
    case kw.BINARY:
      s.position++;
      return s.nested(recogniseOperand);
    case kw.VALUE:
      if (!called || s.dialect === 'mysql') break;
      s.position++;
      return s.inParentheses((inner) => inner.needPath());
    case kw.DEFAULT:
    case kw.VALUES:
      s.position++;
      return called ? s.inParentheses((inner) => inner.needPath()) : s.fail();
    case kw.ROW:
      if (!called) break;
      s.position++;
      return recogniseRow(s);
    case kw.SQL: // SQL%ROWCOUNT of ORACLE mode
      if (!s.oracle || s.idAt(1) !== op.percent) break;
      s.position += 3;
      return true;
    case kw.NEXT:
    case kw.PREVIOUS:
      if (s.dialect !== 'mariadb' || s.idAt(1) !== kw.VALUE) break;
      s.position += 3;
      return s.needPath();
  }
  return called ? recogniseCall(s) : recogniseName(s);
}

/** Recognises a column, a variable, a value without parentheses, or a literal preceded by its type or character set. */
function recogniseName(s: StrictCursor): boolean {
  if (startsIntroduced(s)) return recogniseIntroduced(s);
  if (s.kindAt(1) === tokenKind.string && isDateWord(s.word())) {
    s.position += 2;
    return true;
  }
  if (!s.isName()) return s.fail();
  s.position++;
  if (!s.restOfPath()) return false;
  if (s.id() === op.percent && s.oracle && cursorAttributes.has(s.wordAt(1))) s.position += 2;
  return s.id() !== op.openParenthesis || recogniseArguments(s, recogniseExpression);
}

/** `c%FOUND` of ORACLE mode. */
const cursorAttributes = new Set('ISOPEN FOUND NOTFOUND ROWCOUNT'.split(' '));

function isDateWord(word: string): boolean {
  return word === 'DATE' || word === 'TIME' || word === 'TIMESTAMP';
}

function recogniseCall(s: StrictCursor): boolean {
  const name = s.word();
  if (s.isUncallable)
    return s.fail(`\`${name}\` is a keyword, not a function. Quote it to call a stored function with this name.`);
  const isOwn = !s.isApart || s.hasMode('IGNORE_SPACE') || !needsGlue(s, name);
  if (!isOwn) {
    if (!s.isCallable) return s.fail();
    s.position++;
    return recogniseStoredArguments(s, recogniseExpression);
  }
  if (isWindowFunction(s)) return recogniseWindowFunction(s, recogniseExpression);
  if (isSpecial(s)) {
    if (!recogniseSpecial(s, recogniseExpression)) return false;
  } else if (!s.isCallable) return s.fail();
  else {
    s.position++;
    if (!recogniseArguments(s, recogniseExpression)) return false;
  }
  return recogniseAggregateWindow(s, name, recogniseExpression);
}

/** Returns true if a gap before the parenthesis makes the call one of a stored function. */
function needsGlue(s: StrictCursor, name: string): boolean {
  return gluedFunctions.has(name) || (s.dialect === 'mariadb' && isWindowFunction(s));
}

function recogniseCase(s: StrictCursor): boolean {
  s.position++;
  if (s.id() !== kw.WHEN && !recogniseExpression(s)) return false;
  if (s.id() !== kw.WHEN) return s.fail();
  while (s.accept(kw.WHEN)) {
    if (!(recogniseExpression(s) && s.need(kw.THEN) && recogniseExpression(s))) return false;
  }
  if (s.accept(kw.ELSE) && !recogniseExpression(s)) return false;
  return s.need(kw.END);
}

/** Recognises INTERVAL 1 DAY before an operator, or the function INTERVAL(a, b, …). */
function recogniseInterval(s: StrictCursor): boolean {
  s.position++;
  if (s.id() !== op.openParenthesis) return recogniseExpression(s) && recogniseUnit(s);
  const open = s.position++;
  if (!recogniseExpressions(s) || !s.need(op.closeParenthesis)) return false;
  if (isUnit(s)) {
    s.position++;
    return true;
  }
  // INTERVAL (a + b) * c DAY, or the function.
  const behind = s.position;
  s.position = open;
  const isUnitBehind = recogniseExpression(s) && isUnit(s);
  if (isUnitBehind) s.position++;
  else s.position = behind;
  return true;
}

/** Recognises MATCH (a, b) AGAINST (… [IN BOOLEAN MODE]). */
function recogniseMatch(s: StrictCursor): boolean {
  s.position++;
  const inBrackets = s.id() === op.openParenthesis;
  if (!(inBrackets ? s.inParentheses(recogniseColumns) : recogniseColumns(s))) return false;
  return s.needWord('AGAINST') && s.inParentheses(recogniseSought);
}

function recogniseColumns(s: StrictCursor): boolean {
  return s.list((inner) => inner.needPath());
}

/** Recognises the search string, IN BOOLEAN MODE, IN NATURAL LANGUAGE MODE and WITH QUERY EXPANSION. */
function recogniseSought(s: StrictCursor): boolean {
  if (!recogniseSum(s)) return false;
  if (s.accept(kw.IN)) {
    if (s.acceptWord('BOOLEAN')) return s.needWord('MODE');
    if (!s.needWord('NATURAL') || !s.needWord('LANGUAGE') || !s.needWord('MODE')) return false;
  }
  return !s.accept(kw.WITH) || (s.needWord('QUERY') && s.needWord('EXPANSION'));
}
