/** The statements of bodies as a tree: blocks, IF, CASE and loops, with recovery at `;` and at END. */
import { append } from '../base/long-lists';
import {
  close,
  closesSomething,
  isCloser,
  isMistaken,
  readEndLabel,
  readLabel,
  skipStray,
  startsDefinition,
  within,
} from './block-ends';
import { stop } from './clause-words';
import { kw } from './keywords';
import type { Branch, Declaration, LoopStatement, Name, Statement } from './nodes';
import { parseDeclaration } from './parse-declaration';
import { parseOracleDeclarations } from './parse-oracle-declarations';
import { parseOracleStatement } from './parse-oracle-statement';
import { parseSimple } from './parse-simple';
import { isStatementStart } from './read-sql';
import { deepest, type TokenCursor } from './token-cursor';
import { scanExpression, scanQuery } from './scan-clauses';
import { op } from './tokens';
import { place, wordName } from './vocabulary';

/** Reads one statement without its `;`; null, without moving, if there is none. */
export function parseStatement(r: TokenCursor): Statement | null {
  if (r.isEnd(r.position)) return null;
  const label = readLabel(r);
  const first = r.position;
  if (r.depth >= deepest) return skipTooDeep(r);
  r.depth++;
  const outer = r.labels;
  if (label !== null) r.labels = [...outer, { name: label.text.toLowerCase(), isLoop: !r.at(kw.BEGIN) }];
  if (r.isEnd(r.position)) r.reportExpected('expected-statement', 'a statement after the label');
  const statement = r.isEnd(r.position) ? makeNothing(r, first) : parseUnlabelled(r, label);
  r.labels = outer;
  r.depth--;
  if (label === null) return statement;
  if (statement.kind !== 'block' && statement.kind !== 'loop' && !r.oracle) {
    r.report(
      'misplaced-label',
      first,
      `Only blocks and loops can have a label. Unexpected ${r.describe(first)} after \`${label.text}:\`.`,
    );
  }
  return { ...statement, span: { start: label.span.start, end: statement.span.end } };
}

/** Reads statements, each with its `;`, up to the word that closes what is open, or to the end of the definition. */
function parseStatements(r: TokenCursor, declarations: Declaration[] | null = null): Statement[] {
  return r.inList(() => {
    const statements: Statement[] = [];
    while (!r.isHardEnd(r.position) && !(r.undelimited && startsDefinition(r))) {
      if (isCloser(r)) {
        if (closesSomething(r) || isMistaken(r)) break;
        skipStray(r);
      } else if (r.at(op.semicolon)) {
        r.report('empty-statement', r.position, 'Expected a statement before this `;`.');
        r.position++;
        continue;
      } else if (r.at(kw.DECLARE) && !r.oracle) {
        readDeclaration(r, declarations, statements.length > 0);
      } else {
        const statement = parseStatement(r);
        if (statement !== null) statements.push(statement);
      }
      endStatement(r);
    }
    return statements;
  });
}

function parseUnlabelled(r: TokenCursor, label: Name | null): Statement {
  switch (r.id(r.position)) {
    case kw.BEGIN:
      return parseBlock(r, label);
    case kw.IF:
      return parseIf(r);
    case kw.CASE:
      return parseCase(r);
    case kw.LOOP:
      return parseLoop(r, label);
    case kw.WHILE:
      return parseWhile(r, label);
    case kw.REPEAT:
      return parseRepeat(r, label);
    case kw.FOR:
      return parseFor(r, label);
    default:
      if (!r.oracle) return parseSimple(r);
      return r.at(kw.DECLARE) ? parseDeclareBlock(r, label) : (parseOracleStatement(r) ?? parseSimple(r));
  }
}

// --- blocks -------------------------------------------------------------------------------------

function parseBlock(r: TokenCursor, label: Name | null): Statement {
  const first = r.position++;
  // BEGIN NOT ATOMIC (MariaDB).
  if (r.at(kw.NOT) && r.isWord(r.position + 1, 'ATOMIC')) {
    if (r.options.dialect === 'mysql') r.report('mariadb-only', r.position, 'BEGIN NOT ATOMIC requires MariaDB.');
    r.position += 2;
  }
  const declarations: Declaration[] = [];
  const statements = within(r, kw.BEGIN, () => parseStatements(r, declarations));
  if (r.oracle && r.at(kw.EXCEPTION))
    append(
      declarations,
      within(r, kw.BEGIN, () => parseExceptions(r)),
    );
  close(r, 0, first);
  readEndLabel(r, label);
  return { kind: 'block', span: r.span(first, r.position), label, declarations, statements };
}

