/** Find references: every mention of a routine over all files, or of a local name in its scope. */
import { findOccurrences, type Occurrence } from '../analysis/references';
import type { SourceIndex } from '../analysis/source-index';
import { findLocalUses } from './local-uses';
import { findSubject, identityOf, type Subject } from './subject';

/** By file and then by place; declarations have the role `definition`. */
export function findReferences(index: SourceIndex, file: string, offset: number): readonly Occurrence[] {
  const subject = findSubject(index, file, offset);
  if (subject === null) return [];
  if (subject.kind === 'local') return findUses(index, subject);
  return findOccurrences(index, identityOf(subject) ?? '');
}

/** The same, of the asked file alone: what an editor highlights. */
export function findHighlights(index: SourceIndex, file: string, offset: number): readonly Occurrence[] {
  return findReferences(index, file, offset).filter((occurrence) => occurrence.file === file);
}

function findUses(index: SourceIndex, { source, local }: Extract<Subject, { kind: 'local' }>): readonly Occurrence[] {
  const { file, definition, identity: within } = source;
  const script = index.facts(file)?.script;
  if (script === undefined) return [];
  return findLocalUses(script, definition)
    .filter((use) => use.local.name.span.start === local.name.span.start)
    .map(({ span, isDeclaration }) => ({ file, span, role: isDeclaration ? 'definition' : 'use', within }));
}
