/** The steps of a deployment by its rows in the ledger. */
import type { RecordedEntry, StepFinished, StepIntended } from '../../ledger/ledger';

/** A step in the journal, with its last outcome, if any was written. */
export interface OpenStep {
  readonly intended: StepIntended;
  /** The last outcome; null also while the step is being undone. */
  readonly finished: StepFinished | null;
  /** The outcome with which the step was completed, before it was undone; null if it was not. */
  readonly done: StepFinished | null;
  /** The number of its last row. */
  readonly sequence: number;
}

/** Returns true if the step may have to be undone. */
export function mayHaveRun({ finished }: OpenStep): boolean {
  return finished === null || finished.outcome === 'done';
}

/** Returns the steps of a deployment's rows, in order. */
export function collectSteps(journal: readonly RecordedEntry[]): readonly OpenStep[] {
  const steps = new Map<number, OpenStep>();
  for (const { entry, sequence } of journal) {
    if (entry.kind !== 'step-intended' && entry.kind !== 'step-finished') continue;
    const known = steps.get(entry.step);
    // The second intent of a step announces that it is undone.
    if (entry.kind === 'step-intended')
      steps.set(entry.step, {
        intended: known?.intended ?? entry,
        finished: null,
        done: known?.done ?? null,
        sequence,
      });
    else if (known !== undefined)
      steps.set(entry.step, {
        ...{ intended: known.intended, finished: entry, sequence },
        done: entry.outcome === 'done' ? entry : known.done,
      });
  }
  return [...steps.values()].sort((a, b) => a.intended.step - b.intended.step);
}
