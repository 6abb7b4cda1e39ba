/** Strict recogniser of single statements: queries, changes of rows, CALL, SET and DO. */
import { kw } from './keywords';
import type { Recogniser, StrictCursor } from './strict-cursor';
import { recogniseDiagnostics, recogniseSignal } from './strict-diagnostics';
import { recogniseExpression, recogniseExpressions, startsQuery } from './strict-expression';
import {
  recogniseItem,
  recogniseLimit,
  recogniseOrder,
  recogniseQuery,
  recogniseValue,
  recogniseWith,
} from './strict-query';
import {
  recogniseAlter,
  recogniseCreate,
  recogniseDrop,
  recogniseMaintenance,
  recogniseShow,
  recogniseTruncate,
} from './strict-schema';
import { recogniseTables } from './strict-tables';
import { recogniseEnd, recogniseSavepoint, recogniseStart } from './strict-transaction';
import { op, tokenKind } from './tokens';
import { place } from './vocabulary';

/** The recogniser of a statement that begins with this word or sign; null where it is not checked. */
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
      return recogniseExplain;
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
    default:
      return null;
  }
}

function recogniseWithStatement(s: StrictCursor): boolean {
  const start = s.position;
  if (!recogniseWith(s)) return false;
  if (s.id() === kw.UPDATE) return recogniseUpdate(s);
  if (s.id() === kw.DELETE) return recogniseDelete(s);
  s.position = start;
  return recogniseQuery(s);
}

// --- INSERT and REPLACE ---------------------------------------------------------------------------

function recogniseInsert(s: StrictCursor): boolean {
  s.position++;
  skipModifiers(s);
  s.accept(kw.INTO);
  if (!s.needPath(place.table)) return false;
  if (s.accept(kw.PARTITION) && !s.balanced()) return false;
  if (s.id() === op.openParenthesis && !startsQuery(s, 0) && !recogniseColumns(s)) return false;
  if (!recogniseSource(s)) return false;
  if (s.accept(kw.AS)) {
    if (!s.needName()) return false;
    if (s.id() === op.openParenthesis && !s.balanced()) return false;
  }
  if (s.accept(kw.ON)) {
    const isKey = s.need(kw.DUPLICATE) && s.need(kw.KEY) && s.need(kw.UPDATE);
    if (!isKey || !s.list(recogniseAssignment)) return false;
  }
  return recogniseReturning(s);
}

function recogniseColumns(s: StrictCursor): boolean {
  if (s.idAt(1) === op.closeParenthesis) return s.balanced();
  return s.inParentheses((inner) => inner.list((name) => name.needPath()));
}

/** VALUES (…), (…); SET a = 1; or a query. */
function recogniseSource(s: StrictCursor): boolean {
  if (s.accept(kw.SET)) return s.list(recogniseAssignment);
  const isValues = (s.id() === kw.VALUES && s.idAt(1) !== kw.ROW) || s.id() === kw.VALUE;
  if (!isValues) return recogniseQuery(s);
  s.position++;
  return s.list((inner) =>
    inner.idAt(1) === op.closeParenthesis ? inner.balanced() : inner.inParentheses(recogniseValues),
  );
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
  return s.dialect !== 'mariadb' || !s.accept(kw.RETURNING) || s.list(recogniseItem);
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
  return s.id() !== kw.LIMIT || recogniseLimit(s);
}

function recogniseDelete(s: StrictCursor): boolean {
  s.position++;
  skipModifiers(s);
  if (s.dialect === 'mariadb' && s.word() === 'HISTORY' && s.idAt(1) === kw.FROM) return s.acceptRest();
  const fromFirst = s.accept(kw.FROM);
  const first = s.position;
  if (!s.list(recogniseDeleted)) return false;
  if (fromFirst ? s.accept(kw.USING) : s.need(kw.FROM)) return recogniseTables(s) && recogniseRestriction(s);
  if (!fromFirst) return false;
  s.position = first;
  return recogniseTables(s) && recogniseRestriction(s) && recogniseReturning(s);
}

/** `t`, `s.t` or `t.*`. */
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
  if (!s.needName(place.routine) || !s.restOfPath()) return false;
  if (s.id() !== op.openParenthesis) return true;
  return s.idAt(1) === op.closeParenthesis ? s.balanced() : s.inParentheses(recogniseExpressions);
}

function recogniseSet(s: StrictCursor): boolean {
  s.position++;
  const isPlain = s.idAt(1) === op.equals || s.idAt(1) === op.assign || s.idAt(1) === op.dot;
  if (!isPlain && s.kind() === tokenKind.word && !isScope(s.id())) {
    // SET NAMES, SET TRANSACTION and the like are not checked.
    return s.acceptRest();
  }
  return s.list(recogniseSetItem);
}

function recogniseSetItem(s: StrictCursor): boolean {
  if (isScope(s.id()) && s.idAt(1) !== op.equals && s.idAt(1) !== op.assign) s.position++;
  if (s.word() === 'TRANSACTION') {
    return s.acceptRest();
  }
  if (s.kind() === tokenKind.userVariable || s.kind() === tokenKind.systemVariable || s.id() === op.at) {
    s.position++;
    if (!s.restOfPath()) return false;
  } else if (!s.needPath()) return false;
  if (!s.accept(op.equals) && !s.need(op.assign)) return false;
  return recogniseSetValue(s);
}

/** An expression; for system variables also words that are no expression. */
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

function isScope(id: number): boolean {
  switch (id) {
    case kw.GLOBAL:
    case kw.SESSION:
    case kw.LOCAL:
    case kw.PERSIST:
    case kw.PERSIST_ONLY:
      return true;
    default:
      return false;
  }
}

// --- others ---------------------------------------------------------------------------------------

/** EXPLAIN with a statement that is itself checked; everything else is taken. */
function recogniseExplain(s: StrictCursor): boolean {
  while (!s.isDone) {
    s.position++;
    switch (s.id()) {
      case kw.SELECT:
      case kw.INSERT:
      case kw.UPDATE:
      case kw.DELETE:
      case kw.REPLACE:
      case kw.WITH:
        return findRecogniser(s.id())?.(s) ?? true;
      case op.openParenthesis:
        return s.acceptRest();
    }
  }
  return true;
}
