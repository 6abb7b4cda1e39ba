/** Creates a run of routines that replace nothing: one entry of the journal for all intents, one for all outcomes. */
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import type { Session } from '../database/session';
import { printKindAndKey } from '../routine/routine';
import { ownCharacterSet } from './blueprint';
import { findMisreading, intentOf, outcomeOf, type StepWork } from './execute-step';
import { nameBlocker } from './name-blocker';
import type { Standing } from './plan';
import { readStandings } from './standing';
import { appendEntries, askedFor } from './target-at-work';

/** A step whose statements have run. */
export interface RunStep {
  readonly work: StepWork;
  readonly durationMs: number;
}

/** How far a run of steps came. */
export interface RunAnswer {
  /** In order. Without a failure all of them are in the ledger as done. */
  readonly done: readonly RunStep[];
  readonly failed: FailedStep | null;
}

export interface FailedStep {
  readonly work: StepWork;
  readonly durationMs: number;
  readonly failure: Failure;
  /** Statements may have run, so that what stood before has to be brought back. */
  readonly isTouched: boolean;
}

/** Asked before each step; a failure stops the run there. */
export type BeforeStep = (work: StepWork) => Failure | null;

/** A renewal is a round trip: a lease that is lost is noticed within this time, or with the step that runs then. */
const renewAfterMs = 250;

/** A creation can neither lose a definition nor a grant, so that its journal may be written for many at once. */
export function isPlainCreation({ step: { strategy, after, key } }: StepWork): boolean {
  return (
    strategy === 'create' &&
    (key.kind === 'procedure' || key.kind === 'function') &&
    after !== null &&
    ownCharacterSet(after) === null
  );
}

/** All on one target. Intents are durable before the first statement, and all is read back before the first outcome. */
export async function createTogether(run: readonly StepWork[], beforeStep: BeforeStep): Promise<RunAnswer> {
  const [first] = run;
  if (first === undefined) return { done: [], failed: null };
  const { target } = first;
  const held = await target.lease.renew();
  const intended = held.ok ? await appendEntries(target, run.map(intentOf)) : held;
  if (!intended.ok) return stopAt([], untouched(first, intended.error));
  for (const work of run) await work.onBoundary('intended', work.number);
  const created = await createEach(run, beforeStep);
  if (created.failed !== null) {
    await recordNotRun(run, created.failed);
    return created;
  }
  const recorded = await readBackAndRecord(created.done);
  return recorded === null ? created : stopAt(created.done, recorded);
}

function stopAt(done: readonly RunStep[], failed: FailedStep): RunAnswer {
  return { done: done.filter(({ work }) => work !== failed.work), failed };
}

function untouched(work: StepWork, failure: Failure): FailedStep {
  return { work, durationMs: 0, failure, isTouched: false };
}

async function createEach(run: readonly StepWork[], beforeStep: BeforeStep): Promise<RunAnswer> {
  const done: RunStep[] = [];
  let renewedAt = performance.now();
  let settings: string | null = null;
  for (const work of run) {
    const stopped = beforeStep(work);
    if (stopped !== null) return stopAt(done, untouched(work, stopped));
    const startedAt = performance.now();
    if (startedAt - renewedAt > renewAfterMs) {
      const held = await work.target.lease.renew();
      if (!held.ok) return stopAt(done, untouched(work, held.error));
      renewedAt = startedAt;
    }
    const created = await create(work, settings);
    const durationMs = Math.round(performance.now() - startedAt);
    if (!created.ok) return stopAt(done, { work, durationMs, ...created.error });
    settings = work.step.script.settings;
    done.push({ work, durationMs });
    await work.onBoundary('statements-run', work.number);
  }
  return { done, failed: null };
}

type Refusal = Pick<FailedStep, 'failure' | 'isTouched'>;

/** `settings` are those that the session has already. */
async function create({ target, step }: StepWork, settings: string | null): Promise<Result<void, Refusal>> {
  const worker = await target.sessions.get('worker');
  if (!worker.ok) return fail({ failure: worker.error, isTouched: false });
  const { script } = step;
  const prepare = script.settings === null || script.settings === settings ? [] : [script.settings];
  const statements = script.kind === 'statements' ? script.statements : [];
  for (const statement of [...prepare, ...statements]) {
    const done = await worker.value.query(statement);
    if (!done.ok) return fail(await explainRefusal({ target, step }, worker.value, done.error));
  }
  return succeed(undefined);
}

/** Procedure or function already exists: what a stranger has made there meanwhile is theirs. */
const alreadyExists = 1304;

async function explainRefusal(
  { target, step }: Pick<StepWork, 'target' | 'step'>,
  session: Session,
  error: Parameters<typeof nameBlocker>[1],
): Promise<Refusal> {
  const asked = askedFor(target, `create ${printKindAndKey(step.key)}`, step.key.schema);
  const failure = await nameBlocker(session, error, asked);
  return { failure, isTouched: error.errno !== alreadyExists };
}

/** Null where every one of them stands as it is to stand, and the ledger has it. */
async function readBackAndRecord(done: readonly RunStep[]): Promise<FailedStep | null> {
  const last = done.at(-1);
  if (last === undefined) return null;
  const { target } = last.work;
  const failed = (step: RunStep, failure: Failure): FailedStep => ({ ...step, failure, isTouched: true });
  const read = await readAll(done);
  if (!read.ok) return failed(last, read.error);
  for (const [i, step] of done.entries()) {
    const misread = findMisreading(step.work, read.value[i] ?? null);
    if (misread !== null) return failed(step, misread);
  }
  for (const { work } of done) await work.onBoundary('read-back', work.number);
  const recorded = await appendEntries(
    target,
    done.map(({ work, durationMs }, i) =>
      outcomeOf(work, { outcome: 'done', durationMs, error: null }, read.value[i] ?? null),
    ),
  );
  return recorded.ok ? null : failed(last, recorded.error);
}

async function readAll(done: readonly RunStep[]): Promise<Result<readonly (Standing | null)[], Failure>> {
  const [first] = done;
  if (first === undefined) return succeed([]);
  const { target, step } = first.work;
  const reader = await target.sessions.get('reader');
  if (!reader.ok) return reader;
  const keys = done.map(({ work }) => work.step.key);
  return readStandings(reader.value, keys, askedFor(target, 'read back what was created', step.key.schema));
}

/** Intents without a deed get their outcome too. What cannot be written now is settled with the leftovers. */
async function recordNotRun(run: readonly StepWork[], failed: FailedStep): Promise<void> {
  const rest = run.slice(run.indexOf(failed.work) + 1);
  const records = rest.map((work) => outcomeOf(work, { outcome: 'not-run', durationMs: 0, error: null }, null));
  const error = failed.failure.message;
  const refused = outcomeOf(failed.work, { outcome: 'failed', durationMs: failed.durationMs, error }, null);
  // One that was touched gets its outcome when it was brought back.
  const all = failed.isTouched ? records : [refused, ...records];
  if (all.length > 0) await appendEntries(failed.work.target, all);
}
