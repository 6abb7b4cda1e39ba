/** The call that a diagnostic is about, and who makes it. */
import type { SourceRoutine } from '../../analysis/sources/source-index';
import type { Reference } from '../../syntax/nodes';
import type { FixContext } from './fix';

export interface FoundCall {
  readonly source: SourceRoutine;
  readonly reference: Reference;
}

/** Returns null if there is no CALL or function use at the place. */
export function findReference({ facts, diagnostic }: FixContext): FoundCall | null {
  for (const source of facts.routines) {
    const reference = source.definition.references.find(
      ({ kind, span }) =>
        (kind === 'call' || kind === 'function') &&
        span.start === diagnostic.span.start &&
        span.end === diagnostic.span.end,
    );
    if (reference !== undefined) return { source, reference };
  }
  return null;
}
