/**
 * Rule: a column that no table of the statement has in the live schema; CREATE accepts it and every run fails (1054).
 */
import type { Rule } from './rule';

export const unknownColumn: Rule = {
  code: 'unknown-column',
  severity: 'error',
  *check({ unknownColumns, live }) {
    const environment = live?.environment ?? '';
    for (const { column, span, among } of unknownColumns) {
      const tables = [...new Set(among.map(({ schema, name }) => `${schema}.${name}`))];
      if (tables.length === 0) continue;
      yield {
        span,
        message:
          tables.length === 1
            ? `Unknown column \`${column}\` in \`${tables[0] ?? ''}\` of ${environment}. Running this fails with error 1054. Correct the name, or add the column first.`
            : `Unknown column \`${column}\` in the tables \`${tables.join('`, `')}\` of ${environment}. Running this fails with error 1054. Correct the name, or add the column first.`,
      };
    }
  },
};
