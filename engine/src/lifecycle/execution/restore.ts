/** Restores the routine as it was before a step, to the byte, grants included; changes by others remain. */
import { advise } from '../../base/advice';
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import type { Asked } from '../../database/connection/mysql-errors';
import type { Session } from '../../database/connection/session';
import type { LeftPart, SavedGrant } from '../../ledger/ledger';
import { renderGrants } from '../../ledger/saved-grants';
import { bodyOf, printKey, printKindAndKey, type RoutineKey } from '../../routine/routine';
import { makeChange } from '../planning/changes';
import { ownCharacterSet, restoreTargetDefinition } from '../planning/steps/target-definition';
import { explainServerError, printCouldNot } from '../../database/connection/mysql-errors';
import { compareGrants, renderGrant } from '../../database/read-grants';
import { prepareSession } from '../target/prepare-session';
import { describeLockHolder } from './describe-lock-holder';
import { evaluateUndo, isSameText, printAccounts, type Undoing, type UndoVerdict } from './evaluate-undo';
import { printMissingGrants } from './read-back';
import { renderGrantMode } from '../planning/steps/needed-mode';
import type { DeployedObject } from '../planning/steps/plan';
import { runScript } from './run-script';
import { readDeployedObject, isSameDefinition } from '../planning/steps/deployed-object';
import { chooseStrategy } from '../planning/strategies/choose-strategy';
import { askedFor, type KnownTarget, type TargetAtWork } from '../target/target-at-work';

/** Waits before a next attempt, for faults that pass: a lock, a lost connection. */
const pausesMs: readonly number[] = [0, 300, 1_500];

export interface Restored {
  /** The routine that existed at the start, which may be neither. */
  readonly found: DeployedObject | null;
  /** Sentences about changes by others, or about grants that were not restored; null if there is nothing to say. */
  readonly warning: string | null;
  /** The part that is not as it was before the step, because someone else changed it; null if all is. */
  readonly left: LeftPart | null;
}

/** Restores a routine, grants included. What someone else changed after the step remains. */
export async function restoreRoutine(target: TargetAtWork, undoing: Undoing): Promise<Result<Restored, Failure>> {
  const attempts: Attempts = { first: null };
  let result: Result<Restored, Failure> | null = null;
  for (const pause of pausesMs) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    result = await restoreOnce(target, undoing, attempts);
    if (result.ok || !canPass(result.error)) break;
    if (result.error.kind === 'unreachable') target.sessions.dropAll();
  }
  return result ?? succeed({ found: null, warning: null, left: null });
}

/** Returns true if a later attempt may succeed; after a change by someone else it notices that change. */
function canPass({ kind }: Failure): boolean {
  return kind === 'unreachable' || kind === 'held' || kind === 'plan-stale';
}

/** Attempts at one routine: later ones meet what the first left, which nobody else did. */
interface Attempts {
  first: { readonly found: DeployedObject | null; readonly verdict: RestoreVerdict } | null;
}

type RestoreVerdict = Extract<UndoVerdict, { kind: 'restore' }>;

function evaluate(undoing: Undoing, now: DeployedObject | null, { first }: Attempts): UndoVerdict {
  const isOurs = (one: DeployedObject): boolean => isSameText(first?.found?.saved ?? null, one.saved);
  const left = first === null ? undoing.left : ({ kind: 'begun', isOurs, keepsGrants: false } as const);
  const verdict = evaluateUndo({ ...undoing, left }, now);
  return first === null || verdict.kind === 'leave' ? verdict : first.verdict;
}

/** Reads the routine and returns what the undoing would do. */
export async function foreseeUndo(target: KnownTarget, undoing: Undoing): Promise<Result<UndoVerdict, Failure>> {
  const { key } = undoing;
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return reader;
  const asked = askedFor(target, couldNot.readRoutine(printKindAndKey(key)), key.schema);
  const now = await readDeployedObject(reader.value, key, asked);
  return now.ok ? succeed(evaluateUndo(undoing, now.value)) : now;
}

async function restoreOnce(
  target: TargetAtWork,
  undoing: Undoing,
  attempts: Attempts,
): Promise<Result<Restored, Failure>> {
  const { key, saved } = undoing;
  const asked = askedFor(target, couldNot.restore(printKindAndKey(key)), key.schema);
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return reader;
  const now = await readDeployedObject(reader.value, key, asked);
  if (!now.ok) return now;
  const verdict = evaluate(undoing, now.value, attempts);
  if (verdict.kind === 'leave') return succeed({ found: now.value, warning: verdict.why, left: 'object' });
  const created = await createAgain(target, undoing, { now: now.value, reader: reader.value, asked });
  if (created.ok || created.error.kind !== 'plan-stale') attempts.first ??= { found: now.value, verdict };
  if (!created.ok) return created;
  const wanted = saved === null ? [] : (verdict.grants ?? []);
  const given = await giveGrantsBack(target, { key, wanted, asked });
  if (!given.ok) return given;
  const after = await readDeployedObject(reader.value, key, asked);
  if (!after.ok) return after;
  const isRestored =
    saved === null ? after.value === null : after.value !== null && isSameDefinition(saved, after.value.saved);
  const lost = isRestored ? findLost({ key, wanted }, after.value, given.value) : 0;
  if (isRestored && lost === 0) {
    const notes = [verdict.note, printLeftOut(given.value)].filter((note) => note !== null);
    const left = verdict.leavesGrants || given.value.length > 0 ? 'grants' : null;
    return succeed({
      found: attempts.first?.found ?? null,
      warning: notes.length === 0 ? null : notes.join(' '),
      left,
    });
  }
  const what = lost > 0 ? printMissingGrants(lost) : 'the restored definition differs from the saved one';
  return fail({
    kind: 'could-not',
    message: printCouldNot(asked, what),
    remedy: advise`Its previous text is in ${target.environment.ledgerSchema}.saved_definition. Run ${{ id: 'recover', environment: asked.environment }} to try again.`,
  });
}

