/** The statements of bodies as a tree: blocks, IF, CASE and loops, with recovery at `;` and at END. */
import { kw } from './keywords';
import type { Branch, Declaration, LoopStatement, Name, Statement } from './nodes';
import { parseDeclaration } from './parse-declaration';
import { parseOracleStatement, readOracleLabel } from './parse-oracle-statement';
import { parseSimple } from './parse-simple';
import { isStatementStart } from './read-sql';
import { deepest, type Reading } from './reading';
import { stop } from './clause-words';
import { scanExpression, scanQuery } from './scan-clauses';
import { op } from './tokens';
import { place, wordName } from './vocabulary';

/** Reads one statement without its `;`. Null where none stands; then nothing was passed over. */
export function parseStatement(r: Reading): Statement | null {
  if (r.isEnd(r.position)) return null;
  const label = readLabel(r);
  const first = r.position;
  if (r.depth >= deepest) return skipTooDeep(r);
  r.depth++;
  const outer = r.labels;
  if (label !== null) r.labels = [...outer, { name: label.text.toLowerCase(), isLoop: !r.at(kw.BEGIN) }];
  const statement = parseUnlabelled(r, label);
  r.labels = outer;
  r.depth--;
  if (label === null) return statement;
  if (statement.kind !== 'block' && statement.kind !== 'loop') {
    r.report(
      'misplaced-label',
      first,
      `Only blocks and loops bear labels, but ${r.describe(first)} follows ${label.text}.`,
    );
  }
  return { ...statement, span: { start: label.span.start, end: statement.span.end } };
}

