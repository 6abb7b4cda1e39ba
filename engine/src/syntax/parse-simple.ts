/** Statements of the program language that hold no others: jumps, RETURN, cursors, CALL, PREPARE, EXECUTE, SIGNAL. */
import { append } from '../base/long-lists';
import { kw } from './keywords';
import type { Argument, CursorStatement, JumpStatement, Name, Statement } from './nodes';
import { skipCursorArguments } from './parse-declaration';
import { isStatementStart, readSql, readVerb } from './read-sql';
import type { TokenCursor } from './token-cursor';
import { stop } from './clause-words';
import { readTarget, scanArguments, scanExpression, scanQuery } from './scan-clauses';
import { op, tokenKind } from './tokens';

/** Reads a statement other than a block, loop, IF, CASE or DECLARE. Always advances. */
export function parseSimple(r: TokenCursor): Statement {
  switch (r.id(r.position)) {
    case kw.LEAVE:
      return parseJump(r, 'leave');
    case kw.ITERATE:
      return parseJump(r, 'iterate');
    case kw.RETURN:
      return parseReturn(r);
    case kw.OPEN:
      return parseCursor(r, 'open');
    case kw.CLOSE:
      return parseCursor(r, 'close');
    case kw.FETCH:
      return parseFetch(r);
    case kw.CALL:
      return parseCall(r);
    case kw.PREPARE:
      return parsePrepare(r);
    case kw.EXECUTE:
      return parseExecute(r);
    case kw.DEALLOCATE:
    case kw.SIGNAL:
    case kw.RESIGNAL:
      return parseOther(r);
    default:
      return parseSql(r);
  }
}

function parseSql(r: TokenCursor): Statement {
  const first = r.position;
  if (!isStatementStart(r, first) && !r.at(op.openParenthesis)) {
    r.report('unknown-statement', first, `Unknown statement: ${r.describe(first)}.`);
    const verb = r.raw(first).toUpperCase();
    r.position++;
    scanQuery(r);
    return { kind: 'sql', span: r.span(first, r.position), verb, assigns: [] };
  }
  const { verb, assigns } = readSql(r);
  if (r.position === first) r.position++;
  r.checkLater('statement', first);
  return { kind: 'sql', span: r.span(first, r.position), verb, assigns };
}

function parseJump(r: TokenCursor, form: 'leave' | 'iterate'): JumpStatement {
  const first = r.position++;
  if (!r.isName(r.position)) {
    r.reportExpected('expected-label', 'a label');
    return { kind: 'jump', span: r.span(first, r.position), form, label: null };
  }
  const label = r.name(r.position);
  const open = r.labels.find((candidate) => candidate.name === label.text.toLowerCase());
  if (open === undefined) {
    r.report(
      'unknown-label',
      r.position,
      `Unknown label \`${label.text}\` in ${form.toUpperCase()}: no enclosing block or loop has it.`,
    );
  } else if (form === 'iterate' && !open.isLoop) {
    r.report('unknown-label', r.position, `ITERATE needs the label of a loop, but \`${label.text}\` labels a block.`);
  }
  r.position++;
  return { kind: 'jump', span: r.span(first, r.position), form, label };
}

function parseReturn(r: TokenCursor): Statement {
  const first = r.position++;
  const from = r.position;
  scanExpression(r, stop.statement);
  const value = r.position > from ? r.span(from, r.position) : null;
  if (value !== null) r.checkLater('expression', from);
  if (value === null && !r.oracle) r.reportExpected('expected-expression', 'a value to return');
  return { kind: 'return', span: r.span(first, r.position), value };
}

function parseCursor(r: TokenCursor, form: 'open' | 'close'): Statement {
  const first = r.position++;
  const cursor = readCursor(r);
  if (form === 'open') skipCursorArguments(r);
  if (r.at(kw.FOR) || r.at(kw.USING)) {
    r.position++;
    scanQuery(r);
  }
  return { kind: 'cursor', span: r.span(first, r.position), form, cursor, into: [] };
}

function parseFetch(r: TokenCursor): CursorStatement {
  const first = r.position++;
  // FETCH GROUP NEXT ROW of aggregate functions (MariaDB).
  if (r.at(kw.GROUP) && r.next(kw.NEXT) && r.id(r.position + 2) === kw.ROW) {
    const cursor = r.name(r.position);
    if (r.options.dialect === 'mysql') r.report('mariadb-only', r.position, 'FETCH GROUP NEXT ROW requires MariaDB.');
    r.position += 3;
    return { kind: 'cursor', span: r.span(first, r.position), form: 'fetch', cursor, into: [] };
  }
  if (r.at(kw.NEXT) && r.next(kw.FROM)) r.position += 2;
  else r.accept(kw.FROM);
  const cursor = readCursor(r);
  const into: Name[] = [];
  if (r.expect(kw.INTO, 'expected-into', 'INTO')) {
    do {
      if (!r.isName(r.position) && r.kind(r.position) !== tokenKind.userVariable) {
        r.reportExpected('expected-variable', 'a variable');
        break;
      }
      if (r.kind(r.position) === tokenKind.userVariable) {
        const message = `FETCH needs local variables, found ${r.describe(r.position)}. Declare a local variable.`;
        r.report('expected-variable', r.position, message);
      }
      into.push(readTarget(r));
    } while (r.accept(op.comma));
    for (const { text } of into) r.assignUnknown(text);
  }
  return { kind: 'cursor', span: r.span(first, r.position), form: 'fetch', cursor, into };
}

