/** Finds the later deployment of a routine that an interrupted deployment also changed: its work is never undone. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { StepFinished, StepIntended } from '../../ledger/ledger';
import { identify } from '../../routine/routine';
import { openLedger, type OpenTarget } from '../target/target-at-work';

export interface Successor {
  readonly deployment: string;
  /** False if its own step has no end yet. */
  readonly isEnded: boolean;
}

interface ChangedStep {
  readonly intended: Pick<StepIntended, 'deployment' | 'key'>;
  /** The number of its last row. */
  readonly sequence: number;
}

/** Returns the last deployment that changed the routine after this step, and is in effect; null if there is none. */
export async function findSuccessor(
  target: OpenTarget,
  { intended: { deployment, key }, sequence }: ChangedStep,
): Promise<Result<Successor | null, Failure>> {
  const ledger = await openLedger(target);
  if (!ledger.ok) return ledger;
  const rows = await ledger.value.read({ routine: identify(key) });
  if (!rows.ok) return rows;
  const last = new Map<string, StepIntended | StepFinished>();
  for (const { entry, sequence: at } of rows.value) {
    const isStep = entry.kind === 'step-intended' || entry.kind === 'step-finished';
    if (isStep && at > sequence && entry.deployment !== deployment)
      last.set(`${entry.deployment} ${entry.step}`, entry);
  }
  const found = [...last.values()].findLast((entry) => entry.kind === 'step-intended' || entry.outcome === 'done');
  return succeed(
    found === undefined ? null : { deployment: found.deployment, isEnded: found.kind === 'step-finished' },
  );
}
