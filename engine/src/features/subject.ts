/** What stands under the cursor: a routine's own name, a use of a routine, or a local name. */
import type { Span } from '../base/text';
import { targetKey } from '../analysis/target-key';
import type { SourceIndex, SourceRoutine } from '../analysis/source-index';
import { identify, type RoutineKey } from '../routine/routine';
import type { Reference } from '../syntax/nodes';
import { collectNames, findLocalAt } from './local-uses';
import type { Local } from './locals';
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
  | {
      readonly kind: 'local';
      readonly span: Span;
      readonly source: SourceRoutine;
      readonly local: Local;
    };

/** Null where nothing that Sproc knows stands there: a table, a keyword, a comment. */
export function findSubject(index: SourceIndex, file: string, offset: number): Subject | null {
  const source = findRoutineAt(index, file, offset);
  if (source === null) return null;
  const { definition, key } = source;
  if (touches(definition.name.span, offset))
    return { kind: 'definition', span: definition.name.name.span, source, key };
  const reference = definition.references.find(
    ({ kind, span }) => (kind === 'call' || kind === 'function') && touches(span, offset),
  );
  if (reference !== undefined)
    return { kind: 'use', span: reference.nameSpan, source, key: targetKey(key, reference), reference };
  return findLocalSubject(index, source, offset);
}

/** The routine in whose text an offset lies. */
export function findRoutineAt(index: SourceIndex, file: string, offset: number): SourceRoutine | null {
  return index.facts(file)?.routines.find(({ span }) => touches(span, offset)) ?? null;
}

/** The identity that a subject means; null for local names. */
export function identityOf(subject: Subject): string | null {
  return subject.kind === 'local' ? null : identify(subject.key);
}

function findLocalSubject(index: SourceIndex, source: SourceRoutine, offset: number): Subject | null {
  const script = index.facts(source.file)?.script;
  const token = script && findNameToken(script, offset);
  if (script === undefined || token === undefined || token === null) return null;
  const local = findLocalAt(collectNames(script, source.definition), token);
  return local === null ? null : { kind: 'local', span: spanOfToken(script, token), source, local };
}