function readCursor(r: TokenCursor): Name {
  if (r.isName(r.position)) return r.name(r.position++);
  r.reportExpected('expected-name', 'a cursor name');
  return { text: '', span: r.span(r.position, r.position) };
}

function parseCall(r: TokenCursor): Statement {
  const first = r.position++;
  const callee = r.readRoutineName();
  if (callee === null) {
    r.reportExpected('expected-name', 'a procedure name');
    scanExpression(r);
    return { kind: 'sql', span: r.span(first, r.position), verb: 'CALL', assigns: [] };
  }
  const open = r.position;
  const args: Argument[] = [];
  // The call is recorded before its arguments, so that references are in the order of the text.
  r.refer('call', callee, null, args);
  if (r.at(op.openParenthesis)) append(args, scanArguments(r));
  for (const { variable } of args) if (variable !== null) r.assignUnknown(variable, true);
  r.checkLater('statement', first);
  const isClosed = r.id(r.position - 1) === op.closeParenthesis;
  const inner = { start: r.end(open), end: isClosed ? r.start(r.position - 1) : r.end(r.position - 1) };
  const argumentList = r.position > open ? inner : null;
  return { kind: 'call', span: r.span(first, r.position), callee, argumentList, arguments: args };
}

/** Reads PREPARE s FROM 'text' | @variable; on MariaDB any expression. */
function parsePrepare(r: TokenCursor): Statement {
  const first = r.position++;
  if (r.isName(r.position)) r.position++;
  else r.reportExpected('expected-name', 'a name for the prepared statement');
  if (r.expect(kw.FROM, 'expected-from', 'FROM')) {
    const from = r.position;
    scanExpression(r);
    prepare(r, first, from, r.position);
    const kind = r.kind(from);
    if (r.position === from) r.reportExpected('expected-expression', 'a string or a user variable');
    else if (
      r.options.dialect === 'mysql' &&
      r.position > from + 1 &&
      (kind === tokenKind.string || kind === tokenKind.userVariable)
    ) {
      r.report(
        'prepare-from-expression',
        from + 1,
        `PREPARE takes one string or user variable. Unexpected ${r.describe(from + 1)} after it.`,
      );
    } else if (r.options.dialect === 'mysql' && kind !== tokenKind.string && kind !== tokenKind.userVariable) {
      r.report(
        'prepare-from-expression',
        from,
        `PREPARE needs a string or a user variable, found ${r.describe(from)}.`,
      );
    }
  }
  r.checkLater('statement', first);
  return { kind: 'sql', span: r.span(first, r.position), verb: 'PREPARE', assigns: [] };
}

function parseExecute(r: TokenCursor): Statement {
  const first = r.position++;
  let verb = 'EXECUTE';
  if (r.accept(kw.IMMEDIATE)) {
    verb = 'EXECUTE IMMEDIATE';
    const from = r.position;
    scanExpression(r, stop.using);
    const end = r.position;
    if (r.accept(kw.USING)) scanExpression(r);
    prepare(r, first, from, end);
    if (r.options.dialect === 'mysql') r.report('mariadb-only', first + 1, 'EXECUTE IMMEDIATE requires MariaDB.');
  } else if (r.isName(r.position)) {
    r.position++;
    if (r.accept(kw.USING)) readPassed(r);
  } else r.reportExpected('expected-name', 'the name of a prepared statement');
  r.checkLater('statement', first);
  return { kind: 'sql', span: r.span(first, r.position), verb, assigns: [] };
}

/** Reads a value of EXECUTE … USING: a user variable, on MariaDB any expression. */
function readPassed(r: TokenCursor): void {
  if (r.options.dialect === 'mysql' && r.kind(r.position) !== tokenKind.userVariable) {
    r.reportExpected('expected-user-variable', 'a user variable');
  }
  scanExpression(r);
}

function prepare(r: TokenCursor, first: number, from: number, end: number): void {
  r.findings.preparations.push({ span: r.span(first, r.position), first: from, end, lists: r.lists });
}

/** Reads SIGNAL, RESIGNAL and DEALLOCATE PREPARE: only their values can contain references. */
function parseOther(r: TokenCursor): Statement {
  const first = r.position;
  const verb = readVerb(r);
  r.position++;
  scanExpression(r);
  r.checkLater('statement', first);
  return { kind: 'sql', span: r.span(first, r.position), verb, assigns: [] };
}
