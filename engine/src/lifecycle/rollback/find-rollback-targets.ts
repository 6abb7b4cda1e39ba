/** The routines that a rollback changes on one target, and their previous states. */
import { advise } from '../../base/advice';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { Ledger, Pruned, SavedDefinition, StepFinished } from '../../ledger/ledger';
import { bodyOf, identify, printKey, type RoutineKey } from '../../routine/routine';
import { meantBy, rejectAmbiguous, type Selector } from '../../routine/selector';
import type { RollbackRequest } from '../answers/roll-back';
import type { RollbackTarget } from './make-rollback-plan';
import { findSource, listEffectiveSteps, listPastStates, mergeSteps, placeInPast, type KnownPast } from './past-states';
import { isOfEnvironment, namesOf } from '../target/last-deployed';
import { openLedger, type OpenTarget } from '../target/target-at-work';

/** Returns the states before the last deployment of each routine; the last deployed ones, the callers, come first. */
export async function findRollbackTargetsTo(
  target: OpenTarget,
  selectors: readonly Selector[],
  { overwrite = false }: Pick<RollbackRequest, 'overwrite'>,
): Promise<Result<readonly RollbackTarget[], Failure>> {
  const ledger = await openLedger(target);
  if (!ledger.ok) return ledger;
  const lastDone = await ledger.value.lastDone();
  if (!lastDone.ok) return lastDone;
  const steps = [...lastDone.value.values()].filter(
    (step) => isOfEnvironment(step, target.environment) && step.targetSchema === target.target.schema,
  );
  const meant = new Map<StepFinished, Selector>();
  for (const selector of selectors) {
    const found = meantBy(steps, ({ logical }) => logical, selector);
    const unclear = rejectAmbiguous(
      selector,
      found.map(({ logical }) => logical),
    );
    if (unclear !== null) return unclear;
    for (const step of found) if (!meant.has(step)) meant.set(step, selector);
  }
  joinPackages(meant, steps);
  const prunings = await readPrunings(ledger.value, target);
  if (!prunings.ok) return prunings;
  const isPruned = prunings.value.length > 0;
  const rollbacks: RollbackTarget[] = [];
  for (const step of steps.reverse()) {
    const selector = meant.get(step);
    if (selector === undefined) continue;
    const found = await findReturn(target, ledger.value, { step, isPruned });
    if (!found.ok) return found;
    if (found.value?.saved === null && step.type === 'rollback' && step.after !== null && !overwrite)
      return rejectSecondReturn(target, step);
    if (found.value !== null) rollbacks.push(found.value);
    else if (selector.name.isLiteral) return nothingBefore(target, step, isPruned);
  }
  return succeed(rollbacks);
}

/** Takes a package and its body as a unit: those of the two that its last deployment changed are rolled back. */
function joinPackages(meant: Map<StepFinished, Selector>, steps: readonly StepFinished[]): void {
  for (const [step, selector] of [...meant]) {
    const other = steps.find((one) => one !== step && unitOf(one) === unitOf(step));
    if (other === undefined || !meant.has(step)) continue;
    // The ids of deployments ascend.
    if (other.deployment < step.deployment) meant.delete(other);
    else if (!meant.has(other)) meant.set(other, selector);
    if (other.deployment > step.deployment) meant.delete(step);
  }
}

function unitOf({ key }: StepFinished): string {
  return identify(key.kind === 'package' ? bodyOf(key) : key);
}

/** Rejects the drop of a routine that a rollback has restored: a second one was more likely meant for something else. */
function rejectSecondReturn({ label }: OpenTarget, { logical }: StepFinished): Result<never, Failure> {
  const name = printKey(logical);
  return failure(
    'could-not',
    `${name} on ${label} is already rolled back to its first deployment. Another rollback would drop it. Nothing was changed.`,
    advise`Name a version after an @, or add ${{ id: 'option', name: 'overwrite' }} to drop it. See its versions with ${{ id: 'versions', routine: name }}.`,
  );
}

