/** The column that is named at a place. */
import type { ColumnUse, TableName } from '../analysis/columns/column-use';
import type { LiveSight } from '../analysis/diagnose';
import { hideMadeTables } from '../analysis/made-tables';
import type { SourceIndex } from '../analysis/source-index';
import type { Span } from '../base/text';
import { findRoutineAt } from './subject';
import { touches } from './walk';

export interface ColumnAt {
  readonly span: Span;
  readonly table: TableName;
  readonly column: string;
}

/** Null where none is, or whose it is cannot be told. */
export function findColumnAt(index: SourceIndex, file: string, offset: number, sight: LiveSight): ColumnAt | null {
  const source = findRoutineAt(index, file, offset);
  if (source === null) return null;
  const { uses } = sight.reader.read(source, hideMadeTables(sight.tables, index));
  const use = uses.find((one): one is ColumnUse & { readonly column: string } => {
    return one.column !== null && one.table !== null && isWritten(source.script.text, one) && touches(one.span, offset);
  });
  return use?.table == null ? null : { span: use.span, table: use.table, column: use.column };
}

/** What a prepared text names has the place of its PREPARE. */
function isWritten(text: string, { span, column }: ColumnUse): boolean {
  return (
    column !== null &&
    span.end - span.start <= column.length + 2 + (text.slice(span.start, span.end).match(/``/g)?.length ?? 0)
  );
}
