/** The variables that a SET assigns, and the references in their values. */
import { kw } from './keywords';
import type { Name } from './nodes';
import type { TokenCursor } from './token-cursor';
import { stop } from './clause-words';
import { readTarget, scanExpression } from './scan-clauses';
import { op, tokenKind } from './tokens';

/** Reads `SET a = 1, @b := f(2), GLOBAL c = 3, NEW.d = 4`; gives the left sides. The position is at SET. */
export function readSet(r: TokenCursor): Name[] {
  r.position++;
  const assigns: Name[] = [];
  if (isSpecial(r)) {
    scanExpression(r);
    return assigns;
  }
  do readAssignment(r, assigns);
  while (r.accept(op.comma));
  return assigns;
}

function readAssignment(r: TokenCursor, assigns: Name[]): void {
  if (isScope(r)) r.position++;
  const kind = r.kind(r.position);
  // A lone @ is a variable, too: its name is empty.
  const isVariable = kind === tokenKind.userVariable || kind === tokenKind.systemVariable || r.at(op.at);
  if (!r.isName(r.position) && !isVariable) {
    r.reportExpected('expected-variable', 'a variable');
    return scanExpression(r, stop.comma);
  }
  const target = readTarget(r);
  assigns.push(target);
  if (!r.accept(op.equals) && !r.accept(op.assign)) r.reportExpected('expected-equals', '`=`');
  const first = r.position;
  scanExpression(r, stop.comma | stop.statement);
  if (r.position === first) r.reportExpected('expected-expression', 'a value');
  r.assign(target.text, first, r.position);
}

function isScope(r: TokenCursor): boolean {
  switch (r.id(r.position)) {
    case kw.GLOBAL:
    case kw.SESSION:
    case kw.LOCAL:
    case kw.PERSIST:
    case kw.PERSIST_ONLY:
      return !r.next(op.equals) && !r.next(op.assign);
    default:
      return false;
  }
}

/**
 * Returns true at SET NAMES, SET CHARACTER SET, SET TRANSACTION, SET PASSWORD, SET ROLE …, which assign no variables.
 */
function isSpecial(r: TokenCursor): boolean {
  if (r.next(op.equals) || r.next(op.assign) || r.next(op.dot)) return r.at(kw.PASSWORD);
  switch (r.id(r.position)) {
    case kw.NAMES:
    case kw.CHARACTER:
    case kw.CHARSET:
    case kw.CHAR:
    case kw.TRANSACTION:
    case kw.PASSWORD:
    case kw.ROLE:
    case kw.RESOURCE:
    case kw.DEFAULT:
    case kw.CONSTRAINTS:
      return true;
    case kw.SESSION:
    case kw.GLOBAL:
    case kw.LOCAL:
      return r.next(kw.TRANSACTION);
    default:
      return false;
  }
}
