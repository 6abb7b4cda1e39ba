/** Strict recogniser of single statements: queries, changes of rows, CALL, SET and DO. */
import type { Dialect } from './dialect';
import { kw } from './keywords';
import { recogniseAlter } from './strict-alter';
import type { Recogniser, StrictCursor } from './strict-cursor';
import { recogniseDiagnostics, recogniseSignal } from './strict-diagnostics';
import { recogniseExpression, recogniseExpressions, startsQuery } from './strict-expression';
import {
  recogniseItem,
  recogniseItems,
  recogniseCount,
  recogniseOrder,
  recogniseQuery,
  recogniseValue,
  recogniseWith,
} from './strict-query';
import { recogniseCreate, recogniseDrop, recogniseMaintenance, recogniseTruncate } from './strict-schema';
import { recogniseExplain, recogniseShow } from './strict-show';
import { recogniseTables } from './strict-tables';
import { recogniseEnd, recogniseSavepoint, recogniseStart } from './strict-transaction';
import { op, tokenKind } from './tokens';
import { place } from './vocabulary';

/** Returns the recogniser of a statement that begins with this word or sign; null if it is not checked. */
export function findRecogniser(id: number): Recogniser | null {
  switch (id) {
    case kw.SELECT:
    case kw.VALUES:
    case kw.TABLE:
    case op.openParenthesis:
      return recogniseQuery;
    case kw.WITH:
      return recogniseWithStatement;
    case kw.INSERT:
    case kw.REPLACE:
      return recogniseInsert;
    case kw.UPDATE:
      return recogniseUpdate;
    case kw.DELETE:
      return recogniseDelete;
    case kw.CALL:
      return recogniseCall;
    case kw.SET:
      return recogniseSet;
    case kw.SIGNAL:
    case kw.RESIGNAL:
      return recogniseSignal;
    case kw.EXPLAIN:
    case kw.DESCRIBE:
    case kw.DESC:
      return (s) => recogniseExplain(s, findRecogniser);
    case kw.DO:
      return (s) => s.need(kw.DO) && s.list(recogniseItem);
    default:
      return findOther(id);
  }
}

function findOther(id: number): Recogniser | null {
  switch (id) {
    case kw.CREATE:
      return recogniseCreate;
    case kw.ALTER:
      return recogniseAlter;
    case kw.DROP:
      return recogniseDrop;
    case kw.SHOW:
      return recogniseShow;
    case kw.TRUNCATE:
      return recogniseTruncate;
    case kw.ANALYZE:
    case kw.CHECK:
    case kw.CHECKSUM:
    case kw.OPTIMIZE:
    case kw.REPAIR:
      return recogniseMaintenance;
    case kw.START:
      return recogniseStart;
    case kw.SAVEPOINT:
    case kw.RELEASE:
      return recogniseSavepoint;
    case kw.COMMIT:
    case kw.ROLLBACK:
      return recogniseEnd;
    case kw.GET:
      return recogniseDiagnostics;
    case kw.PREPARE:
      return recognisePrepare;
    case kw.EXECUTE:
      return recogniseExecute;
    case kw.DEALLOCATE:
      return recogniseDeallocate;
    case kw.XA:
      return recogniseXa;
    case kw.FLUSH:
      return recogniseFlush;
    default:
      return null;
  }
}

function recogniseWithStatement(s: StrictCursor): boolean {
  const start = s.position;
  if (!recogniseWith(s)) return false;
  if (s.dialect === 'mysql') {
    if (s.id() === kw.UPDATE) return recogniseUpdate(s);
    if (s.id() === kw.DELETE) return recogniseDelete(s);
  }
  s.position = start;
  return recogniseQuery(s);
}

// --- INSERT and REPLACE ---------------------------------------------------------------------------

function recogniseInsert(s: StrictCursor): boolean {
  const isInsert = s.id() === kw.INSERT;
  s.position++;
  skipModifiers(s);
  s.accept(kw.INTO);
  if (!s.needPath(place.table)) return false;
  if (s.accept(kw.PARTITION) && !s.balanced()) return false;
  if (s.id() === op.openParenthesis && !startsQuery(s, 0) && !recogniseColumns(s)) return false;
  const opensRows = s.id() === kw.SET || startsRows(s);
  if (!recogniseSource(s)) return false;
  if (isInsert && opensRows && s.dialect === 'mysql' && s.accept(kw.AS)) {
    if (!s.needName()) return false;
    if (s.id() === op.openParenthesis && !s.balanced()) return false;
  }
  if (isInsert && s.accept(kw.ON)) {
    const isKey = s.need(kw.DUPLICATE) && s.need(kw.KEY) && s.need(kw.UPDATE);
    if (!isKey || !s.list(recogniseAssignment)) return false;
  }
  return recogniseReturning(s);
}