/** Returns null if there was none before. */
async function findReturn(
  target: OpenTarget,
  ledger: Ledger,
  { step: { key, logical }, isPruned }: { readonly step: StepFinished; readonly isPruned: boolean },
): Promise<Result<RollbackTarget | null, Failure>> {
  const past = await readPast(target, ledger, key);
  if (!past.ok) return past;
  const states = listPastStates({ ...past.value, isPruned });
  const state = states.at(-2);
  if (state === undefined) return succeed(null);
  const { saved, version: to } = state;
  const source = saved === null ? null : findSource(past.value, saved, to);
  return succeed({ key, logical, saved, to, source, ...describePlace(saved, states.at(-1)?.saved ?? null) });
}

/** Reads the steps of one routine that are in effect, with their definitions. */
async function readPast(
  { environment, target }: OpenTarget,
  ledger: Ledger,
  key: RoutineKey,
): Promise<Result<Omit<KnownPast, 'isPruned'>, Failure>> {
  const entries = await ledger.read({
    environment: namesOf(environment),
    targetSchema: target.schema,
    routine: identify(key),
  });
  if (!entries.ok) return entries;
  const steps = mergeSteps(
    listEffectiveSteps(entries.value.map(({ entry }) => entry).filter((entry) => entry.kind === 'step-finished')),
  );
  const definitions = await readDefinitions(ledger, steps, environment);
  return definitions.ok ? succeed({ steps, definitions: definitions.value }) : definitions;
}

function describePlace(saved: SavedDefinition | null, later: SavedDefinition | null): Pick<RollbackTarget, 'place'> {
  return saved?.key.kind === 'trigger' ? { place: placeInPast(saved, later) } : {};
}

/**
 * Returns the failure for a routine without a previous state, which only a rollback leaves: every other step has the
 * one before it.
 */
function nothingBefore(
  { environment, label }: OpenTarget,
  { logical, after }: StepFinished,
  isPruned: boolean,
): Result<never, Failure> {
  const name = `${printKey(logical)} on ${label}`;
  const message = isPruned ? printPruned(name, after === null) : printUndone(name, after === null);
  return failure(
    'not-found',
    message,
    advise`See ${{ id: 'history', environment: environment.name }}. Deploy it with ${{ id: 'deploy', environment: environment.name }}, or name a version: ${printKey(logical)}@1.0.0.`,
  );
}

function printPruned(name: string, isGone: boolean): string {
  return isGone
    ? `${name} does not exist. If it had an earlier version, the ledger no longer has it: gc removed old entries.`
    : `No earlier version of ${name} is available. If there was one, gc removed it from the ledger.`;
}

function printUndone(name: string, isGone: boolean): string {
  return isGone
    ? `${name} is already rolled back: it does not exist, and the ledger has no earlier version of it.`
    : `${name} is already rolled back to before its first deployment, and the ledger has no earlier version of it.`;
}

/** Returns every step of a deployment reversed, the last one first. Fails if a later deployment built on it. */
export async function findRollbackTargetsOf(
  target: OpenTarget,
  deployment: string,
): Promise<Result<readonly RollbackTarget[], Failure>> {
  const ledger = await openLedger(target);
  if (!ledger.ok) return ledger;
  const entries = await ledger.value.read({ deployment, targetSchema: target.target.schema });
  if (!entries.ok) return entries;
  const prunings = entries.value.length > 0 ? succeed([]) : await readPrunings(ledger.value, target);
  if (!prunings.ok) return prunings;
  if (prunings.value.some(({ removed }) => removed.includes(deployment)))
    return failure(
      'not-found',
      `Deployment ${deployment} to ${target.label} was removed from the ledger by gc.`,
      advise`See ${{ id: 'history', environment: target.environment.name }}, or roll single routines back to a version.`,
    );
  const lastDone = await ledger.value.lastDone();
  if (!lastDone.ok) return lastDone;
  const finished = entries.value.map(({ entry }) => entry).filter((entry) => entry.kind === 'step-finished');
  const steps = mergeSteps(listEffectiveSteps(finished)).toSorted((a, b) => b.step - a.step);
  const later = steps
    .map(({ key }) => lastDone.value.get(identify(key)))
    .find((last) => last !== undefined && last.deployment !== deployment);
  if (later !== undefined) return rejectLater(target, ledger.value, { later, deployment });
  const definitions = await readDefinitions(ledger.value, steps, target.environment);
  if (!definitions.ok) return definitions;
  const find = (digest: string | null): SavedDefinition | null =>
    digest === null ? null : (definitions.value.get(digest) ?? null);
  const rollbacks: RollbackTarget[] = [];
  for (const { key, logical, before, after, from: to } of steps) {
    const saved = find(before);
    const source = await readSource(target, ledger.value, { key, saved, to });
    if (!source.ok) return source;
    rollbacks.push({ key, logical, saved, to, source: source.value, ...describePlace(saved, find(after)) });
  }
  return succeed(rollbacks);
}

