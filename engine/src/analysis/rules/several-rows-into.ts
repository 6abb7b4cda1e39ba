/**
 * Rule: a SELECT … INTO variables from a whole table, which fails with more than one row (1172). Only a query without
 * any limit is reported: a WHERE may use a unique key, which the text alone does not show.
 */
import { kw } from '../../syntax/keywords';
import type { SqlStatement } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import { identify } from '../../routine/routine';
import { hasAggregate } from '../program/aggregates';
import { outerTokens } from '../program/levels';
import { findTokens, type TokenRange } from '../program/routine-body';
import { isSystemSchema } from '../../routine/reserved-schema';
import type { Rule, RuleContext } from './rule';

export const severalRowsInto: Rule = {
  code: 'several-rows-into',
  severity: 'warning',
  *check(context) {
    const { tokens, statements } = context.program();
    for (const { statement } of statements) {
      if (statement.kind !== 'sql' || statement.verb !== 'SELECT' || statement.assigns.length === 0) continue;
      const range = findTokens(tokens, statement.span);
      if (!readsWholeTable(tokens, range) || mayBeOneRow(context, statement)) continue;
      yield {
        span: statement.span,
        message:
          'This SELECT … INTO fails with error 1172 if the table has several rows. Add LIMIT 1, an aggregate or a WHERE on a unique key.',
      };
    }
  },
};

/** Words that limit the number of rows, or that make the statement more than SELECT … FROM tables. */
const limits: ReadonlySet<number> = new Set([
  kw.WHERE,
  kw.HAVING,
  kw.GROUP,
  kw.LIMIT,
  kw.UNION,
  kw.EXCEPT,
  kw.INTERSECT,
  kw.DUAL,
  kw.ON,
  kw.USING,
  kw.FETCH,
  kw.PROCEDURE,
]);

function readsWholeTable(tokens: TokenCursor, range: TokenRange): boolean {
  let from = 0;
  for (const i of outerTokens(tokens, range)) {
    if (limits.has(tokens.id(i))) return false;
    if (tokens.id(i) === kw.FROM) from = i;
  }
  if (from === 0 || !tokens.isName(from + 1)) return false;
  return !hasAggregate(tokens, range);
}

/**
 * Returns true for user-defined aggregates, views, the routine's own tables, and tables that the server fills: the text
 * does not show their number of rows.
 */
function mayBeOneRow({ index, source }: RuleContext, { span }: SqlStatement): boolean {
  const { definition } = source;
  const inside = definition.references.filter((one) => one.span.start >= span.start && one.span.end <= span.end);
  const reads = inside.filter(({ kind }) => kind === 'read');
  if (reads.length === 0 || inside.length > reads.length) return true;
  const temporary = new Set(definition.references.flatMap(({ kind, name }) => (kind === 'temporary' ? name : [])));
  if (reads.some(({ name }) => temporary.has(name))) return true;
  return reads.some(({ schema, name }) => {
    const key = { schema: schema ?? source.key.schema, kind: 'view', name } as const;
    return isSystemSchema(key.schema) || index.find(identify(key)).length > 0;
  });
}
