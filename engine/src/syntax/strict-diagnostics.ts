/** Strict recogniser of SIGNAL, RESIGNAL and GET DIAGNOSTICS. */
import { kw } from './keywords';
import type { StrictCursor } from './strict-cursor';
import { recogniseExpression, recogniseSum } from './strict-expression';
import { op, tokenKind } from './tokens';
import { place } from './vocabulary';

const signalItems = new Set(
  (
    'CLASS_ORIGIN SUBCLASS_ORIGIN MESSAGE_TEXT MYSQL_ERRNO CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_NAME CATALOG_NAME ' +
    'SCHEMA_NAME TABLE_NAME COLUMN_NAME CURSOR_NAME ROW_NUMBER'
  ).split(' '),
);
const conditionItems = new Set([...signalItems, 'RETURNED_SQLSTATE']);
const statementItems = new Set(['NUMBER', 'ROW_COUNT']);

/** SIGNAL SQLSTATE 'x' or a condition, SET items; RESIGNAL needs neither. */
export function recogniseSignal(s: StrictCursor): boolean {
  const isAgain = s.id() === kw.RESIGNAL;
  s.position++;
  if (s.accept(kw.SQLSTATE)) {
    s.accept(kw.VALUE);
    if (!s.needKind(tokenKind.string)) return false;
  } else if (s.id() !== kw.SET && !s.isDone) {
    if (!s.needName(place.variable)) return false;
  } else if (!isAgain) return s.fail();
  return !s.accept(kw.SET) || s.list(recogniseSignalItem);
}

function recogniseSignalItem(s: StrictCursor): boolean {
  if (!isItem(s, signalItems)) return s.fail();
  s.position++;
  return s.need(op.equals) && recogniseExpression(s) && (s.id() !== op.assign || s.fail());
}

/** GET DIAGNOSTICS of the statement, or of a condition by its number. */
export function recogniseDiagnostics(s: StrictCursor): boolean {
  s.position++;
  if (s.word() === 'CURRENT' || (s.word() === 'STACKED' && s.dialect === 'mysql')) s.position++;
  if (s.word() !== 'DIAGNOSTICS') return s.fail();
  s.position++;
  const ofCondition = s.id() === kw.CONDITION && s.idAt(1) !== op.equals;
  if (ofCondition) {
    s.position++;
    if (!recogniseSum(s)) return false;
  }
  return s.list((inner) => recogniseDiagnosticsItem(inner, ofCondition ? conditionItems : statementItems));
}

function recogniseDiagnosticsItem(s: StrictCursor, items: ReadonlySet<string>): boolean {
  if (s.kind() === tokenKind.userVariable) s.position++;
  else if (!s.needPath()) return false;
  if (!s.need(op.equals)) return false;
  if (!isItem(s, items)) return s.fail();
  s.position++;
  return true;
}

function isItem(s: StrictCursor, items: ReadonlySet<string>): boolean {
  return items.has(s.word()) && !(s.word() === 'ROW_NUMBER' && s.dialect === 'mysql');
}
