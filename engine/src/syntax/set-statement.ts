/** SET STATEMENT max_statement_time = 10 FOR CREATE … (MariaDB): settings for one statement, which is read for itself. */
import { kw } from './keywords';
import type { TokenCursor } from './token-cursor';
import { op } from './tokens';

/**
 * Returns the start of the statement to which SET STATEMENT … FOR applies, or of the CREATE before which FOR is
 * missing; `end` without either; -1 if no SET STATEMENT begins at the first token.
 */
export function findSetFor(id: Uint16Array, first: number, end: number): number {
  if (first + 1 >= end || id[first] !== kw.SET || id[first + 1] !== kw.STATEMENT) return -1;
  const behind = id[first + 2];
  if (behind === op.equals || behind === op.assign || behind === op.dot) return -1;
  let depth = 0;
  for (let i = first + 2; i < end; i++) {
    if (id[i] === op.openParenthesis) depth++;
    else if (id[i] === op.closeParenthesis) depth--;
    else if (depth === 0 && (id[i] === kw.FOR || id[i] === kw.CREATE)) return id[i] === kw.FOR ? i + 1 : i;
  }
  return end;
}

/** Reads the settings up to and with FOR. False where no SET STATEMENT begins at the position. */
export function readSetStatement(r: TokenCursor): boolean {
  const first = r.position;
  if (!r.at(kw.SET) || !r.next(kw.STATEMENT)) return false;
  let end = first;
  while (!r.isEnd(end) && !r.isHardEnd(end)) end++;
  const behind = findSetFor(r.tokens.id, first, end);
  if (behind < 0) return false;
  if (r.options.dialect === 'mysql') r.report('mariadb-only', first, 'SET STATEMENT … FOR requires MariaDB.');
  else checkSettings(r, first + 2, behind);
  r.position = behind;
  return true;
}

function checkSettings(r: TokenCursor, first: number, behind: number): void {
  const hasFor = r.id(behind - 1) === kw.FOR;
  const last = hasFor ? behind - 1 : behind;
  const isAssigned = r.id(first + 1) === op.equals || r.id(first + 1) === op.assign;
  r.position = first;
  if (!r.isName(first) || !isAssigned) return r.reportExpected('expected-variable', 'a system variable and its value');
  r.position = last;
  if (r.id(last - 1) === op.comma) r.reportExpected('expected-variable', 'a system variable');
  else if (!hasFor) r.reportExpected('expected-for', '`FOR`');
  else if (r.isEnd(behind)) r.report('expected-statement', behind, 'Expected a statement after FOR.');
}
