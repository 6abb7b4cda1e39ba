/** The life of a version: which status it has, which one may follow, and which stage takes it. */
import type { Stage, VersionStatus } from '../base/contract';
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import type { RoutineRecord } from './registry';

/** Forward one step at a time; back where somebody may have marked too early. */
const following: Readonly<Record<VersionStatus, readonly VersionStatus[]>> = {
  DEVELOPMENT: ['TESTING', 'RETIRED'],
  TESTING: ['PRODUCTION', 'DEVELOPMENT', 'RETIRED'],
  PRODUCTION: ['DEPRECATED', 'TESTING'],
  DEPRECATED: ['RETIRED', 'PRODUCTION'],
  RETIRED: ['DEPRECATED'],
};

/** What a stage takes in a new deployment. */
const admitted: Readonly<Record<Stage, readonly VersionStatus[]>> = {
  DEVELOPMENT: ['DEVELOPMENT', 'TESTING', 'PRODUCTION', 'DEPRECATED', 'RETIRED'],
  TESTING: ['TESTING', 'PRODUCTION'],
  PRODUCTION: ['PRODUCTION'],
};

/** What the last change says; DEVELOPMENT where none is known. */
export function statusOf(record: RoutineRecord, version: string): VersionStatus {
  return record.changes.findLast((change) => change.version === version)?.to ?? 'DEVELOPMENT';
}

export function stageAdmits(stage: Stage, status: VersionStatus): boolean {
  return admitted[stage].includes(status);
}

/** Going back may lead to a version that its successor has deprecated since, never to one that was given up. */
export function stageAdmitsReturn(stage: Stage, status: VersionStatus): boolean {
  return stageAdmits(stage, status) || status === 'DEPRECATED';
}

export function checkTransition(from: VersionStatus, to: VersionStatus): Result<void, Failure> {
  const allowed = following[from];
  if (allowed.includes(to)) return succeed(undefined);
  if (from === to) return failure('could-not', `The version has the status ${to} already.`);
  return failure(
    'could-not',
    `A version does not go from ${from} to ${to}.`,
    `From ${from} it can go to ${allowed.join(' or ')}.`,
  );
}
