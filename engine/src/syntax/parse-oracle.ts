/** Bodies of routines and packages in MariaDB's ORACLE mode: declarations without DECLARE, and BEGIN … EXCEPTION … END. */
import { kw } from './keywords';
import type { Statement } from './nodes';
import { parseCharacteristics } from './parse-characteristics';
import { parseOracleDeclarations } from './parse-oracle-declarations';
import { parseParameters } from './parse-parameters';
import { parseStatement } from './parse-statement';
import { parseType } from './parse-type';
import type { Reading } from './reading';
import { op } from './tokens';

/** Reads `AS declarations BEGIN … END name`. The declarations become those of the block. */
export function parseOracleBody(r: Reading): Statement | null {
  if (r.at(kw.AS) || r.at(kw.IS)) r.position++;
  const declarations = parseOracleDeclarations(r, parseStatement);
  const statement = parseStatement(r);
  if (statement?.kind !== 'block') return statement;
  return { ...statement, declarations: [...declarations, ...statement.declarations] };
}

/** Reads what a PACKAGE or PACKAGE BODY holds, from behind its AS up to behind its END. */
export function parsePackageBody(r: Reading): void {
  for (;;) {
    parseOracleDeclarations(r, parseStatement);
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
  parseParameters(r, isFunction ? 'function' : 'procedure');
  if (isFunction && r.expect(kw.RETURN, 'expected-returns', 'RETURN and a data type')) parseType(r);
  parseCharacteristics(r);
  if (r.at(op.semicolon)) return;
  parseOracleBody(r);
}
