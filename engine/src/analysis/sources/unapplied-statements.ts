/** The ALTER and RENAME statements of a file that cannot be applied to a definition in it. */
import { printKindAndKey } from '../../routine/routine';
import type { Alteration } from '../../syntax/nodes';
import type { SourceIndex, SourceRoutine } from './source-index';

export const unappliedRemedy = 'Write the change into the CREATE statement.';

/** Returns the statements that concern a definition and cannot be applied to it; none for most. */
function listUnapplied({ script, span }: Pick<SourceRoutine, 'script' | 'span'>): readonly Alteration[] {
  return (script.later.fates.get(span.start)?.alterations ?? []).filter(({ problem }) => problem !== null);
}

/** Returns a sentence about the first of them, with its file and line; null if all statements are applied. */
export function describeUnapplied(index: SourceIndex, source: SourceRoutine): string | null {
  const [first] = listUnapplied(source);
  if (first === undefined) return null;
  const line = index.facts(source.file)?.lines.place(first.span.start).line ?? 1;
  return `${printKindAndKey(source.key)} (${source.file}, line ${line}) cannot be read: a later statement ${first.problem ?? ''}.`;
}
