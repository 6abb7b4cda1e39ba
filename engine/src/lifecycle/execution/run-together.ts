/**
 * Executes a group of steps batch by batch: while the statements of one batch run concurrently, the intents of the next
 * are written, and the one before is read back and recorded. A separate step is a group, and a batch, of one.
 */
import { append } from '../../base/long-lists';
import { recordDone, recordIntents, recordNotRun } from './journal';
import { startHeartbeat } from './lease-heartbeat';
import { runWorkers } from './run-workers';
import { splitIntoBatches } from './split-into-batches';
import type { BeforeStep, FailedStep, GroupOutcome, ExecutedStep, StepTask } from './step-task';

/**
 * Runs a group on one target. No statement runs before its intent is durable; after a failure anywhere no other is
 * started.
 */
export async function runTogether(run: readonly StepTask[], beforeStep: BeforeStep): Promise<GroupOutcome> {
  const [first] = run;
  if (first === undefined) return { done: [], failed: [] };
  const done: ExecutedStep[] = [];
  const failed: FailedStep[] = [];
  const intended: StepTask[] = [];
  const recorded = new Map<StepTask, ExecutedStep>();
  const batches = splitIntoBatches(run);
  const renew = startHeartbeat(first.target.lease);
  let preparing = prepare(batches[0]);
  let concluding = Promise.resolve();
  for (const at of batches.keys()) {
    const batch = await preparing;
    if (failed.length > 0) break;
    preparing = prepare(batches[at + 1]);
    const answer = await runWorkers(batch, { beforeStep, renew, isHalted: () => failed.length > 0 });
    append(done, answer.done);
    append(failed, answer.failed);
    await concluding;
    if (failed.length > 0) break;
    const conclusion = conclude(answer.done);
    concluding = conclusion.recorded;
    await conclusion.shown;
  }
  await Promise.all([preparing, concluding]);
  const lost = new Set(failed.map(({ task }) => task));
  const kept = done.filter(({ task }) => !lost.has(task));
  const answer = { done: kept.map((step) => recorded.get(step.task) ?? step), failed };
  if (failed.length > 0) await recordNotRun(intended, answer);
  return answer;

  async function prepare(batch: readonly StepTask[] = []): Promise<readonly StepTask[]> {
    const prepared = await recordIntents(batch, renew);
    if (prepared.ok) append(intended, prepared.value);
    else failed.push(prepared.error);
    return prepared.ok ? prepared.value : [];
  }

  function conclude(ran: readonly ExecutedStep[]): { readonly shown: Promise<void>; readonly recorded: Promise<void> } {
    let onShown = (): void => undefined;
    const shown = new Promise<void>((resolve) => (onShown = resolve));
    const ended = recordDone(ran, onShown).then((answer) => {
      if (answer.ok) for (const step of answer.value) recorded.set(step.task, step);
      else failed.push(answer.error);
      onShown();
    });
    return { shown, recorded: ended };
  }
}
