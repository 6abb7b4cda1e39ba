/**
 * Whose turn it is in a batch. The order of the plan is kept where it matters: what stands and is replaced or dropped
 * comes after its callees, and goes after its callers. What is created is called by nobody before those are replaced.
 */
import { identify } from '../../routine/routine';
import type { StepWork } from './step-work';
import { listCallees } from '../planning/order-routines';

interface Turn {
  readonly work: StepWork;
  readonly after: readonly StepWork[];
}

export type Pack = readonly [StepWork, ...StepWork[]];

export class Turns {
  #waiting: readonly Turn[];
  readonly #ended = new Set<StepWork>();
  #wake: (() => void)[] = [];

  constructor(batch: readonly StepWork[]) {
    this.#waiting = listTurns(batch);
  }

  /**
   * The first that need not wait, with as many behind it as `goesWith` it, `most` in all; they are to run in this order.
   * Waits while all that is left depends on what is under way; null when nothing is left.
   */
  async take(most: number, goesWith: (first: StepWork, other: StepWork) => boolean): Promise<Pack | null> {
    for (;;) {
      const taken = this.#findReady(most, goesWith);
      const [first, ...others] = taken;
      if (first !== undefined) {
        this.#waiting = this.#waiting.filter(({ work }) => !taken.has(work));
        return [first, ...others];
      }
      if (this.#waiting.length === 0) return null;
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  end(works: readonly StepWork[]): void {
    for (const work of works) this.#ended.add(work);
    const woken = this.#wake;
    this.#wake = [];
    for (const wake of woken) wake();
  }

  #findReady(most: number, goesWith: (first: StepWork, other: StepWork) => boolean): ReadonlySet<StepWork> {
    const taken = new Set<StepWork>();
    let first: StepWork | null = null;
    for (const { work, after } of this.#waiting) {
      if (taken.size === most) break;
      if (!after.every((one) => this.#ended.has(one) || taken.has(one))) continue;
      if (first !== null && !goesWith(first, work)) continue;
      first ??= work;
      taken.add(work);
    }
    return taken;
  }
}

function listTurns(batch: readonly StepWork[]): readonly Turn[] {
  const related = relate(batch);
  return batch.map((work) => ({ work, after: isCreation(work) ? [] : listEarlier(work, related) }));
}

function isCreation({ step: { before } }: StepWork): boolean {
  return before === null;
}

/** With what is reached through those that are created, since they do not wait themselves. */
function listEarlier(work: StepWork, related: ReadonlyMap<StepWork, readonly StepWork[]>): readonly StepWork[] {
  const earlier = new Set<StepWork>(related.get(work));
  for (const one of earlier) if (isCreation(one)) for (const next of related.get(one) ?? []) earlier.add(next);
  return [...earlier];
}

/** For each those before it in the batch that it calls or that call it. */
function relate(batch: readonly StepWork[]): ReadonlyMap<StepWork, readonly StepWork[]> {
  const known = new Map<string, StepWork>();
  const callers = new Map<string, StepWork[]>();
  const related = new Map<StepWork, readonly StepWork[]>();
  for (const work of batch) {
    const { key, before, after } = work.step;
    const identity = identify(key);
    const routine = (after ?? before?.live)?.routine;
    const callees = routine === undefined ? [] : listCallees(routine);
    const earlier = callees.map((callee) => known.get(callee)).filter((callee) => callee !== undefined);
    related.set(work, [...earlier, ...(callers.get(identity) ?? [])]);
    known.set(identity, work);
    for (const callee of callees) callers.set(callee, [...(callers.get(callee) ?? []), work]);
  }
  return related;
}
