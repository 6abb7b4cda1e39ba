/** Splits the steps of a plan into runs: those in a row that go the same way are one, every other step is its own. */
import type { StepWork } from './execute-step';
import { goesTogether } from './run-together';
import { listStatements } from './step-script';

/** A run's rows of the ledger go in one packet, well below the smallest max_allowed_packet in use (4 MB). */
const limits = { steps: 100, characters: 500_000 } as const;

/** In the order of the plan. */
export function groupSteps(steps: readonly StepWork[]): readonly (readonly StepWork[])[] {
  const runs: StepWork[][] = [];
  let characters = 0;
  for (const work of steps) {
    const length = measure(work);
    const run = runs.at(-1);
    const [first] = run ?? [];
    const joins = first !== undefined && first.target === work.target && goesTogether(first) && goesTogether(work);
    if (run !== undefined && joins && run.length < limits.steps && characters + length <= limits.characters) {
      run.push(work);
      characters += length;
    } else {
      runs.push([work]);
      characters = length;
    }
  }
  return runs;
}

/** Characters of the statements and of what stood there, which the ledger keeps both. */
function measure({ step: { script, before } }: StepWork): number {
  return listStatements(script).join().length + (before?.saved.text.length ?? 0);
}
