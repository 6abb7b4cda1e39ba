/** The handlers of the condition NOT FOUND: the end of a cursor's rows, or a SELECT … INTO without a row. */
import { kw } from '../../syntax/keywords';
import type { Declaration, SqlStatement } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import type { BlockChain } from '../../syntax/walk-statements';
import { hasAggregate } from './aggregates';
import { outerTokens } from './levels';
import { findTokens } from './routine-body';

export type Handler = Extract<Declaration, { readonly kind: 'handler' }>;

/** Conditions that the end of the rows is not; one with a name may be it. */
const neverNotFound = /^(?:SQLEXCEPTION|SQLWARNING|(?!1329$)\d+|SQLSTATE '(?!02).*')$/i;

export function catchesNotFound({ conditions }: Handler): boolean {
  return conditions.some((one) => !neverNotFound.test(one));
}

/** Returns the handler of the innermost block that has one; null if there is none. */
export function findNotFoundHandler(around: BlockChain | null): Handler | null {
  for (let block = around; block !== null; block = block.outer)
    for (const one of block.declarations) if (one.kind === 'handler' && catchesNotFound(one)) return one;
  return null;
}

/** Returns true for a SELECT from a table that may return no row, unlike an aggregate without GROUP BY. */
export function mayFindNothing(tokens: TokenCursor, { span, assigns }: SqlStatement): boolean {
  if (assigns.length === 0) return false;
  const range = findTokens(tokens, span);
  let from = false;
  let group = false;
  for (const i of outerTokens(tokens, range)) {
    const id = tokens.id(i);
    from ||= id === kw.FROM && tokens.id(i + 1) !== kw.DUAL;
    group ||= id === kw.GROUP || id === kw.HAVING || id === kw.LIMIT;
  }
  return from && (group || !hasAggregate(tokens, range));
}
