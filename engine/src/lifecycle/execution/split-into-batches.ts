/** Splits the steps of a plan into runs, and a run into batches. */
import type { StepTask } from './step-task';
import { countCharacters, journalCharacters } from '../planning/steps/packet-size';
import { splitPackets } from '../planning/steps/split-packets';

/** What switches a global setting goes alone, and what leaves a moment without the routine. */
export function goesTogether({ step: { script, key } }: StepTask): boolean {
  return (key.kind === 'procedure' || key.kind === 'function') && script.around === null && script.kind !== 'packet';
}

/** In the order of the plan: those in a row that go together on one target are one, every other step is its own. */
export function splitSteps(steps: readonly StepTask[]): readonly (readonly StepTask[])[] {
  return splitPackets(steps, {
    joins: (first, work) => first.target === work.target && goesTogether(first) && goesTogether(work),
  });
}

/** A batch's rows of the ledger go in one packet. */
export function splitIntoBatches(run: readonly StepTask[]): readonly (readonly StepTask[])[] {
  const limit = journalCharacters(run[0]?.target.write.maxAllowedPacket ?? Infinity);
  return splitPackets(run, { most: 100, limit, measure: ({ step }) => countCharacters(step) });
}
