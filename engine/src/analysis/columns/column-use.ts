/** A use of columns in a routine, and the columns that it means. */
import type { Span } from '../../base/text';

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface ColumnUse {
  readonly access: 'read' | 'write';
  /** The table; null if it is unknown which of several tables has the column. */
  readonly table: TableName | null;
  /** The tables that it can belong to, where that is not known. */
  readonly among: readonly TableName[];
  /** The column as written; null for all columns of the table: `*`, or INSERT without a list. */
  readonly column: string | null;
  /** The span of the column's name, or of the text that means all of them. */
  readonly span: Span;
  readonly certainty: 'certain' | 'possible';
  /** True in the text of a dynamic statement: the span is that of its PREPARE. */
  readonly isDynamic: boolean;
}

/** A column that none of the tables has which can have it, all of them being known. */
export interface UnknownColumn {
  readonly column: string;
  readonly span: Span;
  /** The tables that were searched, outermost last. */
  readonly among: readonly TableName[];
}

export interface RoutineColumns {
  /** The uses, in the order of the text. */
  readonly uses: readonly ColumnUse[];
  /** Statements whose columns could not be read. */
  readonly unread: readonly Span[];
}
