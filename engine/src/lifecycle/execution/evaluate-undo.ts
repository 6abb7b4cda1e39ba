/**
 * Decides what the undoing of a step may do with the object that exists now. A change that someone else made meanwhile,
 * of the object or of the grants on it, is never overwritten. Pure.
 */
import { compareGrants, type RoutineGrant } from '../../database/read-grants';
import { printableLine } from '../../base/printable';
import { digestDefinition } from '../../ledger/chain';
import type { SavedDefinition, SavedGrant, StepFinished } from '../../ledger/ledger';
import type { RoutineKey } from '../../routine/routine';
import type { DeployedObject } from '../planning/steps/plan';
import { hasDeployedText } from '../target/last-deployed';
import { printMissingGrants } from './read-back';

/** A step that is undone, as far as it is known what it did. */
export interface Undoing {
  readonly key: RoutineKey;
  /** The previous definition; null if there was none. */
  readonly saved: SavedDefinition | null;
  /** The state that the step left. */
  readonly left: LeftState;
}

export type LeftState =
  /** The object was read back after the step, and this process did nothing with it since. */
  | {
      readonly kind: 'known';
      readonly step: Pick<StepFinished, 'key' | 'live' | 'event'>;
      /** The grants that were read back; null if they are unknown. */
      readonly grants: readonly SavedGrant[] | null;
    }
  /** The step, or its undoing, began, and its end is unknown: the object may also be missing. */
  | {
      readonly kind: 'begun';
      /** Returns whether an object has the text of the step; null if its text does not show that. */
      readonly isOurs: (now: DeployedObject) => boolean | null;
      /** True if none of its statements can remove a grant. */
      readonly keepsGrants: boolean;
    };

export type UndoVerdict =
  | {
      readonly kind: 'restore';
      /** The grants that exist afterwards; null if they are unknown. */
      readonly grants: readonly SavedGrant[] | null;
      /** One sentence about changes by others or about what is unknown; null if there is nothing to say. */
      readonly note: string | null;
      /** True if grants on it remain other than they were before the step. */
      readonly leavesGrants: boolean;
    }
  /** Someone else changed it: it remains, and the sentence says so. */
  | { readonly kind: 'leave'; readonly why: string };

export function evaluateUndo(undoing: Undoing, now: DeployedObject | null): UndoVerdict {
  const { saved, left } = undoing;
  const isBack = isSameText(saved, now?.saved ?? null);
  const isOurs = isLeftByStep(left, now);
  if (!isBack && isOurs === false) return { kind: 'leave', why: describeChange(saved, now) };
  const grants = evaluateGrants(undoing, now, isBack);
  const doubt =
    !isBack && isOurs === null
      ? 'It is unknown whether its text came from this deployment or from someone else. The ledger keeps that text.'
      : null;
  const notes = [doubt, grants.note].filter((note) => note !== null);
  return { kind: 'restore', ...grants, note: notes.length === 0 ? null : notes.join(' ') };
}

/** Compares text and settings. A trigger's place changes with its neighbours, which are undone as well. */
export function isSameText(left: SavedDefinition | null, right: SavedDefinition | null): boolean {
  if (left === null || right === null) return left === right;
  const digest = (one: SavedDefinition): string => digestDefinition({ ...one, grants: null, triggerPlace: null });
  return digest(left) === digest(right);
}

function isLeftByStep(left: LeftState, now: DeployedObject | null): boolean | null {
  if (left.kind === 'begun') return now === null ? true : left.isOurs(now);
  if (now !== null) return hasDeployedText(now.live.routine, left.step);
  // The server itself drops an event that is over.
  return left.step.live === null || left.step.event?.until != null;
}

function describeChange(saved: SavedDefinition | null, now: DeployedObject | null): string {
  if (now === null) return 'It is left untouched: it was dropped by someone else meanwhile.';
  const lost = subtract(now.saved.key, saved?.grants ?? [], now.grants ?? saved?.grants ?? []);
  const also = lost.length === 0 ? '' : ` Since then, ${printMissingGrants(lost.length)}.`;
  return `It is left untouched: it was changed by someone else meanwhile.${also}`;
}

