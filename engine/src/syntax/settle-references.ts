/** What a definition mentions, once all of it has been read. */
import type { Reference } from './nodes';

/** In the order of the text. Tables made as TEMPORARY stand in no other list, wherever the program names them. */
export function settleReferences(references: readonly Reference[]): readonly Reference[] {
  const temporary = new Set(
    references.filter(({ kind }) => kind === 'temporary').map(({ name }) => name.toLowerCase()),
  );
  const settled = references.filter(
    ({ kind, name }) =>
      kind === 'temporary' || kind === 'call' || kind === 'function' || !temporary.has(name.toLowerCase()),
  );
  return settled.sort((a, b) => a.span.start - b.span.start);
}
