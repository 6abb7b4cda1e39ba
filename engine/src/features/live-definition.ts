/** Go to definition of what no file defines: the routine or the table of an environment that was read. */
import type { SourceIndex } from '../analysis/sources/source-index';
import { printLive, type LiveNames } from '../routine/live-routines';
import { findSubject, identityOf } from './places/subject';

export type LiveDefinition =
  | { readonly kind: 'routine'; readonly environment: string; readonly routine: string }
  | { readonly kind: 'table'; readonly environment: string; readonly schema: string; readonly name: string };

/** Returns null if no environment that was read has it. */
export function findLiveDefinition(
  index: SourceIndex,
  file: string,
  offset: number,
  { tables, routines }: LiveNames,
): LiveDefinition | null {
  const subject = findSubject(index, file, offset);
  const identity = subject === null ? null : identityOf(subject);
  if (subject === null || identity === null) return null;
  for (const { environment, routines: known } of routines) {
    const live = known.get(identity);
    if (live === undefined) continue;
    return { kind: 'routine', environment, routine: printLive(live.key, index, known) };
  }
  if (subject.kind !== 'table' || tables === null) return null;
  const table = tables.find(subject.table.schema, subject.table.name);
  return table && { kind: 'table', environment: tables.environment, schema: table.schema, name: table.name };
}