/** Creates the previous definition in place of the present one, which must not change meanwhile, or drops that. */
async function createAgain(
  target: TargetAtWork,
  { key, saved }: Undoing,
  { now, reader, asked }: { readonly now: DeployedObject | null; readonly reader: Session; readonly asked: Asked },
): Promise<Result<void, Failure>> {
  const targetDefinition = saved === null ? null : restoreTargetDefinition(saved, target.server);
  if (saved !== null && targetDefinition === null) return notUnderstood(target, key);
  const change = makeChange(target, { key, before: now, after: targetDefinition });
  const isThere = saved !== null && now !== null && isSameDefinition(saved, now.saved);
  const strategy = isThere ? null : chooseStrategy(change, null);
  if (strategy === null) return succeed(undefined);
  const orphaned = now === null ? null : await findOrphan(reader, key, asked);
  if (orphaned !== null) return fail(orphaned);
  return runScript(strategy.render(change), {
    key,
    sessions: target.sessions,
    characterSet: change.after === null ? null : ownCharacterSet(change.after),
    asked,
    worker: 0,
    before: now?.saved ?? null,
  });
}

/**
 * Finds the body of a package, which a DROP would remove too. Ours does not exist any longer: any body belongs to
 * someone else.
 */
async function findOrphan(session: Session, key: RoutineKey, asked: Asked): Promise<Failure | null> {
  if (key.kind !== 'package') return null;
  const body = await readDeployedObject(session, bodyOf(key), asked);
  if (!body.ok) return body.error;
  if (body.value === null) return null;
  return {
    kind: 'could-not',
    message: `${printKindAndKey(key)} has a body that would be dropped with it, so the package is left untouched.`,
    remedy: advise`Drop or move the body, then run ${{ id: 'recover', environment: asked.environment }}.`,
  };
}

/**
 * Returns the failure for a saved text that is not a CREATE. An attacker may have made its digest match, so it is not
 * offered for execution.
 */
function notUnderstood({ environment }: TargetAtWork, key: RoutineKey): Result<never, Failure> {
  const table = `${environment.ledgerSchema}.saved_definition`;
  return fail({
    kind: 'could-not',
    message: `The saved text of ${printKindAndKey(key)} in ${table} does something other than create it, or more than that. It is not used.`,
    remedy: advise`It may be forged: compare it with a backup of the server. Deploy a registered version; list them with ${{ id: 'versions', routine: printKey(key) }}.`,
  });
}

interface WantedGrants {
  readonly key: RoutineKey;
  readonly wanted: readonly SavedGrant[];
}

/**
 * Restores the missing grants; one that exists may be given twice. Returns those of accounts that do not exist: a grant
 * to them would stop all others for ever.
 */
async function giveGrantsBack(
  target: TargetAtWork,
  { key, wanted, asked }: WantedGrants & { readonly asked: Asked },
): Promise<Result<readonly SavedGrant[], Failure>> {
  if (wanted.length === 0) return succeed([]);
  const [reader, worker] = [await target.sessions.get('reader'), await target.sessions.get('worker')];
  if (!reader.ok) return reader;
  if (!worker.ok) return worker;
  const now = await readDeployedObject(reader.value, key, asked);
  if (!now.ok) return now;
  const given = new Set(renderGrants(now.value?.saved ?? null));
  const missing = wanted.filter((grant) => !given.has(renderGrant({ ...grant, key })));
  if (missing.length === 0) return succeed([]);
  const prepared = await prepareSession(worker.value, renderGrantMode(key, target.server.dialect));
  if (!prepared.ok) return fail(explainServerError(prepared.error, asked));
  const leftOut: SavedGrant[] = [];
  for (const grant of missing) {
    const done = await worker.value.query(renderGrant({ ...grant, key }));
    if (done.ok) continue;
    if (!noSuchAccount.has(done.error.errno))
      return fail(await describeLockHolder(worker.value, done.error, { asked, sessions: target.sessions }));
    leftOut.push(grant);
  }
  return succeed(leftOut);
}

/** "Can't find any matching row in the user table", "You are not allowed to create a user with GRANT". */
const noSuchAccount: ReadonlySet<number> = new Set([1133, 1410]);

/** Returns the number of missing grants, apart from those that were left out; unreadable ones are not counted. */
function findLost({ key, wanted }: WantedGrants, after: DeployedObject | null, leftOut: readonly SavedGrant[]): number {
  if (after?.grants == null) return 0;
  const expected = wanted.filter((grant) => !leftOut.includes(grant)).map((grant) => ({ ...grant, key }));
  return compareGrants(expected, after.grants).missing.length;
}

function printLeftOut(leftOut: readonly SavedGrant[]): string | null {
  if (leftOut.length === 0) return null;
  const isOne = new Set(leftOut.map(({ user, host }) => `${user}@${host}`)).size === 1;
  return `Its grants to ${printAccounts(leftOut)} are not restored: ${isOne ? 'the account no longer exists' : 'the accounts no longer exist'}.`;
}
