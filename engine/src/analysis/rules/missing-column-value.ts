/**
 * Rule: INSERT or REPLACE without a value for a column that is NOT NULL and has no default in the live schema. In
 * strict mode CREATE accepts it and every run fails with error 1364 (MySQL manual, "Data Type Default Values").
 */
import { normalSqlMode } from '../../routine/sql-mode';
import type { LiveColumn, LiveTable } from '../../routine/live-tables';
import type { Statement } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import { readPath } from '../columns/read-path';
import { takeApart, type StatementQueries } from '../columns/statement-queries';
import { findTokens } from '../program/routine-body';
import type { Mistake, Rule, RuleContext } from './rule';

export const missingColumnValue: Rule = {
  code: 'missing-column-value',
  severity: 'error',
  *check(context) {
    const { live, source, program } = context;
    // The definition is enough here: lowering it to a routine would take longer than this rule.
    const { sqlMode } = source.definition;
    if (live === null || !isStrict(sqlMode === null ? live.sqlMode : normalSqlMode(sqlMode))) return;
    const { tokens, statements } = program();
    for (const { statement } of statements) {
      const mistake = classify(context, tokens, statement);
      if (mistake !== null) yield mistake;
    }
  },
};

function isStrict(sqlMode: readonly string[]): boolean {
  return sqlMode.includes('STRICT_TRANS_TABLES') || sqlMode.includes('STRICT_ALL_TABLES');
}

function classify(context: RuleContext, tokens: TokenCursor, statement: Statement): Mistake | null {
  if (statement.kind !== 'sql' || (statement.verb !== 'INSERT' && statement.verb !== 'REPLACE')) return null;
  const range = findTokens(tokens, statement.span);
  const parts = takeApart(tokens, range);
  // With IGNORE a missing value is the type's own default.
  if (parts?.target == null || parts.givesAll || ignoresErrors(tokens, range.first, parts.target.first)) return null;
  const table = findTarget(context, tokens, parts.target.first);
  if (table === null) return null;
  const left = findLeftOut(tokens, table, parts);
  if (left.length === 0) return null;
  const names = left.map(({ name }) => `\`${name}\``).join(', ');
  const environment = context.live?.environment ?? '';
  return {
    span: tokens.span(parts.target.first, parts.target.end),
    message:
      left.length === 1
        ? `Missing value for ${names}, which is NOT NULL without a default in ${environment}. Running this fails with error 1364. Add a value, or a default for the column.`
        : `Missing values for ${names}, which are NOT NULL without a default in ${environment}. Running this fails with error 1364. Add values, or defaults for the columns.`,
  };
}

function ignoresErrors(tokens: TokenCursor, first: number, target: number): boolean {
  for (let i = first; i < target; i++) if (tokens.isWord(i, 'IGNORE')) return true;
  return false;
}

/** Returns null unless all columns of the table are known and no trigger may set the value. */
function findTarget({ live, source }: RuleContext, tokens: TokenCursor, first: number): LiveTable | null {
  const path = readPath(tokens, first);
  if (path?.name == null) return null;
  const table = live?.find(path.table ?? source.key.schema, path.name.text) ?? null;
  return table === null || table.isView || table.hasInsertTrigger ? null : table;
}

function findLeftOut(tokens: TokenCursor, { columns }: LiveTable, { given }: StatementQueries): readonly LiveColumn[] {
  const names = new Set(given.map(({ first }) => readPath(tokens, first)?.name?.text.toLowerCase()));
  return columns.filter((column) => needsValue(column) && !names.has(column.name.toLowerCase()));
}

/** Returns true for a column without a default; an ENUM has its first value as one. */
function needsValue({ nullable, defaultValue, generated, autoIncrement, type }: LiveColumn): boolean {
  return !nullable && defaultValue === null && !generated && !autoIncrement && !/^enum\b/i.test(type);
}
