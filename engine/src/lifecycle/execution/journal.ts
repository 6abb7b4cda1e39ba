/**
 * The safety rule of every change. No statement runs before its intent is in the ledger, together with the existing
 * definition; after the statements everything is read back; then its outcome is in the ledger. A process that dies at
 * any moment leaves an intent without an outcome, which `recover-interrupted.ts` finds. A single step is a batch of
 * one.
 */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot, type CouldNot } from '../../database/connection/could-not';
import type { ExpectedRoutine } from '../../database/lower-expected';
import type { RoutineQuery } from '../../database/read-catalog';
import type { RoutineKey } from '../../routine/routine';
import type { DeployedObject } from '../planning/steps/plan';
import { readDeployedObjects } from '../planning/steps/deployed-object';
import { appendEntries, askedFor } from '../target/target-at-work';
import { intentOf, outcomeOf, undoingOf, type Outcome } from './journal-entries';
import { findMisreading, findStranger } from './read-back';
import type { RenewLease } from './lease-heartbeat';
import type { Restored } from './restore';
import { goesTogether } from './split-into-batches';
import { untouched, type FailedStep, type ExecutedStep, type StepTask } from './step-task';

/** Records the intents before the statements. Returns the steps with the definitions that exist now. */
export async function recordIntents(
  planned: readonly StepTask[],
  renew: RenewLease,
): Promise<Result<readonly StepTask[], FailedStep>> {
  const [first] = planned;
  if (first === undefined) return succeed([]);
  const held = await renew();
  if (!held.ok) return fail(untouched(first, held.error));
  const current = await readUnchanged(planned);
  if (!current.ok) return current;
  const intended = await appendEntries(first.target, current.value.map(intentOf));
  if (!intended.ok) return fail(untouched(first, intended.error));
  for (const work of current.value) await work.onFaultPoint('intended', work.number);
  return current;
}

/**
 * Records the outcomes after the statements. Returns the steps with what was read back if each routine is as intended,
 * and the ledger has it. `onShown` runs once the server was asked for the routines.
 */
export async function recordDone(
  done: readonly ExecutedStep[],
  onShown: () => void,
): Promise<Result<readonly ExecutedStep[], FailedStep>> {
  const last = done.at(-1);
  if (last === undefined) return succeed([]);
  const failed = (step: ExecutedStep, failure: Failure): Result<never, FailedStep> =>
    fail({ ...step, failure, isTouched: true });
  const works = done.map(({ task }) => task);
  const read = await readAll(works, couldNot.readDeployed(), { expected: expectedOf(works), onShown });
  if (!read.ok) return failed(last, read.error);
  for (const [i, step] of done.entries()) {
    const misread = findMisreading(step.task, read.value[i] ?? null);
    if (misread !== null) return failed(step, misread);
  }
  for (const work of works) await work.onFaultPoint('read-back', work.number);
  const outcomes = done.map(({ task, durationMs }, i) =>
    outcomeOf(task, { outcome: 'done', durationMs, error: null }, read.value[i] ?? null),
  );
  const recorded = await appendEntries(last.task.target, outcomes);
  if (!recorded.ok) return failed(last, recorded.error);
  for (const work of works) await work.onFaultPoint('finished-step', work.number);
  return succeed(done.map((step, i) => ({ ...step, readBack: { object: read.value[i] ?? null } })));
}

/** Records outcomes for intents whose statements did not run. What cannot be written now is left to the recovery. */
export async function recordNotRun(
  intended: readonly StepTask[],
  { done, failed }: { readonly done: readonly ExecutedStep[]; readonly failed: readonly FailedStep[] },
): Promise<void> {
  const [first] = intended;
  const begun = new Set([...done, ...failed].map(({ task }) => task));
  const notRun = intended
    .filter((work) => !begun.has(work))
    .map((work) => outcomeOf(work, { outcome: 'not-run', durationMs: 0, error: null }, work.step.before));
  // Steps whose statements ran get their outcome when they are restored.
  const written = new Set(intended);
  const failures = failed
    .filter(({ isTouched, task }) => !isTouched && written.has(task))
    .map(({ task, durationMs, failure }) =>
      outcomeOf(task, { outcome: 'failed', durationMs, error: failure.message }, task.step.before),
    );
  if (first !== undefined && notRun.length + failures.length > 0)
    await appendEntries(first.target, [...failures, ...notRun]);
}

/**
 * Records that these steps are about to be undone: if the process dies meanwhile, a missing routine is known to be
 * dropped by the undoing. What cannot be written does not keep the routines from being restored.
 */
export async function recordUndoing(tasks: readonly StepTask[]): Promise<void> {
  for (const target of new Set(tasks.map((task) => task.target))) {
    const entries = tasks.filter((task) => task.target === target).map(undoingOf);
    await appendEntries(
      target,
      entries.map((entry) => ({ entry, definitions: [] })),
    );
  }
}

/**
 * Records that a step was undone, or that its object was left to someone else, who changed it; `found` is the one that
 * existed meanwhile.
 */
export async function recordUndone(
  task: StepTask,
  outcome: Outcome,
  { found, left }: Pick<Restored, 'found' | 'left'>,
): Promise<void> {
  const now = left === 'object' ? found : task.step.before;
  const { entry, definitions } = outcomeOf(task, outcome, now, found);
  await appendEntries(task.target, [{ entry: left === null ? entry : { ...entry, left }, definitions }]);
}

/** Reads the routines and fails if one was changed by hand since planning, which is never overwritten unseen. */
async function readUnchanged(planned: readonly StepTask[]): Promise<Result<readonly StepTask[], FailedStep>> {
  const looked = planned.filter((work) => !isCheckedByCreate(work));
  const [first] = looked;
  if (first === undefined) return succeed(planned);
  const deployedObjects = await readAll(looked, couldNot.readCurrent());
  if (!deployedObjects.ok) return fail(untouched(first, deployedObjects.error));
  const now = new Map(looked.map((work, i) => [work, deployedObjects.value[i] ?? null]));
  for (const [work, deployed] of now) {
    const stranger = findStranger(work, deployed);
    if (stranger !== null) return fail(untouched(work, stranger));
  }
  return succeed(
    planned.map((work) => (now.has(work) ? { ...work, step: { ...work.step, before: now.get(work) ?? null } } : work)),
  );
}

/** Returns true for the creation of a procedure or function, where CREATE itself fails if one exists. */
function isCheckedByCreate(task: StepTask): boolean {
  return task.step.before === null && goesTogether(task);
}

async function readAll(
  tasks: readonly StepTask[],
  failed: CouldNot,
  reading: RoutineQuery = {},
): Promise<Result<readonly (DeployedObject | null)[], Failure>> {
  const [first] = tasks;
  if (first === undefined) return succeed([]);
  const { target, step } = first;
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return reader;
  const keys = tasks.map((work) => work.step.key);
  return readDeployedObjects(reader.value, keys, askedFor(target, failed, step.key.schema), reading);
}

/** Returns the routines as the steps intend them. */
function expectedOf(tasks: readonly StepTask[]): ReadonlyMap<RoutineKey, ExpectedRoutine> {
  return new Map(
    tasks
      .filter(goesTogether)
      .flatMap(({ step: { key, after } }) =>
        after === null ? [] : [[key, { routine: after.routine, sqlMode: after.settings.sqlMode }] as const],
      ),
  );
}
