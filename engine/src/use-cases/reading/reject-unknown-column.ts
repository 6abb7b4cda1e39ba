/** The failure for a column that nobody uses because its table or itself does not exist: a slip must not look like an unused one. */
import { didYouMean, nearestWord } from '../../base/nearest-word';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { ColumnName } from '../../analysis/columns/find-column-uses';
import { findMadeTables } from '../../analysis/sources/made-tables';
import type { SourceIndex } from '../../analysis/sources/source-index';
import type { LiveTable, LiveTables } from '../../routine/live-tables';

interface Known {
  readonly index: SourceIndex;
  /** The live schema; null if no server was asked. */
  readonly live: LiveTables | null;
  /** The tables that routines name, as `schema.name`. */
  readonly named: readonly string[];
}

/** Fails for a column without uses, unless its table is known and may have it. */
export function rejectUnknownColumn(
  { schema, name, column }: ColumnName,
  { index, live, named }: Known,
): Result<void, Failure> {
  const table = schema === '' ? name : `${schema}.${name}`;
  const isTable = (other: string): boolean => other.toLowerCase() === table.toLowerCase();
  if (live === null) {
    if (named.some(isTable)) return succeed(undefined);
    const remedy = 'Check the spelling, or name an environment, whose live schema is then read.';
    const message = `No routine of this project names a table ${table}.${didYouMean(nearestWord(table, named))}`;
    return failure('not-found', message, remedy);
  }
  if (findMadeTables(index).has(name.toLowerCase())) return succeed(undefined);
  const known = live.tables.find((each) => isTable(printTable(each)));
  const remedy = 'Check the spelling, and the privileges of the account.';
  if (known === undefined) {
    const near = nearestWord(table, live.tables.map(printTable));
    const message = `${live.environment} has no table ${table}, or does not show it to the account.${didYouMean(near)}`;
    return failure('not-found', message, remedy);
  }
  const columns = known.columns.map((each) => each.name);
  if (columns.length === 0 || columns.some((each) => each.toLowerCase() === column.toLowerCase()))
    return succeed(undefined);
  const message = `The table ${table} of ${live.environment} has no column ${column}.${didYouMean(nearestWord(column, columns))}`;
  return failure('not-found', message, remedy);
}

function printTable({ schema, name }: LiveTable): string {
  return schema === '' ? name : `${schema}.${name}`;
}
