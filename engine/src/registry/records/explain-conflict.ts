/**
 * The failures for concurrent changes of the registry since it was read, with both sides; the other's changes are never
 * overwritten.
 */
import { advise } from '../../base/advice';
import { failure, type Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import { printKey, printKindAndKey, type RoutineKey } from '../../routine/routine';
import { printable } from './describe-conflict';
import type { RoutineRecord, StatusChange, Version } from './registry';
import { replayLines } from './replay-log';
import type { NumberedLine } from './status-log';
import { statusOf } from './statuses';

function explainTaken(own: Version, known: Version): Result<never, Failure> {
  const same = own.routine.text === known.routine.text && own.routine.checksums.exact === known.routine.checksums.exact;
  const name = printKindAndKey(own.key);
  return failure(
    'could-not',
    same
      ? `${name} already has a version ${own.version} with the same text, registered by ${printable(known.author)} at ${known.createdAt}. Nothing was registered.`
      : `${name} already has a version ${own.version} with a different text, registered by ${printable(known.author)} at ${known.createdAt}. Nothing was registered.`,
    same
      ? 'Nothing is left to register.'
      : advise`Review it with ${{ id: 'show', routine: printKey(own.key), version: own.version }}, then register again: yours gets the next number.`,
  );
}

/** Explains a version that was changed meanwhile. `record` is its present state, `change` the intended change. */
export function explainMoved(
  key: RoutineKey,
  change: Pick<StatusChange, 'version' | 'from' | 'to'>,
  record: RoutineRecord | null,
): Result<never, Failure> | null {
  const name = `${printKindAndKey(key)} ${change.version}`;
  if (record?.versions.some(({ version }) => version === change.version) !== true)
    return failure(
      'not-found',
      `${name} is not registered.`,
      advise`List registered versions with ${{ id: 'versions' }}.`,
    );
  const status = statusOf(record, change.version);
  if (status === change.from) return null;
  const last = record.changes.findLast(({ version }) => version === change.version);
  return failure(
    'could-not',
    last === undefined
      ? `${name} is already ${status}, no longer ${change.from ?? 'new'}. It was not changed to ${change.to}.`
      : `${name} is already ${status}, no longer ${change.from ?? 'new'}: ${printable(last.by)} changed it at ${last.at} (${printable(last.reason)}). It was not changed to ${change.to}.`,
    'Review the change before you mark it again.',
  );
}

/** Returns the failure for a resolution without a conflict. */
export function explainPeace(key: RoutineKey): Result<never, Failure> {
  return failure(
    'could-not',
    `${printKindAndKey(key)} is not in conflict. Nothing was changed.`,
    advise`List registered versions with ${{ id: 'versions' }}.`,
  );
}

/** Returns the failure for the first version whose number is taken; null if none is. */
export function explainClash(
  record: RoutineRecord | null,
  versions: readonly Version[],
): Result<never, Failure> | null {
  const known = new Map((record?.versions ?? []).map((version) => [version.version, version]));
  for (const version of versions) {
    const taken = known.get(version.version);
    if (taken !== undefined) return explainTaken(version, taken);
    const removed = explainRemoved(version, record?.changes ?? []);
    if (removed !== null) return removed;
    known.set(version.version, version);
  }
  return null;
}

/** Returns the failure for lines that would not follow the proven ones; null if they do. */
export function explainUnfit(
  key: RoutineKey,
  proven: readonly NumberedLine[],
  lines: readonly NumberedLine[],
): Result<never, Failure> | null {
  const { breach } = replayLines([...proven, ...lines], () => undefined);
  const line = breach?.second?.line;
  if (line?.kind !== 'status') return null;
  return failure(
    'could-not',
    `${printKindAndKey(key)} ${line.version} cannot change from ${line.from ?? 'new'} to ${line.to}. Nothing was written.`,
    advise`List registered versions with ${{ id: 'versions' }}.`,
  );
}

/** Explains why a version may not be removed; null if it may. `record` is the present state. */
export function explainKept(
  key: RoutineKey,
  version: string,
  record: RoutineRecord | null,
): Result<never, Failure> | null {
  const name = `${printKindAndKey(key)} ${version}`;
  if (record?.versions.some((each) => each.version === version) !== true)
    return failure(
      'not-found',
      `${name} is not registered.`,
      advise`List registered versions with ${{ id: 'versions' }}.`,
    );
  const status = statusOf(record, version);
  if (status === 'RETIRED') return null;
  return failure(
    'could-not',
    `${name} is ${status}. Only RETIRED versions can be removed.`,
    advise`Mark it first: ${{ id: 'mark', routine: printKey(key), version, status: 'RETIRED' }}.`,
  );
}

/** Returns the failure for the number of a removed version; null for a number that was never used. */
function explainRemoved({ key, version }: Version, changes: readonly StatusChange[]): Result<never, Failure> | null {
  if (!changes.some((change) => change.version === version)) return null;
  return failure(
    'could-not',
    `${version} of ${printKindAndKey(key)} was used by a version that has since been removed. Nothing was registered.`,
    advise`Give a higher number with ${{ id: 'option', name: 'version' }}.`,
  );
}

/** Returns the failure for two registries with different versions of the same number. */
export function explainDifferent(
  [leftPlace, left]: readonly [string, Version],
  [rightPlace, right]: readonly [string, Version],
): Result<never, Failure> {
  const report = ({ author, createdAt }: Version): string => `registered by ${printable(author)} at ${createdAt}`;
  return failure(
    'could-not',
    `${printKindAndKey(left.key)} ${left.version} in the ${leftPlace} (${report(left)}) differs from the one in the ${rightPlace} (${report(right)}). Nothing was copied.`,
    'Neither is overwritten. Register the right text under the next number.',
  );
}
