/** The readers and writers of one column, over all files. */
import type { Span } from '../../base/text';
import type { LiveTables } from '../../routine/live-tables';
import { hideMadeTables } from '../sources/made-tables';
import type { SourceRoutine } from '../sources/source-file';
import type { SourceIndex } from '../sources/source-index';
import type { ColumnReader } from './column-reader';
import type { ColumnUse, TableName } from './column-use';

export interface ColumnName extends TableName {
  readonly column: string;
}

export interface ColumnReference {
  readonly source: SourceRoutine;
  readonly span: Span;
  readonly access: ColumnUse['access'] | 'unknown';
  readonly certainty: ColumnUse['certainty'] | 'unknown';
}

/**
 * Returns the uses by file and then by position. A statement that could not be read is reported as unknown if it names
 * the table, and the column or a star.
 */
export function findColumnUses(
  index: SourceIndex,
  wanted: ColumnName,
  { reader, live }: { readonly reader: ColumnReader; readonly live: LiveTables | null },
): readonly ColumnReference[] {
  const shown = live && hideMadeTables(live, index);
  return index
    .routines()
    .filter((source) => mayName(source, wanted))
    .flatMap((source) => findInRoutine(source, wanted, reader, shown));
}

function findInRoutine(
  source: SourceRoutine,
  wanted: ColumnName,
  reader: ColumnReader,
  live: LiveTables | null,
): readonly ColumnReference[] {
  const { uses, unread } = reader.read(source, live);
  const references: ColumnReference[] = uses
    .filter((use) => means(use, wanted))
    .map(({ span, access, certainty, table }) => ({
      source,
      span,
      access,
      certainty: table === null ? 'possible' : certainty,
    }));
  for (const span of unread)
    if (isNamedIn(source, span, wanted)) references.push({ source, span, access: 'unknown', certainty: 'unknown' });
  return references.sort((a, b) => a.span.start - b.span.start);
}

/** Returns true if a routine references the table: others need not be read. */
function mayName(source: SourceRoutine, wanted: TableName): boolean {
  const isNamed = source.references.some(({ target }) => target.kind === 'table' && isSame(target, wanted));
  if (isNamed || source.key.kind !== 'trigger') return isNamed;
  const table = source.definition.trigger?.table;
  return (
    table !== undefined && isSame({ schema: table.schema?.text ?? source.key.schema, name: table.name.text }, wanted)
  );
}

function means({ table, among, column }: ColumnUse, wanted: ColumnName): boolean {
  if (column !== null && column.toLowerCase() !== wanted.column.toLowerCase()) return false;
  return table === null ? among.some((one) => isSame(one, wanted)) : isSame(table, wanted);
}

function isSame(a: TableName, b: TableName): boolean {
  return a.schema.toLowerCase() === b.schema.toLowerCase() && a.name.toLowerCase() === b.name.toLowerCase();
}

function isNamedIn({ key, script, definition }: SourceRoutine, span: Span, wanted: ColumnName): boolean {
  const hasTable = definition.references.some(
    (reference) =>
      span.start <= reference.span.start &&
      reference.span.end <= span.end &&
      isSame({ schema: reference.schema ?? key.schema, name: reference.name }, wanted),
  );
  if (!hasTable) return false;
  const text = script.text.slice(span.start, span.end).toLowerCase();
  return text.includes(wanted.column.toLowerCase()) || text.includes('*');
}
