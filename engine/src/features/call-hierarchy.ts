/** Call hierarchy: which routines use a routine, and which it uses, with every place. */
import type { Span } from '../base/text';
import { findOccurrences } from '../analysis/program/references';
import type { SourceIndex, SourceRoutine } from '../analysis/sources/source-index';
import { identify } from '../routine/routine';
import { findSubject, identityOf } from './places/subject';
import { findTableOccurrences } from './places/table-places';

export interface Calls {
  /** The caller, or the callee. */
  readonly source: SourceRoutine;
  /** The positions of the calls, in the caller's file in both directions. */
  readonly spans: readonly Span[];
}

/** Returns the routine at the cursor; null if no file defines it. */
export function prepareCallHierarchy(index: SourceIndex, file: string, offset: number): SourceRoutine | null {
  const subject = findSubject(index, file, offset);
  const identity = subject === null ? null : identityOf(subject);
  return identity === null ? null : (index.find(identity)[0] ?? null);
}

export function findIncomingCalls(index: SourceIndex, identity: string): readonly Calls[] {
  const [view] = index.find(identity).filter(({ key }) => key.kind === 'view');
  const found = view === undefined ? findOccurrences(index, identity) : findTableOccurrences(index, view.key);
  const uses = found.filter(({ role }) => role === 'use');
  return group(
    index,
    uses.map(({ within, span }) => [within, span]),
  );
}

/** Returns the calls of routines that a file defines. */
export function findOutgoingCalls(index: SourceIndex, identity: string): readonly Calls[] {
  const source = index.find(identity)[0];
  if (source === undefined) return [];
  const calls = source.references.filter(({ isDynamic }) => !isDynamic);
  return group(
    index,
    calls.map(({ target, nameStart, end }) => [
      target.kind === 'table' ? identify({ ...target, kind: 'view' }) : target.id,
      { start: nameStart, end },
    ]),
  );
}

function group(index: SourceIndex, uses: readonly (readonly [identity: string, span: Span])[]): readonly Calls[] {
  const spans = new Map<string, Span[]>();
  for (const [identity, span] of uses) spans.set(identity, [...(spans.get(identity) ?? []), span]);
  return [...spans].flatMap(([identity, places]) => {
    const source = index.find(identity)[0];
    return source === undefined ? [] : [{ source, spans: places }];
  });
}
