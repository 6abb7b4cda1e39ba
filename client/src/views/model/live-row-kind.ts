/** The menu of a routine in an environment, by its state: no item of it may end in an error. */
import type { RoutineSnapshot } from '#protocol';
import { rowKinds } from '../../workbench/contributions';

/** Returns true for drift as the engine counts it: a change or drop outside Sproc since the last deployment. */
export function isDrifted({ state, isChangedOutside }: RoutineSnapshot): boolean {
  return isChangedOutside === true || state === 'drifted';
}

export function liveRowKind({ shown, isChangedOutside }: RoutineSnapshot): LiveRowKind {
  // Of a routine that was dropped outside there is nothing to compare.
  if (isChangedOutside === true) return shown === 'missing' ? rowKinds.liveDropped : rowKinds.liveDrifted;
  switch (shown) {
    case 'in-sync':
    case 'finished':
      return rowKinds.liveInSync;
    case 'behind':
    case 'ahead':
    case 'unregistered':
    case 'different':
      return rowKinds.liveChanged;
    case 'drifted':
      return rowKinds.liveDrifted;
    case 'missing':
    case 'not-deployed':
      return rowKinds.liveMissing;
    case 'unmanaged':
      return rowKinds.liveUnmanaged;
    case 'unreadable':
    case 'unknown':
      return rowKinds.liveUnknown;
  }
}

type LiveRowKind = (typeof rowKinds)[Extract<keyof typeof rowKinds, `live${string}`>];

/** Returns the menu of several rows: that of each of them, for all; null if theirs differ. */
export function liveGroupKind(snapshots: readonly RoutineSnapshot[]): string | null {
  const kinds = new Set(snapshots.map(liveRowKind));
  const [kind] = kinds;
  if (kind === undefined || kinds.size > 1) return null;
  switch (kind) {
    case rowKinds.liveChanged:
      return rowKinds.liveChangedGroup;
    case rowKinds.liveDrifted:
      return rowKinds.liveDriftedGroup;
    case rowKinds.liveMissing:
      return rowKinds.liveMissingGroup;
    case rowKinds.liveUnmanaged:
      return rowKinds.liveUnmanagedGroup;
    default:
      return rowKinds.liveGroup;
  }
}
