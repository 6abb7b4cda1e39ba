/** Bodies of routines and packages in MariaDB's ORACLE mode: declarations without DECLARE, and BEGIN … EXCEPTION … END. */
import { kw } from './keywords';
import type { Declaration, Statement } from './nodes';
import { parseCharacteristics } from './parse-characteristics';
import { parseCursorBehindName, parseNamed } from './parse-declaration';
import { parseParameters } from './parse-parameters';
import { parseStatement } from './parse-statement';
import { parseType } from './parse-type';
import type { Reading } from './reading';
import { scanExpression } from './scan-clauses';
import { op } from './tokens';

/** Reads `AS declarations BEGIN … END name`. The declarations become those of the block. */
export function parseOracleBody(r: Reading): Statement | null {
  if (r.at(kw.AS) || r.at(kw.IS)) r.position++;
  const declarations = parseDeclarations(r);
  const statement = parseStatement(r);
  if (statement?.kind !== 'block') return statement;
  return { ...statement, declarations: [...declarations, ...statement.declarations] };
}

/** Reads what a PACKAGE or PACKAGE BODY holds, from behind its AS up to behind its END. */
export function parsePackageBody(r: Reading): void {
  for (;;) {
    parseDeclarations(r);
    if (!r.at(kw.PROCEDURE) && !r.at(kw.FUNCTION)) break;
    parsePackageRoutine(r);
    if (!r.accept(op.semicolon)) {
      r.reportExpected('expected-semicolon', ';');
      r.skipToEnd();
      if (!r.accept(op.semicolon)) return;
    }
  }
  if (r.at(kw.BEGIN)) {
    parseStatement(r);
    return;
  }
  if (!r.expect(kw.END, 'expected-end', 'END')) return r.skipToEnd();
  if (r.isName(r.position)) r.position++;
}

/** A routine of a package: its head alone, or with its body. */
function parsePackageRoutine(r: Reading): void {
  const isFunction = r.at(kw.FUNCTION);
  r.position++;
  if (r.isName(r.position)) r.position++;
  else r.reportExpected('expected-name', 'A name');
  parseParameters(r);
  if (isFunction && r.expect(kw.RETURN, 'expected-returns', 'RETURN and a data type')) parseType(r);
  parseCharacteristics(r);
  if (r.at(op.semicolon)) return;
  parseOracleBody(r);
}

/** Declarations up to BEGIN, END, or a routine of a package. */
function parseDeclarations(r: Reading): Declaration[] {
  const found: Declaration[] = [];
  while (!r.isHardEnd(r.position) && !endsDeclarations(r)) {
    const first = r.position;
    if (r.at(kw.CURSOR) && r.isName(r.position + 1)) {
      r.position++;
      found.push(parseCursorBehindName(r, first));
    } else if (r.at(kw.TYPE)) {
      scanExpression(r);
    } else {
      const declaration = parseNamed(r, first);
      if (declaration !== null) found.push(declaration);
    }
    if (!r.accept(op.semicolon)) {
      r.reportExpected('expected-semicolon', ';');
      if (r.position === first) r.position++;
    }
  }
  return found;
}

function endsDeclarations(r: Reading): boolean {
  switch (r.id(r.position)) {
    case kw.BEGIN:
    case kw.END:
    case kw.PROCEDURE:
    case kw.FUNCTION:
      return true;
    default:
      return false;
  }
}
