/** The routines of a project: those of its files, of its registry, or of both. */
import type { StatusAnswer } from '#engine';
import type { SourceRoutine } from '#protocol';

export interface KnownRoutine {
  readonly routine: string;
  readonly kind: string;
  /** The definition in a file; null if no file defines it. */
  readonly source: SourceRoutine | null;
  /** The version that the text equals, `modified` if it equals none; null without a text. */
  readonly workspace: string | null;
  /** The newest registered version; null without one. */
  readonly registry: string | null;
}

/** Returns the routines by name. */
export function joinKnown(
  sources: readonly SourceRoutine[],
  { routines }: Pick<StatusAnswer, 'routines'>,
): readonly KnownRoutine[] {
  const known = new Map<string, KnownRoutine>();
  for (const source of sources) {
    const { routine, kind } = source;
    known.set(`${kind} ${routine}`, { routine, kind, source, workspace: null, registry: null });
  }
  for (const { routine, kind, workspace, registry } of routines) {
    const source = known.get(`${kind} ${routine}`)?.source ?? null;
    if (source !== null || registry !== null)
      known.set(`${kind} ${routine}`, { routine, kind, source, workspace, registry });
  }
  return [...known.values()].sort((a, b) => (a.routine < b.routine ? -1 : 1));
}

/** Returns true for a text that differs from the newest version. */
export function isChanged({ source, workspace, registry }: KnownRoutine): boolean {
  return source !== null && registry !== null && (workspace === null || workspace === 'modified');
}
