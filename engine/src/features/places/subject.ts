/** The subject at the cursor: a routine's own name, a use of a routine, a table, or a local name. */
import type { Span } from '../../base/text';
import { targetKey } from '../../analysis/sources/target-key';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import { identify, type RoutineKey } from '../../routine/routine';
import type { Reference } from '../../syntax/nodes';
import { collectNames, findLocalAt } from './local-uses';
import type { Local } from './locals';
import { findCreatedTables } from './created-tables';
import { tableOf, type TableName } from './table-places';
import { findNameToken, spanOfToken } from './token-at';
import { touches } from './walk';

export type Subject =
  | { readonly kind: 'definition'; readonly span: Span; readonly source: SourceRoutine; readonly key: RoutineKey }
  | {
      readonly kind: 'use';
      readonly span: Span;
      readonly source: SourceRoutine;
      readonly key: RoutineKey;
      readonly reference: Reference;
    }
  | { readonly kind: 'table'; readonly span: Span; readonly table: TableName }
  | {
      readonly kind: 'local';
      readonly span: Span;
      readonly source: SourceRoutine;
      readonly local: Local;
    };

/** Returns null at anything else: a column, a keyword, a comment. */
export function findSubject(index: SourceIndex, file: string, offset: number): Subject | null {
  const source = findRoutineAt(index, file, offset);
  if (source === null) return findCreatedSubject(index, file, offset);
  const { definition, key } = source;
  if (touches(definition.name.span, offset))
    return { kind: 'definition', span: definition.name.name.span, source, key };
  const reference = definition.references.find(
    ({ kind, span }) => (kind === 'call' || kind === 'function') && touches(span, offset),
  );
  if (reference !== undefined)
    return { kind: 'use', span: reference.nameSpan, source, key: targetKey(key, reference), reference };
  return findLocalSubject(index, source, offset) ?? findTableSubject(source, offset);
}

/** Returns the name in a CREATE TABLE. */
function findCreatedSubject(index: SourceIndex, file: string, offset: number): Subject | null {
  const facts = index.facts(file);
  if (facts === null) return null;
  const created = findCreatedTables(facts, index.parserOptions.schema ?? '');
  const table = created.find(({ nameSpan }) => touches(nameSpan, offset));
  return table === undefined ? null : { kind: 'table', span: table.nameSpan, table };
}

function findTableSubject(source: SourceRoutine, offset: number): Subject | null {
  for (const reference of source.definition.references) {
    const table = touches(reference.span, offset) ? tableOf(source, reference) : null;
    if (table !== null) return { kind: 'table', span: reference.nameSpan, table };
  }
  return null;
}

/** Returns the routine whose text contains an offset. */
export function findRoutineAt(index: SourceIndex, file: string, offset: number): SourceRoutine | null {
  return index.facts(file)?.routines.find(({ span }) => touches(span, offset)) ?? null;
}

/** Returns the identity of the routine that a subject means, including views; null for local names. */
export function identityOf(subject: Subject): string | null {
  if (subject.kind === 'local') return null;
  return identify(subject.kind === 'table' ? { ...subject.table, kind: 'view' } : subject.key);
}

function findLocalSubject(index: SourceIndex, source: SourceRoutine, offset: number): Subject | null {
  const script = index.facts(source.file)?.script;
  const token = script && findNameToken(script, offset);
  if (script === undefined || token === undefined || token === null) return null;
  const local = findLocalAt(collectNames(script, source.definition), token);
  return local === null ? null : { kind: 'local', span: spanOfToken(script, token), source, local };
}