/** Reads which text a definition came from; that of a routine identifies itself. */
async function readSource(
  target: OpenTarget,
  ledger: Ledger,
  { key, saved, to }: Pick<RollbackTarget, 'key' | 'saved' | 'to'>,
): Promise<Result<string | null, Failure>> {
  if (saved === null || (key.kind !== 'view' && key.kind !== 'event')) return succeed(null);
  const past = await readPast(target, ledger, key);
  return past.ok ? succeed(findSource(past.value, saved, to)) : past;
}

/** Explains a later deployment, which may have been the requested rollback itself. */
async function rejectLater(
  { environment, target, label }: OpenTarget,
  ledger: Ledger,
  { later, deployment }: { readonly later: StepFinished; readonly deployment: string },
): Promise<Result<never, Failure>> {
  const started = await ledger.read({
    ...{ kind: 'deployment-started', deployment: later.deployment, targetSchema: target.schema },
  });
  if (!started.ok) return started;
  const isUndone = started.value.some(
    ({ entry }) => entry.kind === 'deployment-started' && entry.type === 'rollback' && entry.settles === deployment,
  );
  if (isUndone)
    return failure(
      'could-not',
      `Deployment ${deployment} to ${label} is already rolled back, by ${later.deployment}.`,
      advise`See ${{ id: 'history', environment: environment.name }}. To undo that, roll it back too: ${{ id: 'roll-back', environment: environment.name, deployment: later.deployment }}.`,
    );
  return failure(
    'could-not',
    printLater[later.type]({ routine: printKey(later.logical), label, deployment, later: later.deployment }),
    'Roll back the later deployment first, or roll back single routines.',
  );
}

interface LaterStep {
  readonly routine: string;
  readonly label: string;
  readonly deployment: string;
  readonly later: string;
}

const printLater: Readonly<Record<StepFinished['type'], (step: LaterStep) => string>> = {
  deploy: ({ routine, label, deployment, later }) =>
    `${routine} was deployed to ${label} again after ${deployment}, by ${later}.`,
  rollback: ({ routine, label, deployment, later }) =>
    `${routine} was rolled back on ${label} after ${deployment}, by ${later}.`,
  recover: ({ routine, label, deployment, later }) =>
    `${routine} was restored on ${label} after ${deployment}, by ${later}.`,
  adopt: ({ routine, label, deployment, later }) =>
    `${routine} was changed on ${label} after ${deployment}, and the change was adopted by ${later}.`,
};

async function readPrunings(
  ledger: Ledger,
  { environment, target }: OpenTarget,
): Promise<Result<readonly Pruned[], Failure>> {
  const rows = await ledger.read({ kind: 'pruned', environment: namesOf(environment), targetSchema: target.schema });
  return rows.ok ? succeed(rows.value.map(({ entry }) => entry).filter((entry) => entry.kind === 'pruned')) : rows;
}

/** Reads all definitions: a missing one must not be mistaken for "it did not exist". */
async function readDefinitions(
  ledger: Ledger,
  steps: readonly StepFinished[],
  { name: environment }: OpenTarget['environment'],
): Promise<Result<ReadonlyMap<string, SavedDefinition>, Failure>> {
  const digests = [...new Set(steps.flatMap(({ before, after }) => [before, after]))].filter(
    (digest) => digest !== null,
  );
  const definitions = await ledger.definitions(digests);
  if (!definitions.ok) return definitions;
  const missing = digests.find((digest) => !definitions.value.has(digest));
  if (missing === undefined) return definitions;
  return failure(
    'could-not',
    `The saved definition ${missing} is missing from the ledger.`,
    advise`Check the ledger with ${{ id: 'history', environment, verify: true }}.`,
  );
}