/** Reads statements, each with its `;`, up to the word that closes what is open, or to the end of the definition. */
export function parseStatements(r: Reading, declarations: Declaration[] | null = null): Statement[] {
  return r.inList(() => {
    const statements: Statement[] = [];
    while (!r.isHardEnd(r.position) && !(r.undelimited && startsDefinition(r))) {
      if (isCloser(r)) {
        if (closesSomething(r)) break;
        skipStray(r);
      } else if (r.at(op.semicolon)) {
        r.report('empty-statement', r.position, 'A statement is expected before this ;.');
        r.position++;
        continue;
      } else if (r.at(kw.DECLARE)) {
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

function parseUnlabelled(r: Reading, label: Name | null): Statement {
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
      return (r.oracle ? parseOracleStatement(r) : null) ?? parseSimple(r);
  }
}

// --- blocks -------------------------------------------------------------------------------------

function parseBlock(r: Reading, label: Name | null): Statement {
  const first = r.position++;
  // BEGIN NOT ATOMIC (MariaDB).
  if (r.at(kw.NOT) && r.isWord(r.position + 1, 'ATOMIC')) r.position += 2;
  const declarations: Declaration[] = [];
  const statements = within(r, kw.BEGIN, () => parseStatements(r, declarations));
  if (r.oracle && r.at(kw.EXCEPTION)) declarations.push(...within(r, kw.BEGIN, () => parseExceptions(r)));
  close(r, 0, first);
  readEndLabel(r, label);
  return { kind: 'block', span: r.span(first, r.position), label, declarations, statements };
}

/** EXCEPTION WHEN condition THEN …: handlers that end the block (ORACLE mode). */
function parseExceptions(r: Reading): Declaration[] {
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

function readDeclaration(r: Reading, declarations: Declaration[] | null, late: boolean): void {
  const first = r.position;
  const declaration = parseDeclaration(r, parseStatement);
  if (declarations === null || late) {
    r.report(
      'misplaced-declaration',
      first,
      'DECLARE must stand at the beginning of a BEGIN … END block, before its statements.',
    );
  }
  if (declaration !== null) declarations?.push(declaration);
}

function parseIf(r: Reading): Statement {
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

function parseCase(r: Reading): Statement {
  const first = r.position++;
  const operand = r.at(kw.WHEN) ? null : readCondition(r, stop.when);
  const branches: Branch[] = [];
  if (!r.at(kw.WHEN)) r.reportExpected('expected-when', 'WHEN');
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

function parseBranch(r: Reading, start: number, condition: Branch['condition']): Branch {
  const statements = parseStatements(r);
  if (statements.length === 0) r.reportExpected('expected-statement', 'A statement');
  return { span: r.span(start, r.position), condition, statements };
}

// --- loops --------------------------------------------------------------------------------------

function parseLoop(r: Reading, label: Name | null): LoopStatement {
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

function parseWhile(r: Reading, label: Name | null): LoopStatement {
  const first = r.position++;
  const opens = r.oracle ? kw.LOOP : kw.DO;
  const condition = readCondition(r, r.oracle ? stop.loop : stop.do);
  r.expect(opens, 'expected-do', wordName(opens));
  const statements = within(r, kw.WHILE, () => parseStatements(r));
  close(r, r.oracle ? kw.LOOP : kw.WHILE, first);
  readEndLabel(r, label);
  return { kind: 'loop', span: r.span(first, r.position), form: 'while', label, condition, variable: null, statements };
}

function parseRepeat(r: Reading, label: Name | null): LoopStatement {
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

/** FOR i IN 1..10 DO, FOR row IN (SELECT …) DO, FOR row IN cursor DO (MariaDB). */
function parseFor(r: Reading, label: Name | null): LoopStatement {
  const first = r.position++;
  if (r.options.dialect === 'mysql') r.report('mariadb-only', first, 'FOR loops exist on MariaDB only.');
  const variable = r.isName(r.position) ? r.name(r.position++) : null;
  if (variable === null) r.reportExpected('expected-name', 'The variable of the loop');
  else r.findings.locals.add(variable.text.toLowerCase());
  r.expect(kw.IN, 'expected-in', 'IN');
  const opens = r.oracle ? kw.LOOP : kw.DO;
  const condition = readCondition(r, r.oracle ? stop.loop : stop.do);
  r.expect(opens, 'expected-do', wordName(opens));
  const statements = within(r, kw.FOR, () => parseStatements(r));
  close(r, r.oracle ? kw.LOOP : kw.FOR, first);
  readEndLabel(r, label);
  return { kind: 'loop', span: r.span(first, r.position), form: 'for', label, condition, variable, statements };
}

function readCondition(r: Reading, stops: number): Branch['condition'] {
  const from = r.position;
  scanExpression(r, stops);
  if (r.position > from) return r.span(from, r.position);
  r.reportExpected('expected-expression', 'A condition');
  return null;
}

// --- ends and recovery --------------------------------------------------------------------------

function within<T>(r: Reading, keyword: number, read: () => T): T {
  r.blocks.push(keyword);
  const result = read();
  r.blocks.pop();
  return result;
}

/** Takes END and the keyword behind it (0: none). Leaves an END that closes something further out. */
function close(r: Reading, keyword: number, first: number): void {
  if (!r.at(kw.END)) return reportEnd(r, keyword, first, r.describe(r.position));
  const closed = closedByEnd(r);
  if (closed !== keyword) {
    reportEnd(r, keyword, first, closed === 0 ? 'END' : `END ${wordName(closed)}`);
    if (closesSomething(r)) return;
  }
  r.position += closed === 0 ? 1 : 2;
}

function reportEnd(r: Reading, keyword: number, first: number, found: string): void {
  const what = keyword === 0 ? 'END' : `END ${wordName(keyword)}`;
  const code = `expected-${what.toLowerCase().replace(' ', '-')}`;
  const opened = `${r.raw(first).toUpperCase()} of line ${lineOf(r, first)}`;
  r.report(code, r.position, `${what} is expected for the ${opened}, but ${found} was found.`);
}

function lineOf(r: Reading, index: number): number {
  let line = 1;
  for (let at = r.text.indexOf('\n'); at >= 0 && at < r.start(index); at = r.text.indexOf('\n', at + 1)) line++;
  return line;
}

/** The keyword behind END where it is one that an END can have, else 0. */
function closedByEnd(r: Reading): number {
  const id = r.id(r.position + 1);
  switch (id) {
    case kw.IF:
    case kw.CASE:
    case kw.LOOP:
    case kw.WHILE:
    case kw.REPEAT:
      return id;
    case kw.FOR:
      return r.options.dialect === 'mariadb' ? id : 0;
    default:
      return 0;
  }
}

/** Whether a word stands here that can only close or continue what is open. */
function isCloser(r: Reading): boolean {
  switch (r.id(r.position)) {
    case kw.END:
    case kw.ELSE:
    case kw.ELSEIF:
    case kw.WHEN:
    case kw.UNTIL:
      return !r.next(op.colon);
    case kw.ELSIF:
    case kw.EXCEPTION:
      return r.oracle;
    default:
      return false;
  }
}

/** Whether the closing word here belongs to anything that is open, however far out. */
function closesSomething(r: Reading): boolean {
  switch (r.id(r.position)) {
    case kw.END:
      return r.blocks.some((open) => isClosedBy(r, open, closedByEnd(r)));
    case kw.ELSE:
      return r.blocks.includes(kw.IF) || r.blocks.includes(kw.CASE);
    case kw.ELSEIF:
    case kw.ELSIF:
      return r.blocks.includes(kw.IF);
    case kw.WHEN:
      return r.blocks.includes(kw.CASE) || r.blocks.includes(kw.EXCEPTION);
    case kw.UNTIL:
      return r.blocks.includes(kw.REPEAT);
    default:
      return r.blocks.includes(kw.BEGIN);
  }
}

function isClosedBy(r: Reading, open: number, keyword: number): boolean {
  if (open === kw.BEGIN) return keyword === 0;
  if (r.oracle && keyword === kw.LOOP) return open === kw.LOOP || open === kw.WHILE || open === kw.FOR;
  return open === keyword;
}

function skipStray(r: Reading): void {
  const word = r.raw(r.position).toUpperCase();
  r.report('unexpected-end', r.position, `${word} closes nothing that is open here.`);
  if (r.at(kw.END) && closedByEnd(r) !== 0) r.position++;
  r.position++;
  if (r.isName(r.position) && r.isEnd(r.position + 1)) r.position++;
}

/** Takes the `;`, or reports that it is missing and passes over what does not belong to the statement. */
function endStatement(r: Reading): void {
  if (r.accept(op.semicolon) || r.isHardEnd(r.position)) return;
  r.reportExpected('expected-semicolon', ';');
  while (!isStatementStart(r, r.position) && !isCloser(r) && !r.isEnd(r.position)) {
    const before = r.position;
    scanQuery(r);
    if (r.position === before) r.position++;
  }
  r.accept(op.semicolon);
}

/** CREATE of a stored program where `;` is the delimiter: the definition before it was never finished. */
function startsDefinition(r: Reading): boolean {
  if (!r.at(kw.CREATE)) return false;
  for (let i = r.position + 1; i < r.position + 12; i++) {
    switch (r.id(i)) {
      case kw.PROCEDURE:
      case kw.FUNCTION:
      case kw.TRIGGER:
      case kw.EVENT:
        return true;
      case kw.TABLE:
      case kw.VIEW:
      case op.openParenthesis:
      case op.semicolon:
        return false;
    }
  }
  return false;
}

function readLabel(r: Reading): Name | null {
  if (r.oracle && r.at(op.shiftLeft)) return readOracleLabel(r);
  if (!r.isName(r.position) || !r.next(op.colon)) return null;
  r.checkName(r.position, place.label);
  const label = r.name(r.position);
  const clash = r.labels.some((open) => open.name === label.text.toLowerCase());
  if (clash)
    r.report('duplicate-label', r.position, `The label ${label.text} is already borne by a block around this one.`);
  r.position += 2;
  return label;
}

/** `END name` repeats the label of its block or loop. */
function readEndLabel(r: Reading, label: Name | null): void {
  if (!r.isName(r.position) || !r.isEnd(r.position + 1)) return;
  const name = r.name(r.position).text;
  if (label === null) {
    if (!r.oracle)
      r.report('label-mismatch', r.position, `END names the label ${name}, but what it closes bears none.`);
  } else if (name.toLowerCase() !== label.text.toLowerCase()) {
    r.report(
      'label-mismatch',
      r.position,
      `END names the label ${name}, but what it closes is labelled ${label.text}.`,
    );
  }
  r.position++;
}

function skipTooDeep(r: Reading): Statement {
  const first = r.position;
  r.report('nested-too-deeply', first, `Statements are nested more than ${deepest} deep: the rest is not read.`);
  while (!r.isHardEnd(r.position)) r.position++;
  return { kind: 'sql', span: r.span(first, r.position), verb: '', assigns: [] };
}