function recogniseColumns(s: StrictCursor): boolean {
  if (s.idAt(1) === op.closeParenthesis) return s.balanced();
  return s.inParentheses((inner) => inner.list((name) => name.needPath()));
}

/** Recognises VALUES (…), (…); SET a = 1; or a query. */
function recogniseSource(s: StrictCursor): boolean {
  if (s.accept(kw.SET)) return s.list(recogniseAssignment);
  if (!startsRows(s)) return s.dialect === 'mysql' ? recogniseQuery(s) : s.inQuery(recogniseQuery);
  s.position++;
  return s.list((inner) =>
    inner.idAt(1) === op.closeParenthesis ? inner.balanced() : inner.inParentheses(recogniseValues),
  );
}

function startsRows(s: StrictCursor): boolean {
  return (s.id() === kw.VALUES && s.idAt(1) !== kw.ROW) || s.id() === kw.VALUE;
}

function recogniseValues(s: StrictCursor): boolean {
  return s.list(recogniseValue);
}

function recogniseAssignment(s: StrictCursor): boolean {
  if (!s.needPath()) return false;
  if (!s.accept(op.equals) && !s.need(op.assign)) return false;
  return recogniseValue(s);
}

function recogniseReturning(s: StrictCursor): boolean {
  return s.dialect !== 'mariadb' || !s.accept(kw.RETURNING) || recogniseItems(s);
}

function skipModifiers(s: StrictCursor): void {
  for (;;) {
    switch (s.id()) {
      case kw.LOW_PRIORITY:
      case kw.HIGH_PRIORITY:
      case kw.DELAYED:
      case kw.IGNORE:
      case kw.QUICK:
        s.position++;
        continue;
      default:
        return;
    }
  }
}

// --- UPDATE and DELETE ----------------------------------------------------------------------------

function recogniseUpdate(s: StrictCursor): boolean {
  s.position++;
  skipModifiers(s);
  if (!recogniseTables(s) || !s.need(kw.SET) || !s.list(recogniseAssignment)) return false;
  return recogniseRestriction(s);
}

function recogniseRestriction(s: StrictCursor): boolean {
  if (s.accept(kw.WHERE) && !recogniseExpression(s)) return false;
  if (s.id() === kw.ORDER && !recogniseOrder(s)) return false;
  return !s.accept(kw.LIMIT) || recogniseCount(s);
}

function recogniseDelete(s: StrictCursor): boolean {
  s.position++;
  skipModifiers(s);
  if (s.dialect === 'mariadb' && s.word() === 'HISTORY' && s.idAt(1) === kw.FROM) return s.acceptRest();
  const fromFirst = s.accept(kw.FROM);
  const first = s.position;
  if (!s.list(recogniseDeleted)) return false;
  if (fromFirst ? s.accept(kw.USING) : s.need(kw.FROM))
    return recogniseTables(s) && (!s.accept(kw.WHERE) || recogniseExpression(s)); // without ORDER BY and LIMIT
  if (!fromFirst) return false;
  s.position = first;
  return recogniseTables(s) && !isMariadbAlias(s, first) && recogniseRestriction(s) && recogniseReturning(s);
}

/** Returns true at an alias of a DELETE's table, which MariaDB does not allow before 11.6. */
function isMariadbAlias(s: StrictCursor, first: number): boolean {
  if (s.dialect === 'mysql' || s.version >= 110600) return false;
  const isAlias = s.position > first + 1 && s.isNameAt(-1) && s.idAt(-2) !== op.dot;
  if (isAlias) s.position--;
  return isAlias && !s.fail();
}

/** Recognises `t`, `s.t` or `t.*`. */
function recogniseDeleted(s: StrictCursor): boolean {
  if (!s.needName(place.table)) return false;
  while (s.accept(op.dot)) {
    if (s.accept(op.star)) return true;
    if (!s.isNameAt(0)) return s.fail();
    s.position++;
  }
  return true;
}

// --- CALL and SET ---------------------------------------------------------------------------------

function recogniseCall(s: StrictCursor): boolean {
  s.position++;
  const isCall = s.idAt(1) === op.openParenthesis && (!s.isApart || s.hasMode('IGNORE_SPACE'));
  if (!s.needName(isCall ? place.routine : place.variable) || !s.restOfPath()) return false;
  if (s.id() !== op.openParenthesis) return true;
  return s.idAt(1) === op.closeParenthesis ? s.balanced() : s.inParentheses(recogniseExpressions);
}

function recogniseSet(s: StrictCursor): boolean {
  s.position++;
  if (s.id() === kw.TRANSACTION && s.kindAt(1) === tokenKind.word) return recogniseTransactionModes(s);
  if (s.word() === 'PASSWORD') return s.acceptRest();
  if (s.dialect === 'mariadb' && (s.id() === kw.PERSIST || s.id() === kw.PERSIST_ONLY) && s.isNameAt(1))
    return s.position++ >= 0 && s.fail('MariaDB has no SET PERSIST. Use SET GLOBAL.');
  const isPlain = s.idAt(1) === op.equals || s.idAt(1) === op.assign || s.idAt(1) === op.dot;
  if (!isPlain && s.kind() === tokenKind.word && !isScope(s.id(), s.dialect)) {
    // SET NAMES, SET TRANSACTION and the like are not checked.
    return s.acceptRest();
  }
  return s.list(recogniseSetItem);
}

