/** Statements of MariaDB's ORACLE mode that the default mode has not: assignments, calls without CALL, EXIT, GOTO, RAISE. */
import { append } from '../base/long-lists';
import { kw } from './keywords';
import type { Argument, Name, Statement } from './nodes';
import { isStatementStart } from './read-sql';
import type { TokenCursor } from './token-cursor';
import { readTarget, scanArguments, scanExpression } from './scan-clauses';
import { op } from './tokens';
import { place } from './vocabulary';

/** Reads a statement of ORACLE mode; null, without moving, if none begins. */
export function parseOracleStatement(r: TokenCursor): Statement | null {
  const first = r.position;
  switch (r.id(first)) {
    case kw.NULL:
    case kw.RAISE:
      r.position++;
      scanExpression(r);
      return { kind: 'sql', span: r.span(first, r.position), verb: r.raw(first).toUpperCase(), assigns: [] };
    case kw.EXIT:
      return parseJump(r, 'leave');
    case kw.CONTINUE:
      return parseJump(r, 'iterate');
    case kw.GOTO:
      return parseJump(r, 'goto');
  }
  // :NEW.a and :OLD.a of triggers.
  if (r.at(op.colon) && r.isName(first + 1)) {
    r.position++;
    return parseAssignment(r);
  }
  if (!r.isName(first)) return null;
  let behind = first + 1;
  while (r.id(behind) === op.dot && r.isName(behind + 1)) behind += 2;
  if (r.id(behind) === op.assign) return parseAssignment(r);
  if (isStatementStart(r, first)) return null;
  return r.id(behind) === op.openParenthesis || r.isEnd(behind) ? parseBareCall(r) : null;
}

/** Reads `<<label>>`; of several the last one counts. Null, without moving, where there is none. */
export function readOracleLabel(r: TokenCursor): Name | null {
  let label: Name | null = null;
  while (r.at(op.shiftLeft) && r.isName(r.position + 1) && r.id(r.position + 2) === op.shiftRight) {
    r.checkName(r.position + 1, place.label);
    label = r.name(r.position + 1);
    r.position += 3;
  }
  return label;
}

/** Reads EXIT, CONTINUE and GOTO with their label; EXIT and CONTINUE also with WHEN. */
function parseJump(r: TokenCursor, form: 'leave' | 'iterate' | 'goto'): Statement {
  const first = r.position++;
  const label = r.isName(r.position) && !r.at(kw.WHEN) ? r.name(r.position++) : null;
  if (r.accept(kw.WHEN)) {
    const from = r.position;
    scanExpression(r);
    r.checkLater('expression', from);
  }
  return { kind: 'jump', span: r.span(first, r.position), form, label };
}

function parseAssignment(r: TokenCursor): Statement {
  const first = r.position;
  r.checkName(first, place.target);
  const target = readTarget(r);
  while (!r.at(op.assign) && !r.isEnd(r.position)) r.position++;
  r.expect(op.assign, 'expected-assignment', ':=');
  const from = r.position;
  scanExpression(r);
  const isDefault = r.id(from) === kw.DEFAULT && r.position === from + 1;
  if (r.position > from && !isDefault) r.checkLater('expression', from);
  else if (!isDefault) r.reportExpected('expected-expression', 'a value for the variable');
  r.assign(target.text, from, r.position);
  return { kind: 'sql', span: r.span(first, r.position), verb: 'SET', assigns: [target] };
}

function parseBareCall(r: TokenCursor): Statement | null {
  const first = r.position;
  const isCall = r.next(op.openParenthesis);
  if (!r.next(op.dot)) r.checkName(first, isCall ? place.target | place.routine : place.target);
  const callee = r.readRoutineName();
  if (callee === null) return null;
  const open = r.position;
  const args: Argument[] = [];
  r.refer('call', callee, null, args);
  if (!r.at(op.openParenthesis)) {
    return { kind: 'call', span: r.span(first, r.position), callee, argumentList: null, arguments: args };
  }
  append(args, scanArguments(r));
  const argumentList = { start: r.end(open), end: r.start(r.position - 1) };
  return { kind: 'call', span: r.span(first, r.position), callee, argumentList, arguments: args };
}
