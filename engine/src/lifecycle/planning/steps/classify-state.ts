/** The relation of an existing routine to the desired one, and its version. */
import type { StepFinished } from '../../../ledger/ledger';
import type { RoutineRecord } from '../../../registry/records/registry';
import { findDifferences, type Difference } from '../../../routine/difference';
import type { Routine } from '../../../routine/routine';
import { isExactOf } from '../../../routine/checksums';
import type { Clock } from '../../../routine/schedule/over';
import { isPast, type TargetDefinition } from './target-definition';
import type { Environment } from '../../../project/environment';
import { normalDefiner, type EnvironmentNaming } from '../../target/environment-naming';
import { isAsDeployed, isFinished } from '../../target/last-deployed';
import { withLastStatus } from '../../target/last-status';
import { sameView } from '../../target/same-view';
import type { DeployedObject } from './plan';
import { toLogical } from '../../target/read-environment';

export interface ClassifiedState {
  /** `same`: nothing to do; `known`: ours, to be replaced; `drifted`, `unmanaged`: not to be overwritten unasked. */
  readonly state: 'missing' | 'same' | 'known' | 'drifted' | 'unmanaged';
  /** The version of the existing routine, `-` if it equals none; null if there is none. */
  readonly from: string | null;
  readonly differences: readonly Difference[];
}

export interface ClassifyInput {
  readonly deployed: DeployedObject | null;
  readonly targetDefinition: TargetDefinition;
  /** The project's text, with which the ledger's data are compared. */
  readonly source: Routine;
  readonly lastDone: StepFinished | undefined;
  readonly record: RoutineRecord | undefined;
  readonly environment: Environment;
  readonly naming: EnvironmentNaming;
  readonly defaultCharacterSet: string;
  readonly clock: Clock | null;
}

export function classifyState(input: ClassifyInput): ClassifiedState {
  const { deployed, targetDefinition, lastDone, record } = input;
  if (deployed === null) return { state: isDone(input) ? 'same' : 'missing', from: null, differences: [] };
  const isOurs = lastDone !== undefined && isAsDeployed(deployed.live.routine, lastDone);
  const from = (isOurs ? lastDone.to : findLiveVersion(input)) ?? '-';
  const wanted = withLastStatus(targetDefinition.routine, lastDone?.event?.status ?? null);
  const differences = findDifferences(deployed.live.routine, wanted, {
    defaultCharacterSet: input.defaultCharacterSet,
  });
  if (isSame(input, differences, isOurs)) return { state: 'same', from, differences: [] };
  if (isOurs || from !== '-') return { state: 'known', from, differences };
  return { state: lastDone === undefined && record === undefined ? 'unmanaged' : 'drifted', from, differences };
}

/** Returns true for an event that has run, or whose moment has passed: a server would drop it at once. */
function isDone({ source, targetDefinition, lastDone, clock }: ClassifyInput): boolean {
  if (source.key.kind !== 'event') return false;
  if (isPast(targetDefinition, clock)) return true;
  return lastDone !== undefined && isFinished(lastDone, clock) && isExactOf(source.checksums, lastDone.desired);
}

/**
 * Returns true if nothing differs. The server rewrites a view, and computes the schedule of an event: the ledger knows
 * from which source the live one came.
 */
function isSame(
  { source, lastDone, deployed, targetDefinition }: ClassifyInput,
  differences: readonly Difference[],
  isOurs: boolean,
): boolean {
  if (differences.length > 0) return false;
  const isSource = isExactOf(source.checksums, lastDone?.desired);
  if (source.key.kind === 'view') return (isOurs && isSource) || isRendering(deployed, targetDefinition);
  const { event } = source.parts;
  const isWorkedOut =
    event !== null && (event.count === null || event.ends === null || event.startsExpression !== null);
  // A restored routine came from no source. Then the comparable parts must suffice.
  return !isWorkedOut || !isOurs || lastDone?.desired == null || isSource;
}

/**
 * Returns true if the text is the server's own rendering, as `import` writes it: replacing the view would change
 * nothing.
 */
function isRendering(deployed: DeployedObject | null, { routine }: TargetDefinition): boolean {
  return deployed !== null && sameView(routine, deployed.live.routine, null) === true;
}

/** Returns the newest registered version that the existing routine equals, under the project's names. */
function findLiveVersion({ environment, deployed, record, naming, defaultCharacterSet }: ClassifyInput): string | null {
  if (deployed === null || record === undefined) return null;
  const live = toLogical(deployed.live, naming).routine;
  const found = record.versions.findLast(({ routine }) => {
    const definer = normalDefiner(environment, routine.definer);
    // For a view this is only a version that is the server's rendering.
    const options = { defaultCharacterSet, comparesViews: true };
    return findDifferences({ ...routine, definer }, live, options).length === 0;
  });
  return found?.version ?? null;
}

/** Classifies a routine to be dropped: unchanged since its deployment or not. */
export function classifyDrop(deployed: DeployedObject, lastDone: StepFinished): ClassifiedState {
  const isOurs = isAsDeployed(deployed.live.routine, lastDone);
  return { state: isOurs ? 'known' : 'drifted', from: isOurs ? (lastDone.to ?? '-') : '-', differences: [] };
}

/** Compares the routine that was read back with the intended one; the chosen settings count too. */
export function findMismatch(
  targetDefinition: TargetDefinition,
  live: Routine,
  defaultCharacterSet: string | null,
): readonly Difference[] {
  const { settings, routine } = targetDefinition;
  const isView = routine.key.kind === 'view';
  const expected = {
    ...routine,
    modes: {
      sqlMode: isView ? null : settings.sqlMode,
      characterSet: settings.characterSet,
      collation: settings.collation,
      ...(routine.modes.timeZone !== undefined && { timeZone: routine.modes.timeZone }),
    },
  };
  return findDifferences(expected, live, { defaultCharacterSet });
}
