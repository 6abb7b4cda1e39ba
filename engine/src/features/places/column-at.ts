/** The column that is named at a place. */
import type { TableName } from '../../analysis/columns/column-use';
import type { LiveSchema } from '../../analysis/diagnose';
import { hideMadeTables } from '../../analysis/sources/made-tables';
import type { SourceIndex } from '../../analysis/sources/source-index';
import type { Span } from '../../base/text';
import { findRoutineAt } from './subject';
import { touches } from './walk';

export interface ColumnAt {
  readonly span: Span;
  readonly table: TableName;
  readonly column: string;
}

/** Returns null if there is no column, or if its table is unknown. */
export function findColumnAt(
  index: SourceIndex,
  file: string,
  offset: number,
  liveSchema: LiveSchema,
): ColumnAt | null {
  const source = findRoutineAt(index, file, offset);
  if (source === null) return null;
  const { uses } = liveSchema.reader.read(source, hideMadeTables(liveSchema.tables, index));
  for (const { table, column, span, isDynamic } of uses)
    if (table !== null && column !== null && !isDynamic && touches(span, offset)) return { span, table, column };
  return null;
}
