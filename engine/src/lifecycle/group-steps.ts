/** Splits the steps of a plan into runs: creations in a row are one, every other step is its own. */
import { isPlainCreation } from './create-together';
import type { StepWork } from './execute-step';
import { listStatements } from './step-script';

/** A run's rows of the ledger go in one packet, well below the smallest max_allowed_packet in use (4 MB). */
const limits = { steps: 100, characters: 500_000 } as const;

/** In the order of the plan. */
export function groupSteps(steps: readonly StepWork[]): readonly (readonly StepWork[])[] {
  const runs: StepWork[][] = [];
  let characters = 0;
  for (const work of steps) {
    const length = listStatements(work.step.script).join().length;
    const run = runs.at(-1);
    const [first] = run ?? [];
    const joins =
      first !== undefined && first.target === work.target && isPlainCreation(first) && isPlainCreation(work);
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
