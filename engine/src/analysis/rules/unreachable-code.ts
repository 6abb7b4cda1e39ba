/** Rule: statements after one that always goes elsewhere; the server accepts them and never runs them. */
import type { Statement } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import { findTokens, statementLists } from '../program/routine-body';
import type { Rule } from './rule';

export const unreachableCode: Rule = {
  code: 'unreachable-code',
  severity: 'warning',
  *check({ program }) {
    const { tokens, statements } = program();
    if (statements.some(({ statement }) => statement.kind === 'jump' && statement.form === 'goto')) return;
    for (const { statement } of statements) {
      for (const list of statementLists(statement)) {
        const ending = list.findIndex((one) => neverGoesOn(tokens, one));
        const next = ending < 0 ? undefined : list[ending + 1];
        const last = list.at(-1);
        if (next === undefined || last === undefined) continue;
        yield {
          span: { start: next.span.start, end: last.span.end },
          message: 'Unreachable code: the statement before it always returns or jumps.',
        };
      }
    }
  },
};

/**
 * Returns true for RETURN with a value, LEAVE and ITERATE with a label; ORACLE mode is excluded, because its EXIT may
 * have a condition.
 */
function neverGoesOn(tokens: TokenCursor, statement: Statement): boolean {
  if (statement.kind === 'return') return statement.value !== null;
  if (statement.kind !== 'jump') return false;
  const { first, end } = findTokens(tokens, statement.span);
  return end - first === 2 && (tokens.isWord(first, 'LEAVE') || tokens.isWord(first, 'ITERATE'));
}
