/** Aggregate functions, which make one row of many. */
import type { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import type { TokenRange } from './routine-body';

const aggregate =
  /^(?:COUNT|SUM|MIN|MAX|AVG|GROUP_CONCAT|BIT_AND|BIT_OR|BIT_XOR|STD|STDDEV\w*|VAR_POP|VAR_SAMP|VARIANCE|JSON_ARRAYAGG|JSON_OBJECTAGG|ST_COLLECT)$/;

/** Returns true if the range, with its subqueries, uses an aggregate function of the server. */
export function hasAggregate(tokens: TokenCursor, { first, end }: TokenRange): boolean {
  for (let i = first; i < end; i++)
    if (tokens.id(i + 1) === op.openParenthesis && aggregate.test(tokens.upper(i))) return true;
  return false;
}
