/** Routines whose every statement is valid, but which the servers reject in CREATE. */
import { append } from '../base/long-lists';
import { checkBlock, checkCursor, checkOracleBlock } from './check-declarations';
import { checkSignal } from './check-signals';
import { DeclaredNames } from './declared-names';
import { findForbidden } from './forbidden-statements';
import type { Definition, Statement } from './nodes';
import type { SyntaxError } from './syntax-error';
import { walkStatements } from './walk-statements';

export type CheckedRoutine = Pick<Definition, 'kind' | 'name' | 'parameters' | 'statement'>;

/**
 * Finds duplicate and misordered declarations, undeclared cursors, and statements that this kind of routine may not
 * contain.
 */
export function checkRoutine(text: string, program: CheckedRoutine): SyntaxError[] {
  const { statement } = program;
  if (statement === null) return checkParameters(program);
  const found = checkParameters(program);
  const names = new DeclaredNames();
  let returns = false;
  for (const [one, around] of walkStatements(statement)) {
    if (one.kind === 'return') returns = true;
    if (one.kind === 'block') append(found, checkBlock(one, around, names));
    if (one.kind === 'cursor') append(found, checkCursor(one, around, names));
    if (one.kind === 'sql' && one.verb.endsWith('SIGNAL')) append(found, checkSignal(text, one, around, names));
    const message = findForbidden(text, program.kind, one);
    if (message !== null) found.push(forbidden(one, message));
  }
  if (program.kind === 'function' && !returns) found.push(missingReturn(program));
  return found;
}

/** Finds misordered declarations of ORACLE mode, whose programs are not checked otherwise. */
export function checkOracleRoutine({ statement }: CheckedRoutine): SyntaxError[] {
  if (statement === null) return [];
  return walkStatements(statement).flatMap(([one]) => (one.kind === 'block' ? checkOracleBlock(one) : []));
}

function checkParameters({ parameters }: CheckedRoutine): SyntaxError[] {
  const seen = new Set<string>();
  return parameters.flatMap(({ name }) => {
    const key = name.text.toLowerCase();
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const message = `Duplicate parameter \`${name.text}\`.`;
    return [{ code: 'duplicate-declaration', span: name.span, message }];
  });
}

function forbidden({ span }: Statement, message: string): SyntaxError {
  return { code: 'forbidden-statement', span, message };
}

function missingReturn({ name }: CheckedRoutine): SyntaxError {
  const message = `Function \`${name.name.text}\` has no RETURN. Add a RETURN statement.`;
  return { code: 'missing-return', span: name.span, message };
}
