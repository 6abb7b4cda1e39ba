/** The menu of a routine in an environment, by its state: no item of it may end in an error. */
import type { RoutineSnapshot } from '#protocol';
import { rowKinds } from '../workbench/contributions';

export function liveRowKind({ shown, isChangedOutside }: RoutineSnapshot): string {
  // Of a routine that was dropped outside there is nothing to compare or to adopt.
  if (shown !== 'missing' && isChangedOutside === true) return rowKinds.liveDrifted;
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
