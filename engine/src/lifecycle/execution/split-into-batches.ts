/** Splits the steps of a plan into runs, and a run into batches. */
import type { StepTask } from './step-task';
import { countCharacters, journalCharacters } from '../planning/steps/packet-size';
import { splitPackets } from '../planning/steps/split-packets';

/**
 * Returns true unless the step has to run alone: it switches a global setting, or leaves a moment without the routine.
 */
export function goesTogether({ step: { script, key } }: StepTask): boolean {
  return (key.kind === 'procedure' || key.kind === 'function') && script.around === null && script.kind !== 'packet';
}

/**
 * Splits the steps in the order of the plan: consecutive ones that may run together on one target are a group, every
 * other step is a separate one.
 */
export function splitSteps(steps: readonly StepTask[]): readonly (readonly StepTask[])[] {
  return splitPackets(steps, {
    joins: (first, work) => first.target === work.target && goesTogether(first) && goesTogether(work),
  });
}

/** Splits a group into batches whose rows of the ledger fit into one packet. */
export function splitIntoBatches(run: readonly StepTask[]): readonly (readonly StepTask[])[] {
  const limit = journalCharacters(run[0]?.target.write.maxAllowedPacket ?? Infinity);
  return splitPackets(run, { most: 100, limit, measure: ({ step }) => countCharacters(step) });
}