/** Reads DECLARE declarations BEGIN … END: a block of ORACLE mode. */
function parseDeclareBlock(r: TokenCursor, label: Name | null): Statement {
  const first = r.position++;
  const declarations = parseOracleDeclarations(r, parseStatement);
  if (!r.at(kw.BEGIN)) {
    r.report(
      'expected-begin',
      r.isAfterCut() ? r.position - 1 : r.position,
      'Expected `BEGIN` after the declarations.',
    );
    return makeNothing(r, first);
  }
  const block = parseBlock(r, label);
  if (block.kind !== 'block') return block;
  return { ...block, span: r.span(first, r.position), declarations: [...declarations, ...block.declarations] };
}

/** Reads EXCEPTION WHEN condition THEN …: handlers that end the block (ORACLE mode). */
function parseExceptions(r: TokenCursor): Declaration[] {
  const handlers: Declaration[] = [];
  r.position++;
  within(r, kw.EXCEPTION, () => {
    while (r.at(kw.WHEN)) {
      const first = r.position++;
      const conditions: string[] = [];
      for (; !r.isEnd(r.position) && !r.at(kw.THEN); r.position++) {
        if (!r.at(kw.OR)) conditions.push(r.raw(r.position).toUpperCase());
      }
      r.expect(kw.THEN, 'expected-then', 'THEN');
      const from = r.position;
      const statements = parseStatements(r);
      const span = r.span(from, r.position);
      const statement: Statement = { kind: 'block', span, label: null, declarations: [], statements };
      handlers.push({ kind: 'handler', span: r.span(first, r.position), action: 'exit', conditions, statement });
    }
  });
  return handlers;
}

function readDeclaration(r: TokenCursor, declarations: Declaration[] | null, late: boolean): void {
  const first = r.position;
  const declaration = parseDeclaration(r, parseStatement);
  if (declarations === null || late) {
    r.report(
      'misplaced-declaration',
      first,
      'DECLARE must come at the beginning of a BEGIN … END block, before its statements.',
    );
  }
  if (declaration !== null) declarations?.push(declaration);
}

function parseIf(r: TokenCursor): Statement {
  const first = r.position;
  const branches: Branch[] = [];
  within(r, kw.IF, () => {
    do {
      const start = r.position++;
      const condition = readCondition(r, 0);
      r.expect(kw.THEN, 'expected-then', 'THEN');
      branches.push(parseBranch(r, start, condition));
    } while (r.at(kw.ELSEIF) || (r.oracle && r.at(kw.ELSIF)));
    if (r.accept(kw.ELSE)) branches.push(parseBranch(r, r.position - 1, null));
  });
  close(r, kw.IF, first);
  return { kind: 'if', span: r.span(first, r.position), branches };
}

function parseCase(r: TokenCursor): Statement {
  const first = r.position++;
  const operand = r.at(kw.WHEN) ? null : readCondition(r, stop.when);
  const branches: Branch[] = [];
  if (!r.at(kw.WHEN)) r.reportExpected('expected-when', '`WHEN`');
  within(r, kw.CASE, () => {
    while (r.at(kw.WHEN)) {
      const start = r.position++;
      const condition = readCondition(r, 0);
      r.expect(kw.THEN, 'expected-then', 'THEN');
      branches.push(parseBranch(r, start, condition));
    }
    if (r.accept(kw.ELSE)) branches.push(parseBranch(r, r.position - 1, null));
  });
  close(r, kw.CASE, first);
  return { kind: 'case', span: r.span(first, r.position), operand, branches };
}

function parseBranch(r: TokenCursor, start: number, condition: Branch['condition']): Branch {
  const statements = parseStatements(r);
  if (statements.length === 0)
    r.reportMissing('expected-statement', `Expected a statement, found ${r.describe(r.position)}.`);
  return { span: r.span(start, r.position), condition, statements };
}

// --- loops --------------------------------------------------------------------------------------

function parseLoop(r: TokenCursor, label: Name | null): LoopStatement {
  const first = r.position++;
  const statements = within(r, kw.LOOP, () => parseStatements(r));
  close(r, kw.LOOP, first);
  readEndLabel(r, label);
  return {
    kind: 'loop',
    span: r.span(first, r.position),
    form: 'loop',
    label,
    condition: null,
    variable: null,
    statements,
  };
}

