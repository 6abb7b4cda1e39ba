/** DECLARE: variables, conditions, cursors and handlers. */
import { stop } from './clause-words';
import { kw } from './keywords';
import type { Declaration, Name, Statement } from './nodes';
import { parseType } from './parse-type';
import { readSql } from './read-sql';
import type { TokenCursor } from './token-cursor';
import { scanArguments, scanExpression } from './scan-clauses';
import { op, tokenKind } from './tokens';
import { place } from './vocabulary';

/** Reads one statement; handed in, because handlers hold statements and statements hold handlers. */
export type StatementReader = (r: TokenCursor) => Statement | null;

/** Reads a DECLARE; null where nothing is declared. The position is at DECLARE. */
export function parseDeclaration(r: TokenCursor, parseStatement: StatementReader): Declaration | null {
  const first = r.position++;
  return parseDeclared(r, first, parseStatement);
}

/** Reads a declaration after its DECLARE, or without one where ORACLE mode has none. */
export function parseDeclared(r: TokenCursor, first: number, parseStatement: StatementReader): Declaration | null {
  const isHandler = r.next(kw.HANDLER) && (r.at(kw.CONTINUE) || r.at(kw.EXIT) || r.at(kw.UNDO));
  if (isHandler) return parseHandler(r, first, parseStatement);
  if (!r.isName(r.position)) {
    r.reportExpected('expected-name', 'a name to declare');
    scanExpression(r);
    return null;
  }
  if (r.next(kw.CONDITION) && r.id(r.position + 2) === kw.FOR) return parseCondition(r, first);
  const behind = r.id(r.position + 1);
  if (behind === kw.CURSOR || (behind === kw.ASENSITIVE && r.id(r.position + 2) === kw.CURSOR))
    return parseCursor(r, first);
  return parseVariables(r, first);
}

function parseVariables(r: TokenCursor, first: number): Declaration {
  const names: Name[] = [];
  do {
    if (!r.isName(r.position)) {
      r.reportExpected('expected-name', 'a variable name');
      break;
    }
    names.push(declare(r, findPlace(r, names.length === 0)));
  } while (r.accept(op.comma));
  if (r.oracle && r.at(kw.EXCEPTION)) return parseException(r, first, names);
  if (r.oracle) r.accept(kw.CONSTANT);
  const type = parseType(r) ?? { span: r.span(r.position, r.position), text: '' };
  if (r.oracle && r.at(kw.NOT) && r.next(kw.NULL)) r.position += 2;
  let defaultValue = null;
  if (r.at(op.assign) && !r.oracle)
    r.report('unexpected-token', r.position, 'Expected `DEFAULT` before the initial value, found `:=`.');
  if (r.accept(kw.DEFAULT) || r.accept(op.assign)) {
    const from = r.position;
    scanExpression(r, stop.statement);
    if (r.position === from) r.reportExpected('expected-expression', 'a value');
    else defaultValue = r.span(from, r.position);
    r.checkLater('expression', from);
    for (const name of names) r.assign(name.text, from, r.position);
  }
  return { kind: 'variable', span: r.span(first, r.position), names, type, defaultValue };
}

/** Returns the place of the first name, which in ORACLE mode, without DECLARE, may be read as something else. */
function findPlace(r: TokenCursor, isFirst: boolean): number {
  if (!r.oracle || !isFirst) return place.variable;
  return r.next(kw.EXCEPTION) ? place.target : place.declared;
}

/** Reads `name EXCEPTION` of ORACLE mode: a condition without a value. */
function parseException(r: TokenCursor, first: number, names: readonly Name[]): Declaration {
  r.position++;
  const [name] = names;
  const span = r.span(first, r.position);
  return { kind: 'condition', span, name: name ?? { text: '', span }, value: 'EXCEPTION' };
}

function parseCondition(r: TokenCursor, first: number): Declaration {
  const name = declare(r);
  r.position += 2;
  const value = parseConditionValue(r) ?? '';
  return { kind: 'condition', span: r.span(first, r.position), name, value };
}

function parseCursor(r: TokenCursor, first: number): Declaration {
  const name = declare(r);
  r.accept(kw.ASENSITIVE);
  r.position++;
  return parseCursorQuery(r, first, name);
}

/** Reads `CURSOR name IS SELECT …` of ORACLE mode. The position is at the name. */
export function parseCursorAfterName(r: TokenCursor, first: number): Declaration {
  return parseCursorQuery(r, first, declare(r, r.oracle ? place.target : place.variable));
}

