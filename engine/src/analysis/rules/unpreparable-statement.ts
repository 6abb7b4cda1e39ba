/** Rule: PREPARE of a statement that the server cannot prepare (1295); MySQL only, MariaDB prepares them all. */
import type { Rule } from './rule';

const unpreparable =
  /^\s*(?:(?:create|alter|drop)\s+(?:definer\s*=\s*\S+\s+)?(?:procedure|function|trigger)|prepare|execute|deallocate)\b/i;

export const unpreparableStatement: Rule = {
  code: 'unpreparable-statement',
  severity: 'error',
  *check({ source }) {
    if (source.parserOptions.dialect !== 'mysql') return;
    for (const { sql, span } of source.definition.dynamic) {
      const verb = sql === null ? undefined : unpreparable.exec(sql)?.[0].trim();
      if (verb === undefined) continue;
      yield {
        span,
        message: `MySQL cannot prepare ${verb.toUpperCase()}. This PREPARE always fails with error 1295. Send the statement from the client instead.`,
      };
    }
  },
};
