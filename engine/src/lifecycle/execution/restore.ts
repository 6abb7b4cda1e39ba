/** Brings back what stood before a step, to the byte, grants included. */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import type { Asked } from '../../database/connection/mysql-errors';
import type { Session } from '../../database/connection/session';
import type { SavedDefinition } from '../../ledger/ledger';
import { renderGrants } from '../../ledger/saved-grants';
import { bodyOf, printKindAndKey, type RoutineKey } from '../../routine/routine';
import { makeChange } from '../planning/changes';
import { ownCharacterSet, restoreBlueprint } from '../planning/steps/blueprint';
import { renderModeFor } from '../planning/steps/package-mode';
import type { Standing } from '../planning/steps/plan';
import { runScript } from './run-script';
import { readStanding, standsEqual } from '../planning/steps/standing';
import { chooseStrategy } from '../planning/strategies/choose-strategy';
import { askedFor, type TargetAtWork } from '../target/target-at-work';

/** Waits before a next attempt, for faults that pass: a lock, a lost connection. */
const pausesMs: readonly number[] = [0, 300, 1_500];

export interface Restoring {
  readonly key: RoutineKey;
  /** Null where nothing stood there. */
  readonly saved: SavedDefinition | null;
  /** Semantic checksum of the body that we put there; null where it cannot be told. */
  readonly expected: string | null;
}

/** Gives what was there when it began, which may be neither. What a stranger put where nothing stood is left to them. */
export async function restoreRoutine(
  target: TargetAtWork,
  restoring: Restoring,
): Promise<Result<Standing | null, Failure>> {
  let result: Result<Standing | null, Failure> | null = null;
  for (const pause of pausesMs) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    result = await restoreOnce(target, restoring);
    if (result.ok || !canPass(result.error)) break;
    if (result.error.kind === 'unreachable') target.sessions.dropAll();
  }
  return result ?? succeed(null);
}

function canPass({ kind }: Failure): boolean {
  return kind === 'unreachable' || kind === 'held';
}

async function restoreOnce(
  target: TargetAtWork,
  { key, saved, expected }: Restoring,
): Promise<Result<Standing | null, Failure>> {
  const asked = askedFor(target, `restore ${printKindAndKey(key)}`, key.schema);
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return reader;
  const now = await readStanding(reader.value, key, asked);
  if (!now.ok) return now;
  if (saved === null && isStrangers(now.value, expected)) return now;
  const blueprint = saved === null ? null : restoreBlueprint(saved, target.server);
  if (saved !== null && blueprint === null) return notUnderstood(target, key);
  const change = makeChange(target, { key, before: now.value, after: blueprint });
  const isThere = saved !== null && now.value !== null && standsEqual(saved, now.value.saved);
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
      lane: 0,
      before: null,
    });
    if (!run.ok) return run;
  }
  const missing = await giveGrantsBack(target, saved, asked);
  if (!missing.ok) return missing;
  const after = await readStanding(reader.value, key, asked);
  if (!after.ok) return after;
  const stands = saved === null ? after.value === null : after.value !== null && standsEqual(saved, after.value.saved);
  if (stands) return now;
  return fail({
    kind: 'could-not',
    message: `Environment ${asked.environment} could not ${asked.doing}: what reads back is not what was saved.`,
    remedy: `Its text before is in ${target.environment.ledgerSchema}.saved_definition; run "sproc recover ${asked.environment}" to try again.`,
  });
}

/** A package takes its body along, and ours is gone by now: whatever body is there is somebody else's. */
async function findOrphan(session: Session, key: RoutineKey, asked: Asked): Promise<Failure | null> {
  if (key.kind !== 'package') return null;
  const body = await readStanding(session, bodyOf(key), asked);
  if (!body.ok) return body.error;
  if (body.value === null) return null;
  return {
    kind: 'could-not',
    message: `${printKindAndKey(key)} has a body that would be lost with it, so it is left as it is.`,
    remedy: `Drop or move the body; then run "sproc recover ${asked.environment}".`,
  };
}

/** Whoever forged it may have made its digest fit: nobody is sent to run it. */
function notUnderstood({ environment }: TargetAtWork, key: RoutineKey): Result<never, Failure> {
  const table = `${environment.ledgerSchema}.saved_definition`;
  return fail({
    kind: 'could-not',
    message: `The saved text of ${printKindAndKey(key)} in ${table} does more, or something else, than to create it. It is not used.`,
    remedy: `It may be forged: compare it with a backup of the server. Deploy a registered version: sproc deploy ${environment.name} ${key.name}@1.0.0.`,
  });
}

function isStrangers(now: Standing | null, expected: string | null): boolean {
  return now !== null && expected !== null && now.live.routine.checksums.semanticBody !== expected;
}

/** Those of the saved definition that are not among those that exist; giving one twice does no harm. */
async function giveGrantsBack(
  target: TargetAtWork,
  saved: SavedDefinition | null,
  asked: ReturnType<typeof askedFor>,
): Promise<Result<void, Failure>> {
  if (saved?.grants == null || saved.grants.length === 0) return succeed(undefined);
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return reader;
  const now = await readStanding(reader.value, saved.key, asked);
  if (!now.ok) return now;
  const given = new Set(renderGrants(now.value?.saved ?? null));
  const grants = renderGrants(saved).filter((grant) => !given.has(grant));
  if (grants.length === 0) return succeed(undefined);
  const { key } = saved;
  const settings = renderModeFor(key);
  const script = { kind: 'statements', settings, around: null, statements: grants, grants: [] } as const;
  return runScript(script, { key, sessions: target.sessions, characterSet: null, asked, lane: 0, before: null });
}
