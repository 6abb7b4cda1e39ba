/** Restores the routine as it was before a step, to the byte, grants included. */
import { advise } from '../../base/advice';
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import type { Asked } from '../../database/connection/mysql-errors';
import type { Session } from '../../database/connection/session';
import type { SavedDefinition, SavedGrant } from '../../ledger/ledger';
import { renderGrants } from '../../ledger/saved-grants';
import { bodyOf, printKey, printKindAndKey, type RoutineKey } from '../../routine/routine';
import { makeChange } from '../planning/changes';
import { ownCharacterSet, restoreTargetDefinition } from '../planning/steps/target-definition';
import { printableLine } from '../../base/printable';
import { explainServerError, printCouldNot } from '../../database/connection/mysql-errors';
import { compareGrants, renderGrant } from '../../database/read-grants';
import { prepareSession } from '../target/prepare-session';
import { describeLockHolder } from './describe-lock-holder';
import { printMissingGrants } from './read-back';
import { renderGrantMode } from '../planning/steps/needed-mode';
import type { DeployedObject } from '../planning/steps/plan';
import { runScript } from './run-script';
import { readDeployedObject, isSameDefinition } from '../planning/steps/deployed-object';
import { chooseStrategy } from '../planning/strategies/choose-strategy';
import { askedFor, type TargetAtWork } from '../target/target-at-work';

/** Waits before a next attempt, for faults that pass: a lock, a lost connection. */
const pausesMs: readonly number[] = [0, 300, 1_500];

export interface Restoring {
  readonly key: RoutineKey;
  /** The previous definition; null if there was none. */
  readonly saved: SavedDefinition | null;
  /** The semantic checksum of the body that we deployed; null if it is unknown. */
  readonly expected: string | null;
}

export interface Restored {
  /** The routine that existed at the start, which may be neither. */
  readonly found: DeployedObject | null;
  /** One sentence about grants that were not restored because their accounts do not exist; null if all are. */
  readonly warning: string | null;
}

/** Restores a routine. One that someone else created where none was before remains. */
export async function restoreRoutine(target: TargetAtWork, restoring: Restoring): Promise<Result<Restored, Failure>> {
  let result: Result<Restored, Failure> | null = null;
  for (const pause of pausesMs) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    result = await restoreOnce(target, restoring);
    if (result.ok || !canPass(result.error)) break;
    if (result.error.kind === 'unreachable') target.sessions.dropAll();
  }
  return result ?? succeed({ found: null, warning: null });
}

function canPass({ kind }: Failure): boolean {
  return kind === 'unreachable' || kind === 'held';
}

async function restoreOnce(
  target: TargetAtWork,
  { key, saved, expected }: Restoring,
): Promise<Result<Restored, Failure>> {
  const asked = askedFor(target, couldNot.restore(printKindAndKey(key)), key.schema);
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return reader;
  const now = await readDeployedObject(reader.value, key, asked);
  if (!now.ok) return now;
  if (saved === null && isStrangers(now.value, expected)) return succeed({ found: now.value, warning: null });
  const targetDefinition = saved === null ? null : restoreTargetDefinition(saved, target.server);
  if (saved !== null && targetDefinition === null) return notUnderstood(target, key);
  const change = makeChange(target, { key, before: now.value, after: targetDefinition });
  const isThere = saved !== null && now.value !== null && isSameDefinition(saved, now.value.saved);
  const strategy = isThere ? null : chooseStrategy(change, null);
  const orphaned = strategy === null || now.value === null ? null : await findOrphan(reader.value, key, asked);
  if (orphaned !== null) return fail(orphaned);
  if (strategy !== null) {
    const characterSet = change.after === null ? null : ownCharacterSet(change.after);
    const run = await runScript(strategy.render(change), {
      key,
      sessions: target.sessions,
      characterSet,
      asked,
      worker: 0,
      before: null,
    });
    if (!run.ok) return run;
  }
  const given = await giveGrantsBack(target, saved, asked);
  if (!given.ok) return given;
  const after = await readDeployedObject(reader.value, key, asked);
  if (!after.ok) return after;
  const isRestored =
    saved === null ? after.value === null : after.value !== null && isSameDefinition(saved, after.value.saved);
  const lost = isRestored ? findLost(saved, after.value, given.value) : 0;
  if (isRestored && lost === 0) return succeed({ found: now.value, warning: printLeftOut(given.value) });
  const what = lost > 0 ? printMissingGrants(lost) : 'the restored definition differs from the saved one';
  return fail({
    kind: 'could-not',
    message: printCouldNot(asked, what),
    remedy: advise`Its previous text is in ${target.environment.ledgerSchema}.saved_definition. Run ${{ id: 'recover', environment: asked.environment }} to try again.`,
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

function isStrangers(now: DeployedObject | null, expected: string | null): boolean {
  return now !== null && expected !== null && now.live.routine.checksums.semanticBody !== expected;
}

/**
 * Restores the missing grants; one that exists may be given twice. Returns those of accounts that do not exist: a grant
 * to them would stop all others for ever.
 */
async function giveGrantsBack(
  target: TargetAtWork,
  saved: SavedDefinition | null,
  asked: Asked,
): Promise<Result<readonly SavedGrant[], Failure>> {
  if (saved?.grants == null || saved.grants.length === 0) return succeed([]);
  const [reader, worker] = [await target.sessions.get('reader'), await target.sessions.get('worker')];
  if (!reader.ok) return reader;
  if (!worker.ok) return worker;
  const now = await readDeployedObject(reader.value, saved.key, asked);
  if (!now.ok) return now;
  const given = new Set(renderGrants(now.value?.saved ?? null));
  const wanted = saved.grants.filter((grant) => !given.has(renderGrant({ ...grant, key: saved.key })));
  if (wanted.length === 0) return succeed([]);
  const prepared = await prepareSession(worker.value, renderGrantMode(saved.key, target.server.dialect));
  if (!prepared.ok) return fail(explainServerError(prepared.error, asked));
  const leftOut: SavedGrant[] = [];
  for (const grant of wanted) {
    const done = await worker.value.query(renderGrant({ ...grant, key: saved.key }));
    if (done.ok) continue;
    if (!noSuchAccount.has(done.error.errno)) return fail(await describeLockHolder(worker.value, done.error, asked));
    leftOut.push(grant);
  }
  return succeed(leftOut);
}

/** "Can't find any matching row in the user table", "You are not allowed to create a user with GRANT". */
const noSuchAccount: ReadonlySet<number> = new Set([1133, 1410]);

/** Returns the number of missing grants, apart from those that were left out; unreadable ones are not counted. */
function findLost(saved: SavedDefinition | null, after: DeployedObject | null, leftOut: readonly SavedGrant[]): number {
  if (saved?.grants == null || after?.grants == null) return 0;
  const wanted = saved.grants
    .filter((grant) => !leftOut.includes(grant))
    .map((grant) => ({ ...grant, key: saved.key }));
  return compareGrants(wanted, after.grants).missing.length;
}

function printLeftOut(leftOut: readonly SavedGrant[]): string | null {
  if (leftOut.length === 0) return null;
  const accounts = leftOut.map(({ user, host }) => printableLine(host === '' ? user : `${user}@${host}`));
  return accounts.length === 1
    ? `Its grants to ${accounts.join(', ')} are not restored: the account no longer exists.`
    : `Its grants to ${accounts.join(', ')} are not restored: the accounts no longer exist.`;
}
