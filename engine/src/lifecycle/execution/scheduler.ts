/**
 * The order of the steps in a batch. The plan's order is kept where it matters: an existing routine is replaced or
 * dropped after its callees, and before its callers. A new one has no callers before those are replaced.
 */
import { identify } from '../../routine/routine';
import type { StepTask } from './step-task';
import { listCallees } from '../planning/order-routines';

interface ScheduledStep {
  readonly task: StepTask;
  readonly after: readonly StepTask[];
}

export type ReadySteps = readonly [StepTask, ...StepTask[]];

export class Scheduler {
  #waiting: readonly ScheduledStep[];
  readonly #ended = new Set<StepTask>();
  #wake: (() => void)[] = [];

  constructor(batch: readonly StepTask[]) {
    this.#waiting = scheduleSteps(batch);
  }

  /**
   * Returns the first step that need not wait, with up to `most` in all that `goesWith` it, in the order of execution.
   * Waits while all remaining steps depend on running ones; null when none remain.
   */
  async next(most: number, goesWith: (first: StepTask, other: StepTask) => boolean): Promise<ReadySteps | null> {
    for (;;) {
      const taken = this.#findReady(most, goesWith);
      const [first, ...others] = taken;
      if (first !== undefined) {
        this.#waiting = this.#waiting.filter(({ task }) => !taken.has(task));
        return [first, ...others];
      }
      if (this.#waiting.length === 0) return null;
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  complete(tasks: readonly StepTask[]): void {
    for (const task of tasks) this.#ended.add(task);
    const woken = this.#wake;
    this.#wake = [];
    for (const wake of woken) wake();
  }

  #findReady(most: number, goesWith: (first: StepTask, other: StepTask) => boolean): ReadonlySet<StepTask> {
    const taken = new Set<StepTask>();
    let first: StepTask | null = null;
    for (const { task, after } of this.#waiting) {
      if (taken.size === most) break;
      if (!after.every((one) => this.#ended.has(one) || taken.has(one))) continue;
      if (first !== null && !goesWith(first, task)) continue;
      first ??= task;
      taken.add(task);
    }
    return taken;
  }
}

function scheduleSteps(batch: readonly StepTask[]): readonly ScheduledStep[] {
  const related = relate(batch);
  return batch.map((task) => ({ task, after: isCreation(task) ? [] : listEarlier(task, related) }));
}

function isCreation({ step: { before } }: StepTask): boolean {
  return before === null;
}

/** Lists the steps before it, including those reached through creations, which do not wait themselves. */
function listEarlier(task: StepTask, related: ReadonlyMap<StepTask, readonly StepTask[]>): readonly StepTask[] {
  const earlier = new Set<StepTask>(related.get(task));
  for (const one of earlier) if (isCreation(one)) for (const next of related.get(one) ?? []) earlier.add(next);
  return [...earlier];
}

/** Returns for each step the earlier ones in the batch that it calls or that call it. */
function relate(batch: readonly StepTask[]): ReadonlyMap<StepTask, readonly StepTask[]> {
  const known = new Map<string, StepTask>();
  const callers = new Map<string, StepTask[]>();
  const related = new Map<StepTask, readonly StepTask[]>();
  for (const task of batch) {
    const { key, before, after } = task.step;
    const identity = identify(key);
    const routine = (after ?? before?.live)?.routine;
    const callees = routine === undefined ? [] : listCallees(routine);
    const earlier = callees.map((callee) => known.get(callee)).filter((callee) => callee !== undefined);
    related.set(task, [...earlier, ...(callers.get(identity) ?? [])]);
    known.set(identity, task);
    for (const callee of callees) callers.set(callee, [...(callers.get(callee) ?? []), task]);
  }
  return related;
}
