/** Strict recogniser of SIGNAL, RESIGNAL and GET DIAGNOSTICS. */
import { kw } from './keywords';
import type { StrictCursor } from './strict-cursor';
import { recogniseSum } from './strict-expression';
import { recogniseIntroduced, recogniseNumber, recogniseStrings, startsIntroduced } from './strict-literals';
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

/** Recognises SIGNAL SQLSTATE 'x' or a condition, and SET items; RESIGNAL needs neither. */
export function recogniseSignal(s: StrictCursor): boolean {
  const isAgain = s.id() === kw.RESIGNAL;
  s.position++;
  if (s.accept(kw.SQLSTATE)) {
    s.accept(kw.VALUE);
    if (!s.needKind(tokenKind.string)) return false;
  } else if (s.id() !== kw.SET && !s.isDone) {
    if (!s.needName(place.variable)) return false;
  } else if (!isAgain) return s.fail();
  if (!s.accept(kw.SET)) return true;
  const seen = new Set<string>();
  return s.list((inner) => recogniseSignalItem(inner, seen));
}

function recogniseSignalItem(s: StrictCursor, seen: Set<string>): boolean {
  const item = s.word();
  if (!isItem(s, signalItems)) return s.fail();
  if (seen.has(item)) return s.fail(`Duplicate ${item}.`);
  seen.add(item);
  s.position++;
  return s.need(op.equals) && recogniseSignalled(s);
}

/** Recognises a literal or a variable: the servers compute nothing here. */
function recogniseSignalled(s: StrictCursor): boolean {
  const problem = 'SIGNAL needs a literal or a variable here. Assign the value to a variable first.';
  const isLiteral = acceptLiteral(s) || acceptVariable(s);
  if (!isLiteral) return s.fail(problem);
  return s.isDone || s.id() === op.comma || s.fail(problem);
}

function acceptLiteral(s: StrictCursor): boolean {
  if (startsIntroduced(s)) return recogniseIntroduced(s);
  switch (s.kind()) {
    case tokenKind.number:
      return recogniseNumber(s);
    case tokenKind.string:
      return recogniseStrings(s);
  }
  if (s.id() === kw.NULL || s.id() === kw.TRUE || s.id() === kw.FALSE) return s.accept(s.id());
  if (s.kindAt(1) !== tokenKind.string || !/^(DATE|TIME|TIMESTAMP)$/.test(s.word())) return false;
  s.position += 2;
  return true;
}

function acceptVariable(s: StrictCursor): boolean {
  if (s.kind() === tokenKind.userVariable || s.kind() === tokenKind.systemVariable) s.position++;
  else if (s.isName(place.variable)) s.position++;
  else return false;
  return s.restOfPath();
}

/** Recognises GET DIAGNOSTICS of the statement, or of a condition by its number. */
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
