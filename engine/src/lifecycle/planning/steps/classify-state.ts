/** How what stands on a target relates to what is to stand there, and which version it is. */
import type { StepFinished } from '../../../ledger/ledger';
import type { RoutineRecord } from '../../../registry/records/registry';
import { findDifferences, type Difference } from '../../../routine/difference';
import type { Routine } from '../../../routine/routine';
import type { TargetDefinition } from './target-definition';
import type { EnvironmentNaming } from '../../target/environment-naming';
import { isAsDeployed } from '../../target/last-deployed';
import { sameView } from '../../target/same-view';
import type { DeployedObject } from './plan';
import { toLogical } from '../../target/read-environment';

export interface ClassifiedState {
  /** `same`: nothing to do; `known`: ours, to be replaced; `drifted`, `unmanaged`: not to be overwritten unasked. */
  readonly state: 'missing' | 'same' | 'known' | 'drifted' | 'unmanaged';
  /** Version of what stands there, `-` where it equals none; null where nothing stands. */
  readonly from: string | null;
  readonly differences: readonly Difference[];
}

export interface ClassifyInput {
  readonly deployed: DeployedObject | null;
  readonly targetDefinition: TargetDefinition;
  /** The project's text; what the ledger says of it is compared with this. */
  readonly source: Routine;
  readonly lastDone: StepFinished | undefined;
  readonly record: RoutineRecord | undefined;
  readonly naming: EnvironmentNaming;
  readonly defaultCharacterSet: string;
}

export function classifyState(input: ClassifyInput): ClassifiedState {
  const { deployed, targetDefinition, lastDone, record } = input;
  if (deployed === null) return { state: 'missing', from: null, differences: [] };
  const isOurs = lastDone !== undefined && isAsDeployed(deployed.live.routine, lastDone);
  const from = (isOurs ? lastDone.to : findLiveVersion(input)) ?? '-';
  const differences = findDifferences(deployed.live.routine, targetDefinition.routine, {
    defaultCharacterSet: input.defaultCharacterSet,
  });
  if (isSame(input, differences, isOurs)) return { state: 'same', from, differences: [] };
  if (isOurs || from !== '-') return { state: 'known', from, differences };
  return { state: lastDone === undefined && record === undefined ? 'unmanaged' : 'drifted', from, differences };
}

/** The server rewrites a view, and works out the schedule of an event: the ledger knows which source the live one came from. */
function isSame(
  { source, lastDone, deployed, targetDefinition }: ClassifyInput,
  differences: readonly Difference[],
  isOurs: boolean,
): boolean {
  if (differences.length > 0) return false;
  const { exact } = source.checksums;
  if (source.key.kind === 'view')
    return (isOurs && lastDone?.desired === exact) || isRendering(deployed, targetDefinition);
  const { event } = source.parts;
  const isWorkedOut = event !== null && (event.count === null || event.ends === null);
  // What was brought back came from no source. Then all that can be compared has to do.
  return !isWorkedOut || !isOurs || lastDone?.desired == null || lastDone.desired === exact;
}

/** The text is the server's own rendering, as `import` writes it: replacing the view would change nothing. */
function isRendering(deployed: DeployedObject | null, { routine }: TargetDefinition): boolean {
  return deployed !== null && sameView(routine, deployed.live.routine, null) === true;
}

/** The newest registered version that what stands there equals, under the project's names. */
function findLiveVersion({ deployed, record, naming, defaultCharacterSet }: ClassifyInput): string | null {
  if (deployed === null || record === undefined) return null;
  const live = toLogical(deployed.live, naming).routine;
  const found = record.versions.findLast(({ routine }) => {
    const definer =
      routine.definer === null ? null : naming.definerToLogical(naming.definerToPhysical(routine.definer));
    // Of a view only a version that is the server's rendering.
    const options = { defaultCharacterSet, comparesViews: true };
    return findDifferences({ ...routine, definer }, live, options).length === 0;
  });
  return found?.version ?? null;
}

/** For what is to be dropped: whether it still is what was deployed. */
export function classifyDrop(deployed: DeployedObject, lastDone: StepFinished): ClassifiedState {
  const isOurs = isAsDeployed(deployed.live.routine, lastDone);
  return { state: isOurs ? 'known' : 'drifted', from: isOurs ? (lastDone.to ?? '-') : '-', differences: [] };
}

/** Compares what was read back with what was to stand there; the settings that were chosen count too. */
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
    },
  };
  return findDifferences(expected, live, { defaultCharacterSet });
}
