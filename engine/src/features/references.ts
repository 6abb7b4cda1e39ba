/**
 * Find references: all uses of a routine or table over all files, of a local name in its scope, or of a live schema’s
 * column.
 */
import { findOccurrences, type Occurrence } from '../analysis/program/references';
import type { SourceIndex } from '../analysis/sources/source-index';
import { findColumnUses } from '../analysis/columns/find-column-uses';
import type { LiveSchema } from '../analysis/diagnose';
import { findColumnAt } from './places/column-at';
import { findUsesOf } from './places/local-uses';
import { findTableOccurrences } from './places/table-places';
import { findSubject, identityOf, type Subject } from './places/subject';

/** Returns the occurrences by file and then by position; declarations have the role `definition`. */
export function findReferences(
  index: SourceIndex,
  file: string,
  offset: number,
  live: LiveSchema | null = null,
): readonly Occurrence[] {
  const subject = findSubject(index, file, offset);
  if (subject === null) return live === null ? [] : findColumnReferences(index, file, offset, live);
  if (subject.kind === 'local') return findUses(index, subject);
  if (subject.kind === 'table') return findTableOccurrences(index, subject.table);
  if (subject.key.kind === 'view') return findTableOccurrences(index, subject.key);
  return findOccurrences(index, identityOf(subject) ?? '');
}

/** Returns the occurrences in the given file, for an editor's highlights. */
export function findHighlights(index: SourceIndex, file: string, offset: number): readonly Occurrence[] {
  return findReferences(index, file, offset).filter((occurrence) => occurrence.file === file);
}

/** Returns every place that certainly means the column, by name or by a star. */
function findColumnReferences(
  index: SourceIndex,
  file: string,
  offset: number,
  { tables, reader }: LiveSchema,
): readonly Occurrence[] {
  const found = findColumnAt(index, file, offset, { tables, reader });
  if (found === null) return [];
  const wanted = { ...found.table, column: found.column };
  return findColumnUses(index, wanted, { reader, live: tables })
    .filter(({ certainty }) => certainty === 'certain')
    .map(({ source, span }) => ({ file: source.file, span, role: 'use', within: source.identity }));
}

function findUses(index: SourceIndex, { source, local }: Extract<Subject, { kind: 'local' }>): readonly Occurrence[] {
  const { file, definition, identity: within } = source;
  const script = index.facts(file)?.script;
  if (script === undefined) return [];
  return findUsesOf(script, definition, local).map(({ span, isDeclaration }) => ({
    file,
    span,
    role: isDeclaration ? 'definition' : 'use',
    within,
  }));
}
