/** One mention of columns in a routine, and which they are. */
import type { Span } from '../../base/text';

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

export interface ColumnUse {
  readonly access: 'read' | 'write';
  /** Null where it is not known which of several tables has the column. */
  readonly table: TableName | null;
  /** The tables that it can belong to, where that is not known. */
  readonly among: readonly TableName[];
  /** As written; null for all columns of the table: `*`, or INSERT without a list. */
  readonly column: string | null;
  /** Of the column's name, or of what stands for all of them. */
  readonly span: Span;
  readonly certainty: 'certain' | 'possible';
  /** In the text of a dynamic statement: the span is that of its PREPARE. */
  readonly isDynamic: boolean;
}

/** A column that none of the tables has which can have it, all of them being known. */
export interface UnknownColumn {
  readonly column: string;
  readonly span: Span;
  /** Where it was looked for, outermost last. */
  readonly among: readonly TableName[];
}

export interface RoutineColumns {
  /** In the order of the text. */
  readonly uses: readonly ColumnUse[];
  /** Statements whose columns could not be read. */
  readonly unread: readonly Span[];
}