function recogniseSetItem(s: StrictCursor): boolean {
  if (isScope(s.id(), s.dialect) && s.idAt(1) !== op.equals && s.idAt(1) !== op.assign) s.position++;
  if (s.id() === kw.TRANSACTION && s.kindAt(1) === tokenKind.word) return recogniseTransactionModes(s);
  if (s.kind() === tokenKind.userVariable || s.kind() === tokenKind.systemVariable || s.id() === op.at) {
    s.position++;
    if (!s.restOfPath()) return false;
  } else if (s.id() === kw.DEFAULT && s.idAt(1) === op.dot) s.position += 3;
  else if (!s.needPath(place.variable)) return false;
  if (!s.accept(op.equals) && !s.need(op.assign)) return false;
  return recogniseSetValue(s);
}

/** Recognises TRANSACTION ISOLATION LEVEL …, READ ONLY | WRITE, in any order. */
function recogniseTransactionModes(s: StrictCursor): boolean {
  s.position++;
  return s.list((inner) => {
    if (inner.acceptWord('READ')) return inner.acceptWord('ONLY') || inner.needWord('WRITE');
    if (!inner.needWord('ISOLATION') || !inner.needWord('LEVEL')) return false;
    if (inner.acceptWord('READ')) return inner.acceptWord('COMMITTED') || inner.needWord('UNCOMMITTED');
    return inner.acceptWord('REPEATABLE') ? inner.needWord('READ') : inner.needWord('SERIALIZABLE');
  });
}

/** Recognises an expression; for system variables also words that are not an expression. */
function recogniseSetValue(s: StrictCursor): boolean {
  switch (s.id()) {
    case kw.DEFAULT:
    case kw.ON:
    case kw.ALL:
    case kw.BINARY:
    case kw.ROW:
      if (s.idAt(1) === op.openParenthesis || (s.id() === kw.BINARY && s.kindAt(1) !== 0 && s.idAt(1) !== op.comma))
        break;
      s.position++;
      return true;
  }
  if (s.word() === 'SYSTEM') {
    s.position++;
    return true;
  }
  return recogniseExpression(s);
}

function isScope(id: number, dialect: Dialect): boolean {
  switch (id) {
    case kw.GLOBAL:
    case kw.SESSION:
    case kw.LOCAL:
      return true;
    case kw.PERSIST:
    case kw.PERSIST_ONLY:
      return dialect === 'mysql';
    default:
      return false;
  }
}

// --- prepared statements, XA ----------------------------------------------------------------------

/** Recognises PREPARE a FROM text; the structure determines which text is allowed. */
function recognisePrepare(s: StrictCursor): boolean {
  s.position++;
  return s.needNewName() && s.need(kw.FROM) && recogniseExpression(s);
}

/** Recognises EXECUTE a [USING b, c], on MariaDB also EXECUTE IMMEDIATE text. */
function recogniseExecute(s: StrictCursor): boolean {
  s.position++;
  const isImmediate = s.id() === kw.IMMEDIATE && s.dialect === 'mariadb';
  if (isImmediate) s.position++;
  if (!(isImmediate ? recogniseExpression(s) : s.needNewName())) return false;
  return !s.accept(kw.USING) || s.list(recogniseValue);
}

/** Recognises DEALLOCATE PREPARE a and DROP PREPARE a. */
function recogniseDeallocate(s: StrictCursor): boolean {
  s.position++;
  return s.needWord('PREPARE') && s.needNewName();
}

/** Recognises XA START 'a', 'b', 1 and similar. */
function recogniseXa(s: StrictCursor): boolean {
  s.position++;
  if (s.acceptWord('RECOVER')) return s.acceptRest();
  if (!/^(START|BEGIN|END|PREPARE|COMMIT|ROLLBACK)$/.test(s.word())) return s.fail();
  s.position++;
  if (s.kind() !== tokenKind.string && s.kind() !== tokenKind.number) return s.fail();
  s.position++;
  while (s.accept(op.comma)) if (!s.needValue()) return false;
  while (s.kind() === tokenKind.word) s.position++;
  return true;
}

/** Recognises the first word of FLUSH only. */
function recogniseFlush(s: StrictCursor): boolean {
  s.position++;
  if (!s.acceptWord('LOCAL')) s.acceptWord('NO_WRITE_TO_BINLOG');
  return s.kind() === tokenKind.word && s.id() !== kw.WITH ? s.acceptRest() : s.fail();
}
