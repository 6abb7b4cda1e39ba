/** Bodies of routines and packages in MariaDB's ORACLE mode: declarations without DECLARE, and BEGIN … EXCEPTION … END. */
import { kw } from './keywords';
import type { Span } from '../base/text';
import type { CharacteristicSyntax, Name, Statement, TypeSyntax } from './nodes';
import { parseCharacteristics } from './parse-characteristics';
import { parseOracleDeclarations } from './parse-oracle-declarations';
import { parseParameters, type ParameterList } from './parse-parameters';
import { parseStatement } from './parse-statement';
import { parseType } from './parse-type';
import { addCollected, makeCollected, type Collected, type TokenCursor } from './token-cursor';
import { op } from './tokens';

/** Reads `AS declarations BEGIN … END name`. The declarations become those of the block. */
export function parseOracleBody(r: TokenCursor): Statement | null {
  const hasDeclarations = r.at(kw.AS) || r.at(kw.IS);
  if (hasDeclarations) r.position++;
  else r.reportExpected('expected-as', '`AS` or `IS`');
  const declarations = hasDeclarations ? parseOracleDeclarations(r, parseStatement) : [];
  if (r.isAfterCut() && !r.at(kw.BEGIN)) {
    r.report('expected-begin', r.position - 1, 'Expected `BEGIN` after the declarations.');
    return null;
  }
  const statement = parseStatement(r);
  if (statement?.kind !== 'block') return statement;
  return { ...statement, declarations: [...declarations, ...statement.declarations] };
}

/** A routine with a body inside of a package. */
export interface PackageRoutine extends ParameterList {
  readonly kind: 'procedure' | 'function';
  readonly name: Name;
  readonly whole: Span;
  readonly returns: TypeSyntax | null;
  readonly characteristics: readonly CharacteristicSyntax[];
  readonly body: Span;
  readonly statement: Statement | null;
  readonly findings: Collected;
}

/**
 * Reads the content of a PACKAGE or PACKAGE BODY, from after its AS to after its END. Returns the routines with a body.
 */
export function parsePackageBody(r: TokenCursor): PackageRoutine[] {
  const routines: PackageRoutine[] = [];
  for (;;) {
    parseOracleDeclarations(r, parseStatement);
    if (!r.at(kw.PROCEDURE) && !r.at(kw.FUNCTION)) break;
    const routine = parsePackageRoutine(r);
    if (routine !== null) routines.push(routine);
    if (!r.accept(op.semicolon)) {
      // What was left unfinished ended before the next definition.
      if (r.isAfterCut()) return routines;
      r.reportExpected('expected-semicolon', '`;`');
      r.skipToEnd();
      if (!r.accept(op.semicolon)) return routines;
    }
  }
  if (r.at(kw.BEGIN)) {
    parseStatement(r);
    return routines;
  }
  if (r.isAfterCut() && !r.at(kw.END)) r.report('expected-end', r.position - 1, 'Expected `END` to close the package.');
  else if (!r.expect(kw.END, 'expected-end', 'END')) r.skipToEnd();
  else if (r.isName(r.position)) {
    if (r.next(op.dot)) r.position += 2;
    r.position++;
  }
  return routines;
}

/** Reads a routine of a package; null if it has a head only. */
function parsePackageRoutine(r: TokenCursor): PackageRoutine | null {
  const first = r.position;
  const kind = r.at(kw.FUNCTION) ? 'function' : 'procedure';
  const around = r.findings;
  r.findings = { ...makeCollected(), locals: new Set(around.locals) };
  r.position++;
  const name = r.name(r.position);
  if (r.isName(r.position)) r.position++;
  else r.reportExpected('expected-name', 'a name');
  const list = parseParameters(r, kind);
  const hasType = kind === 'function' && r.expect(kw.RETURN, 'expected-returns', 'RETURN');
  const returns = hasType ? parseType(r, 'result') : null;
  const characteristics = parseCharacteristics(r);
  const from = r.position;
  const statement = r.at(op.semicolon) ? null : parseOracleBody(r);
  const { findings } = r;
  r.findings = addCollected(around, findings);
  if (r.position === from) return null;
  const whole = r.span(first, r.position);
  const body = r.span(from, r.position);
  return { ...list, kind, name, whole, returns, characteristics, body, statement, findings };
}