function parseWhile(r: TokenCursor, label: Name | null): LoopStatement {
  const first = r.position++;
  const opens = r.oracle ? kw.LOOP : kw.DO;
  const condition = readCondition(r, r.oracle ? stop.loop : stop.do);
  r.expect(opens, 'expected-do', wordName(opens));
  const statements = within(r, kw.WHILE, () => parseStatements(r));
  close(r, r.oracle ? kw.LOOP : kw.WHILE, first);
  readEndLabel(r, label);
  return { kind: 'loop', span: r.span(first, r.position), form: 'while', label, condition, variable: null, statements };
}

function parseRepeat(r: TokenCursor, label: Name | null): LoopStatement {
  const first = r.position++;
  const statements = within(r, kw.REPEAT, () => parseStatements(r));
  const until = r.expect(kw.UNTIL, 'expected-until', 'UNTIL');
  const condition = until ? readCondition(r, 0) : null;
  close(r, kw.REPEAT, first);
  readEndLabel(r, label);
  return {
    kind: 'loop',
    span: r.span(first, r.position),
    form: 'repeat',
    label,
    condition,
    variable: null,
    statements,
  };
}

/** Reads FOR i IN 1..10 DO, FOR row IN (SELECT …) DO, FOR row IN cursor DO (MariaDB). */
function parseFor(r: TokenCursor, label: Name | null): LoopStatement {
  const first = r.position++;
  if (r.options.dialect === 'mysql') r.report('mariadb-only', first, 'FOR loops require MariaDB.');
  if (r.isName(r.position)) r.checkName(r.position, r.oracle ? place.target : place.variable);
  const variable = r.isName(r.position) ? r.name(r.position++) : null;
  if (variable === null) r.reportExpected('expected-name', 'a loop variable');
  else r.findings.locals.add(variable.text.toLowerCase());
  r.expect(kw.IN, 'expected-in', 'IN');
  const opens = r.oracle ? kw.LOOP : kw.DO;
  const condition = readRange(r, opens);
  const statements = within(r, kw.FOR, () => parseStatements(r));
  close(r, r.oracle ? kw.LOOP : kw.FOR, first);
  readEndLabel(r, label);
  return { kind: 'loop', span: r.span(first, r.position), form: 'for', label, condition, variable, statements };
}

/** Reads `1..10`, a query in parentheses or a cursor, up to DO or LOOP. */
function readRange(r: TokenCursor, opens: number): Branch['condition'] {
  const from = r.position;
  // A cursor with arguments is not a function.
  if (r.isName(from) && r.next(op.openParenthesis) && r.findings.locals.has(r.name(from).text.toLowerCase()))
    r.position++;
  scanExpression(r, opens === kw.LOOP ? stop.loop : stop.do);
  const range = r.position > from ? r.span(from, r.position) : null;
  if (range !== null) r.checkLater('range', from);
  r.expect(opens, 'expected-do', wordName(opens));
  return range;
}

function readCondition(r: TokenCursor, stops: number): Branch['condition'] {
  const from = r.position;
  scanExpression(r, stops | stop.statement);
  if (r.position > from) {
    r.checkLater('expression', from);
    return r.span(from, r.position);
  }
  r.reportExpected('expected-expression', 'a condition');
  return null;
}

/** Takes the `;`, or reports that it is missing and passes over what does not belong to the statement. */
function endStatement(r: TokenCursor): void {
  if (r.accept(op.semicolon) || r.isHardEnd(r.position) || r.isAfterCut()) return;
  r.reportExpected('expected-semicolon', '`;`');
  while (!isStatementStart(r, r.position) && !isCloser(r) && !r.isEnd(r.position)) {
    const before = r.position;
    scanQuery(r);
    if (r.position === before) r.position++;
  }
  r.accept(op.semicolon);
}

function skipTooDeep(r: TokenCursor): Statement {
  const first = r.position;
  r.report(
    'nested-too-deeply',
    first,
    `Statements are nested more than ${deepest} levels deep. Deeper ones are not read.`,
  );
  while (!r.isHardEnd(r.position)) r.position++;
  return makeNothing(r, first);
}

/** Returns a statement in place of one that could not be read. */
function makeNothing(r: TokenCursor, first: number): Statement {
  return { kind: 'sql', span: r.span(first, r.position), verb: '', assigns: [] };
}
