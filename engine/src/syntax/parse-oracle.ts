/** Bodies in MariaDB's ORACLE mode: declarations without DECLARE before BEGIN, EXCEPTION, assignments, calls without CALL. */
import type { Statement } from './nodes';
import { parseStatement } from './parse-statement';
import type { Reading } from './reading';
import { kw } from './keywords';

/** Reads `AS declarations BEGIN … END name`. */
export function parseOracleBody(r: Reading): Statement | null {
  if (r.at(kw.AS) || r.at(kw.IS)) r.position++;
  return parseStatement(r);
}
