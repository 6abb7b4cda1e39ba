/** The declarations of ORACLE mode, which precede BEGIN without a DECLARE. */
import { kw } from './keywords';
import type { Declaration } from './nodes';
import { isStatementStart } from './read-sql';
import { parseCursorAfterName, parseDeclared, type StatementReader } from './parse-declaration';
import type { TokenCursor } from './token-cursor';
import { scanExpression } from './scan-clauses';
import { op } from './tokens';
import { isRejected, place } from './vocabulary';

/** Reads declarations up to BEGIN, END, or a routine of a package. */
export function parseOracleDeclarations(r: TokenCursor, parseStatement: StatementReader): Declaration[] {
  const found: Declaration[] = [];
  while (!r.isHardEnd(r.position) && !endsDeclarations(r)) {
    const first = r.position;
    if (r.at(kw.CURSOR) && r.isName(r.position + 1)) {
      r.position++;
      found.push(parseCursorAfterName(r, first));
    } else if (r.at(kw.TYPE)) {
      scanExpression(r);
    } else {
      const declaration = parseDeclared(r, first, parseStatement);
      if (declaration !== null) found.push(declaration);
    }
    if (!r.accept(op.semicolon)) {
      r.reportExpected('expected-semicolon', '`;`');
      if (r.position === first) r.position++;
    }
  }
  return found;
}

function endsDeclarations(r: TokenCursor): boolean {
  switch (r.id(r.position)) {
    case kw.BEGIN:
    case kw.END:
    case kw.PROCEDURE:
    case kw.FUNCTION:
      return true;
    default:
      return r.undelimited && startsStatement(r);
  }
}

/** Returns true if a statement begins here with a reserved word: without DELIMITER, the routine before it is unfinished. */
function startsStatement(r: TokenCursor): boolean {
  const at = r.position;
  return isStatementStart(r, at) && isRejected(r.id(at), place.declared, r.grammar, r.options.serverVersion);
}
