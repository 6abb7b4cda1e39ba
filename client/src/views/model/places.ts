/** The environments in which a routine was seen, as short marks, as words, and in the order of what needs attention. */
import { snapshotName, type EnvironmentState, type RoutineSnapshot } from '#protocol';
import { isDrifted } from './live-row-kind';
import { stateOrder } from './state-appearance';

export interface Place {
  readonly environment: string;
  readonly snapshot: RoutineSnapshot;
}

/** Returns the environments that were read and knew of the routine; of others nothing is said. */
export function placesOf(
  environments: readonly EnvironmentState[],
  { routine, kind }: { readonly routine: string; readonly kind: string },
): readonly Place[] {
  const name = snapshotName(kind, routine);
  return environments.flatMap(({ name: environment, observed }) => {
    const snapshot = observed?.routines[name];
    return snapshot === undefined ? [] : [{ environment, snapshot }];
  });
}

/** Returns `dev ↓ · prod ✓`; the marks are explained in the tooltip. */
export function printPlaces(places: readonly Place[]): string {
  return places.map(({ environment, snapshot }) => `${environment} ${markOf(snapshot)}`).join(' · ');
}

/** Returns `dev: 1.0.0, behind`. */
export function speakPlace({ environment, snapshot: { version, words } }: Place): string {
  return `${environment}: ${version === null ? '' : `${version}, `}${words}`;
}

function markOf(snapshot: RoutineSnapshot): string {
  return isDrifted(snapshot) ? marks.drifted : marks[snapshot.shown];
}

const marks: Readonly<Record<RoutineSnapshot['shown'], string>> = {
  'in-sync': '✓',
  finished: '■',
  behind: '↓',
  ahead: '↑',
  unregistered: '✎',
  drifted: '!',
  different: '≠',
  missing: '✗',
  'not-deployed': '–',
  unreadable: '?',
  unknown: '?',
  unmanaged: '+',
};

/** Returns the place of the worst state in the order of what needs attention; the last place if none is known. */
export function worstRank(places: readonly Place[]): number {
  return Math.min(stateOrder.length, ...places.map(({ snapshot }) => rankOf(snapshot)));
}

function rankOf(snapshot: RoutineSnapshot): number {
  return stateOrder.indexOf(isDrifted(snapshot) ? 'drifted' : snapshot.shown);
}
