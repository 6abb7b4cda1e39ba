/** How what stands on a target relates to what is to stand there, and which version it is. */
import type { StepFinished } from '../../../ledger/ledger';
import type { RoutineRecord } from '../../../registry/records/registry';
import { findDifferences, type Difference } from '../../../routine/difference';
import type { Routine } from '../../../routine/routine';
import type { Blueprint } from './blueprint';
import type { EnvironmentNaming } from '../../target/environment-naming';
import { isAsDeployed } from '../../target/last-deployed';
import type { Standing } from './plan';
import { toLogical } from '../../target/read-environment';

export interface Judged {
  /** `same`: nothing to do; `known`: ours, to be replaced; `drifted`, `unmanaged`: not to be overwritten unasked. */
  readonly state: 'missing' | 'same' | 'known' | 'drifted' | 'unmanaged';
  /** Version of what stands there, `-` where it equals none; null where nothing stands. */
  readonly from: string | null;
  readonly differences: readonly Difference[];
}

export interface Judging {
  readonly standing: Standing | null;
  readonly blueprint: Blueprint;
  /** The project's text; what the ledger says of it is compared with this. */
  readonly source: Routine;
  readonly lastDone: StepFinished | undefined;
  readonly record: RoutineRecord | undefined;
  readonly naming: EnvironmentNaming;
  readonly defaultCharacterSet: string;
}

export function judgeState(judging: Judging): Judged {
  const { standing, blueprint, lastDone, record } = judging;
  if (standing === null) return { state: 'missing', from: null, differences: [] };
  const isOurs = lastDone !== undefined && isAsDeployed(standing.live.routine, lastDone);
  const from = (isOurs ? lastDone.to : findLiveVersion(judging)) ?? '-';
  const differences = findDifferences(standing.live.routine, blueprint.routine, {
    defaultCharacterSet: judging.defaultCharacterSet,
    sides: ['before', 'after'],
  });
  if (isSame(judging, differences, isOurs)) return { state: 'same', from, differences: [] };
  if (isOurs || from !== '-') return { state: 'known', from, differences };
  return { state: lastDone === undefined && record === undefined ? 'unmanaged' : 'drifted', from, differences };
}

/** The server rewrites a view, and works out the schedule of an event: the ledger knows which source the live one came from. */
function isSame({ source, lastDone }: Judging, differences: readonly Difference[], isOurs: boolean): boolean {
  if (differences.length > 0) return false;
  const { exact } = source.checksums;
  if (source.key.kind === 'view') return isOurs && lastDone?.desired === exact;
  const { event } = source.parts;
  const isWorkedOut = event !== null && (event.count === null || event.ends === null);
  // What was brought back came from no source. Then all that can be compared has to do.
  return !isWorkedOut || !isOurs || lastDone?.desired == null || lastDone.desired === exact;
}

/** The newest registered version that what stands there equals, under the project's names. */
function findLiveVersion({ standing, record, naming, source, defaultCharacterSet }: Judging): string | null {
  if (standing === null || record === undefined || source.key.kind === 'view') return null;
  const live = toLogical(standing.live, naming).routine;
  const found = record.versions.findLast(({ routine }) => {
    const definer =
      routine.definer === null ? null : naming.definerToLogical(naming.definerToPhysical(routine.definer));
    return findDifferences({ ...routine, definer }, live, { defaultCharacterSet }).length === 0;
  });
  return found?.version ?? null;
}

/** For what is to be dropped: whether it still is what was deployed. */
export function judgeDrop(standing: Standing, lastDone: StepFinished): Judged {
  const isOurs = isAsDeployed(standing.live.routine, lastDone);
  return { state: isOurs ? 'known' : 'drifted', from: isOurs ? (lastDone.to ?? '-') : '-', differences: [] };
}

/** Compares what was read back with what was to stand there; the settings that were chosen count too. */
export function findMismatch(
  blueprint: Blueprint,
  live: Routine,
  defaultCharacterSet: string | null,
): readonly Difference[] {
  const { settings, routine } = blueprint;
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