type GrantVerdict = Omit<Extract<UndoVerdict, { kind: 'restore' }>, 'kind'>;

function evaluateGrants({ key, saved, left }: Undoing, now: DeployedObject | null, isBack: boolean): GrantVerdict {
  const before = saved?.grants ?? null;
  const present = now === null ? [] : now.grants;
  if (saved === null || before === null || (before.length === 0 && present?.length === 0))
    return { grants: before, note: saved === null ? describeDropped(key, left, present) : null, leavesGrants: false };
  if (present === null) return { grants: before, note: null, leavesGrants: false };
  const wanted = (grants: readonly SavedGrant[]): readonly SavedGrant[] => union(key, grants, present);
  if (now !== null && left.kind === 'known' && !isBack) {
    if (left.grants === null) return { grants: wanted(before), note: null, leavesGrants: false };
    const revoked = subtract(key, subtract(key, left.grants, present), subtract(key, left.grants, before));
    const added = subtract(key, present, left.grants);
    const note = describeGrants({ revoked, added });
    return { grants: wanted(subtract(key, before, revoked)), note, leavesGrants: note !== null };
  }
  const missing = now === null ? [] : subtract(key, before, present);
  if (missing.length === 0) return { grants: wanted(before), note: null, leavesGrants: false };
  const mayBeOurs = left.kind === 'begun' ? !left.keepsGrants : false;
  if (mayBeOurs || isBack)
    return {
      grants: wanted(before),
      note: `Grants to ${printAccounts(missing)} were missing and are restored. It is unknown whether the deployment or someone else removed them.`,
      leavesGrants: false,
    };
  return { grants: present, note: describeGrants({ revoked: missing, added: [] }), leavesGrants: true };
}

/** Describes the grants that others gave on an object that is dropped now, because it did not exist before. */
function describeDropped(key: RoutineKey, left: LeftState, present: readonly SavedGrant[] | null): string | null {
  if (left.kind !== 'known' || left.grants === null || present === null) return null;
  const added = subtract(key, present, left.grants);
  return added.length === 0 ? null : `Grants that were added meanwhile to ${printAccounts(added)} are dropped with it.`;
}

function describeGrants({
  revoked,
  added,
}: {
  readonly revoked: readonly SavedGrant[];
  readonly added: readonly SavedGrant[];
}): string | null {
  const sentences = [
    ...(revoked.length === 0
      ? []
      : [`Grants to ${printAccounts(revoked)} were removed by someone else meanwhile and are not restored.`]),
    ...(added.length === 0
      ? []
      : [`Grants to ${printAccounts(added)} were added by someone else meanwhile and are kept.`]),
  ];
  return sentences.length === 0 ? null : sentences.join(' ');
}

/** Returns `caller@%, app@localhost`. */
export function printAccounts(grants: readonly SavedGrant[]): string {
  const accounts = grants.map(({ user, host }) => printableLine(host === '' ? user : `${user}@${host}`));
  return [...new Set(accounts)].join(', ');
}

function withKey(key: RoutineKey, grants: readonly SavedGrant[]): readonly RoutineGrant[] {
  return grants.map((grant) => ({ ...grant, key }));
}

/** Returns the privileges of the first list that the second lacks. */
function subtract(key: RoutineKey, from: readonly SavedGrant[], what: readonly SavedGrant[]): readonly SavedGrant[] {
  const { missing } = compareGrants(withKey(key, from), withKey(key, what));
  return missing.map(({ user, host, privileges, grantOption }) => ({ user, host, privileges, grantOption }));
}

function union(key: RoutineKey, left: readonly SavedGrant[], right: readonly SavedGrant[]): readonly SavedGrant[] {
  return [...left, ...subtract(key, right, left)];
}
