/** The references of a definition, resolved once all of it has been read. */
import type { Reference } from './nodes';

/**
 * Returns the references in the order of the text. Tables created as TEMPORARY are in no other list, wherever the
 * routine names them.
 */
export function resolveReferences(references: readonly Reference[]): readonly Reference[] {
  const kept = withoutTemporary(references);
  return isInOrder(kept) ? kept : kept.toSorted((a, b) => a.span.start - b.span.start);
}

function withoutTemporary(references: readonly Reference[]): readonly Reference[] {
  const made = references.filter(({ kind, verb }) => kind === 'temporary' && verb !== 'DROP');
  if (made.length === 0) return references;
  const temporary = new Set(made.map(({ name }) => name.toLowerCase()));
  return references.filter(
    ({ kind, name }) =>
      kind === 'temporary' || kind === 'call' || kind === 'function' || !temporary.has(name.toLowerCase()),
  );
}

/** Returns true if the references are in order. Nearly all are, and sorting them would take longer than the rest. */
function isInOrder(references: readonly Reference[]): boolean {
  return references.every(({ span }, i) => i === 0 || (references[i - 1]?.span.start ?? 0) <= span.start);
}
