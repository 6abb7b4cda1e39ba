/** The state of a routine in an environment, in words for people: the same in lenses, views, dialogs and the command line. */
import { printable } from '../../base/printable';
import type { RoutineState, RoutineStatus } from './routine-state';

/** The `RoutineState` for display, where a routine that nobody deployed, or that Sproc dropped, differs from a missing one. */
export type ShownState = RoutineState | 'not-deployed';

export const stateWords: Readonly<Record<ShownState, string>> = {
  'in-sync': 'in sync',
  finished: 'finished',
  behind: 'behind',
  ahead: 'ahead',
  unregistered: 'unregistered',
  drifted: 'drifted',
  missing: 'missing',
  unmanaged: 'unmanaged',
  unreadable: 'unreadable',
  unknown: 'unknown',
  'not-deployed': 'not deployed',
  different: 'different',
};

export function shownState({ state, isNeverDeployed, isDropped }: RoutineStatus): ShownState {
  return state === 'missing' && (isNeverDeployed === true || isDropped === true) ? 'not-deployed' : state;
}

/** Returns true for drift: a change or drop outside Sproc since the last deployment, as `drift` finds it. */
export function isDrift(status: RoutineStatus): boolean {
  return status.isChangedOutside === true || status.state === 'drifted';
}

/** Returns a state as in `in sync`, `not deployed`, `missing, dropped outside Sproc`. */
export function printState(status: RoutineStatus): string {
  const shown = shownState(status);
  const { targets, isRetired } = status;
  return [
    stateWords[shown],
    explain(status, shown),
    isRetired === true ? 'RETIRED' : '',
    targets === undefined ? '' : countTargets(status, targets),
  ]
    .filter((word) => word !== '')
    .join(', ');
}

/** Returns `on 2 of 3 targets`. */
function countTargets({ version, state }: RoutineStatus, targets: Readonly<Record<string, RoutineStatus>>): string {
  const all = Object.values(targets);
  const alike = all.filter((each) => each.version === version && each.state === state);
  return `on ${alike.length} of ${all.length} targets`;
}

function explain(status: RoutineStatus, shown: ShownState): string {
  const { isChangedOutside, isNeverDeployed, isDropped, project, equals = [] } = status;
  if (project !== undefined) return `${isDropped === true ? 'dropped' : 'deployed'} by project ${printable(project)}`;
  if (isDropped === true) return shown === 'different' ? 'created after Sproc dropped it' : 'dropped by Sproc';
  if (shown === 'different') return isNeverDeployed === true ? 'never deployed by Sproc' : '';
  if (isChangedOutside !== true) return equals.length === 0 ? '' : `equals ${equals.join(' and ')}`;
  return shown === 'missing' ? 'dropped outside Sproc' : 'changed outside Sproc';
}

/**
 * Returns the states that need attention, as in `2 drifted, 1 behind, 1 not deployed`, each routine counted once; empty
 * if none does.
 */
export function summarizeStates(statuses: readonly RoutineStatus[]): string {
  const counted = statuses.map((status) => (isDrift(status) ? 'drifted' : shownState(status)));
  return shownStates
    .map((state) => ({ state, number: counted.filter((other) => other === state).length }))
    .filter(({ number }) => number > 0)
    .map(({ state, number }) => `${number} ${stateWords[state]}`)
    .join(', ');
}

const shownStates = [
  ...(['drifted', 'different', 'behind', 'ahead', 'unregistered'] as const),
  ...(['missing', 'not-deployed', 'unreadable', 'unknown'] as const),
];
