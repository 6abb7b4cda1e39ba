/** The creations and uses of tables, for definitions and references of a table's name. */
import type { Occurrence } from '../../analysis/program/references';
import { tableHome } from '../../analysis/sources/source-references';
import type { FileFacts, SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import { identify } from '../../routine/routine';
import type { Span } from '../../base/text';
import type { Reference } from '../../syntax/nodes';
import { findCreatedTables } from './created-tables';
import type { Location } from './location';

export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** Returns the table or view that a reference means, or null. */
export function tableOf({ key, definition }: SourceRoutine, { kind, schema, name }: Reference): TableName | null {
  if (kind === 'call' || kind === 'function' || kind === 'temporary') return null;
  return { schema: schema ?? tableHome(key, definition), name };
}

/** Returns the view of this name, or each CREATE TABLE of it. */
export function findTableDefinitions(index: SourceIndex, table: TableName): readonly Location[] {
  const views = index.find(identify({ ...table, kind: 'view' }));
  if (views.length > 0) return views.map(({ file, span, nameSpan }) => ({ file, span, nameSpan }));
  return index
    .files()
    .flatMap((facts) =>
      createdIn(index, facts, table).map(({ span, nameSpan }) => ({ file: facts.file, span, nameSpan })),
    );
}

/**
 * Returns the occurrences by file and then by position; a creation is a definition. Only files that reference the table
 * are read.
 */
export function findTableOccurrences(index: SourceIndex, table: TableName): readonly Occurrence[] {
  const view = identify({ ...table, kind: 'view' });
  return index.files().flatMap((facts) => {
    const created = createdIn(index, facts, table).map(({ nameSpan }) => occurrence(facts, nameSpan, 'definition', ''));
    const own = facts.routines.flatMap((source) => [
      ...(source.identity === view ? [occurrence(facts, source.nameSpan, 'definition', view)] : []),
      ...usesIn(source, table).map((span) => occurrence(facts, span, 'use', source.identity)),
    ]);
    return [...created, ...own].sort((a, b) => a.span.start - b.span.start);
  });
}

function occurrence({ file }: FileFacts, span: Span, role: Occurrence['role'], within: string): Occurrence {
  return { file, span, role, within };
}

function usesIn(source: SourceRoutine, table: TableName): readonly Span[] {
  const id = `table ${table.schema}.${table.name}`;
  if (!source.references.some(({ target, isDynamic }) => target.id === id && !isDynamic)) return [];
  return source.definition.references
    .filter((reference) => isSame(tableOf(source, reference), table))
    .map(({ nameSpan }) => nameSpan);
}

function isSame(one: TableName | null, other: TableName): boolean {
  return one !== null && one.schema === other.schema && one.name === other.name;
}

function createdIn(index: SourceIndex, facts: FileFacts, table: TableName): ReturnType<typeof findCreatedTables> {
  return findCreatedTables(facts, index.parserOptions.schema ?? '').filter((created) => isSame(created, table));
}
