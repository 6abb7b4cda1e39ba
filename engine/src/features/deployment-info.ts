/** Data about a routine beyond the files: its versions, and the environments that run it. */
import type { RoutineStatus } from '../routine/states/routine-state';
import type { RoutineKey } from '../routine/routine';
import { printState } from '../routine/states/state-words';

export interface DeploymentInfo {
  /** The registered version that the file's text equals, `modified` if it equals none; null where that is not known. */
  readonly workspace: string | null;
  /** The newest registered version; null if there is none. */
  readonly registry: string | null;
  /** The statuses by environment, as far as they were read. */
  readonly environments: Readonly<Record<string, RoutineStatus>>;
}

/** Returns null if there is no data about the routine. */
export type FindDeploymentInfo = (key: RoutineKey) => DeploymentInfo | null;

export const noDeploymentInfo: FindDeploymentInfo = () => null;

/** Returns `1.2.0`, `changed since 1.2.0` or `not registered`, in short for the file's text. */
export function printWorkspaceVersion({ workspace, registry }: DeploymentInfo): string {
  if (registry === null) return 'not registered';
  if (workspace === null || workspace === 'modified') return `changed since ${registry}`;
  return workspace;
}

/**
 * Returns `version 1.2.0`, `changed since version 1.2.0` or `not registered`, where the meaning of the number would not
 * be clear.
 */
export function printVersionOfText({ workspace, registry }: DeploymentInfo): string {
  if (registry === null) return 'not registered';
  if (workspace === null || workspace === 'modified') return `changed since version ${registry}`;
  return `version ${workspace}`;
}

/** Returns `deployed to dev (1.2.0), prod (1.1.0, behind); unknown in test`; empty if no environment was read. */
export function printWhereItRuns({ environments }: DeploymentInfo): string {
  const places = Object.entries(environments)
    .filter(([, status]) => status.state !== 'missing' && !isUnknown(status))
    .map(([name, status]) => `${name} (${printRunning(status)})`);
  const unknown = Object.entries(environments).flatMap(([name, status]) => (isUnknown(status) ? [name] : []));
  return [
    ...(places.length === 0 ? [] : [`deployed to ${places.join(', ')}`]),
    ...(unknown.length === 0 ? [] : [`unknown in ${unknown.join(', ')}`]),
  ].join('; ');
}

/** Returns true if nothing is known of a routine in an environment, not even whether it exists. */
function isUnknown({ state, version }: RoutineStatus): boolean {
  return state === 'unknown' && version === null;
}

function printRunning(status: RoutineStatus): string {
  const words = printState(status);
  if (status.version === null) return words;
  return words === 'in sync' ? status.version : `${status.version}, ${words}`;
}