function parseCursorQuery(r: TokenCursor, first: number, name: Name): Declaration {
  if (r.at(op.openParenthesis) && r.options.dialect === 'mysql') {
    r.report('mariadb-only', r.position, 'Cursor parameters require MariaDB.');
  }
  const parameters = r.at(op.openParenthesis) ? parseCursorParameters(r) : [];
  if (!(r.oracle && r.accept(kw.IS))) r.expect(kw.FOR, 'expected-for', 'FOR');
  const from = r.position;
  if (isQueryStart(r)) {
    readSql(r);
    r.checkLater('cursor', from);
  } else if (r.options.dialect === 'mariadb' && r.isName(from)) r.position++;
  else {
    r.reportExpected('expected-query', 'a SELECT for the cursor');
    scanExpression(r);
  }
  return { kind: 'cursor', span: r.span(first, r.position), name, query: r.span(from, r.position), parameters };
}

function isQueryStart(r: TokenCursor): boolean {
  switch (r.id(r.position)) {
    case kw.SELECT:
    case kw.WITH:
    case kw.VALUES:
    case kw.TABLE:
    case op.openParenthesis:
      return true;
    default:
      return false;
  }
}

/** Reads `(low INT, high INT)` after CURSOR (MariaDB). */
function parseCursorParameters(r: TokenCursor): Name[] {
  const names: Name[] = [];
  r.position++;
  while (r.isName(r.position)) {
    names.push(r.name(r.position++));
    if (r.oracle) r.accept(kw.IN);
    parseType(r, 'parameter');
    if (!r.accept(op.comma)) break;
  }
  r.expect(op.closeParenthesis, 'expected-close-parenthesis', ')');
  return names;
}

function parseHandler(r: TokenCursor, first: number, parseStatement: StatementReader): Declaration {
  if (r.at(kw.UNDO))
    r.report('undo-handler', r.position, 'MySQL and MariaDB have no UNDO handlers. Use CONTINUE or EXIT.');
  const action = r.at(kw.CONTINUE) ? 'continue' : r.at(kw.EXIT) ? 'exit' : 'undo';
  r.position += 2;
  r.expect(kw.FOR, 'expected-for', 'FOR');
  const conditions: string[] = [];
  do {
    const condition = parseConditionValue(r);
    if (condition !== null) conditions.push(condition);
  } while (r.accept(op.comma));
  const { labels } = r;
  // A handler does not see the labels around it (SQL:2003, 13.1).
  r.labels = [];
  const statement = r.isEnd(r.position) ? null : parseStatement(r);
  r.labels = labels;
  if (statement === null) r.reportExpected('expected-statement', 'a statement for the handler');
  return { kind: 'handler', span: r.span(first, r.position), action, conditions, statement };
}

/**
 * Reads a condition in normal form: `SQLSTATE '45000'`, `1062`, `NOT FOUND`, `SQLEXCEPTION`, `SQLWARNING`, or a
 * condition's name.
 */
function parseConditionValue(r: TokenCursor): string | null {
  const index = r.position;
  if (r.accept(kw.SQLSTATE)) {
    r.accept(kw.VALUE);
    if (r.kind(r.position) === tokenKind.string) return `SQLSTATE '${r.raw(r.position++).slice(1, -1)}'`;
    r.reportExpected('expected-sqlstate', 'an SQLSTATE string');
    return null;
  }
  if (r.at(kw.NOT) && r.next(kw.FOUND)) {
    r.position += 2;
    return 'NOT FOUND';
  }
  if (r.accept(kw.SQLEXCEPTION)) return 'SQLEXCEPTION';
  if (r.accept(kw.SQLWARNING)) return 'SQLWARNING';
  if (r.kind(index) === tokenKind.number || r.isName(index)) return r.name(r.position++).text;
  r.reportExpected('expected-condition', 'a condition');
  return null;
}

function declare(r: TokenCursor, where: number = place.variable): Name {
  r.checkName(r.position, where);
  const name = r.name(r.position++);
  r.findings.locals.add(name.text.toLowerCase());
  return name;
}

/** Skips the arguments of OPEN c (1, 2). */
export function skipCursorArguments(r: TokenCursor): void {
  if (r.at(op.openParenthesis)) scanArguments(r);
}
