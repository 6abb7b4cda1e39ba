/** The life of a version: which status it has, which one may follow, and which stage takes it. */
import { advise } from '../../base/advice';
import type { Stage } from '../../project/environment';
import type { VersionStatus } from '../../routine/states/version-status';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { RoutineRecord } from './registry';

type Move = 'forward' | 'explained';

interface StatusRules {
  /** Stages that take it in a new deployment. */
  readonly enters: readonly Stage[];
  /** The possible next statuses. All but the forward moves need an explanation. */
  readonly moves: Readonly<Partial<Record<VersionStatus, Move>>>;
}

/** The rules: forward one step at a time; backward where a version may have been marked too early. */
const rules: Readonly<Record<VersionStatus, StatusRules>> = {
  DEVELOPMENT: { enters: ['DEVELOPMENT'], moves: { TESTING: 'forward', RETIRED: 'explained' } },
  TESTING: {
    enters: ['DEVELOPMENT', 'TESTING'],
    moves: { PRODUCTION: 'forward', DEVELOPMENT: 'explained', RETIRED: 'explained' },
  },
  PRODUCTION: {
    enters: ['DEVELOPMENT', 'TESTING', 'PRODUCTION'],
    moves: { DEPRECATED: 'explained', TESTING: 'explained' },
  },
  DEPRECATED: { enters: ['DEVELOPMENT'], moves: { RETIRED: 'explained', PRODUCTION: 'explained' } },
  RETIRED: { enters: ['DEVELOPMENT'], moves: { DEPRECATED: 'explained' } },
};

/** Returns the status after the last change; DEVELOPMENT if there is none. */
export function statusOf(record: RoutineRecord, version: string): VersionStatus {
  return record.changes.findLast((change) => change.version === version)?.to ?? 'DEVELOPMENT';
}

export function isStatus(name: string): name is VersionStatus {
  return Object.hasOwn(rules, name);
}

/** Returns true if a version may change from one status to the other, with or without an explanation. */
export function mayFollow(from: VersionStatus, to: VersionStatus): boolean {
  return rules[from].moves[to] !== undefined;
}

/** Returns the statuses that a version may change to from this one. */
export function statusesAfter(from: VersionStatus): readonly VersionStatus[] {
  return Object.keys(rules[from].moves).filter(isStatus);
}

export function stageAdmits(stage: Stage, status: VersionStatus): boolean {
  return rules[status].enters.includes(stage);
}

/**
 * Returns true if a rollback may lead to a version of that status: also to one that its successor has deprecated, but
 * never to a retired one.
 */
export function stageAdmitsReturn(stage: Stage, status: VersionStatus): boolean {
  return stageAdmits(stage, status) || status === 'DEPRECATED';
}

/** Checks a change of status. `reason` is a person's own; null if a deployment is the reason. */
export function checkTransition(from: VersionStatus, to: VersionStatus, reason: string | null): Result<void, Failure> {
  const { moves } = rules[from];
  const move = moves[to];
  if (from === to) return failure('could-not', `The version already has the status ${to}.`);
  if (move === undefined)
    return failure(
      'could-not',
      `A version cannot change from ${from} to ${to}.`,
      `From ${from} it can change to ${Object.keys(moves).join(' or ')}.`,
    );
  const isSilent = reason === null ? move === 'explained' : reason.trim() === '';
  if (isSilent)
    return failure(
      'usage',
      `Changing from ${from} to ${to} needs a reason.`,
      advise`Give one with ${{ id: 'option', name: 'reason' }}.`,
    );
  return succeed(undefined);
}
