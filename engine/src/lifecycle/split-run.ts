/** Splits the steps of a plan into runs, and a run into batches. */
import type { StepWork } from './execute-step';
import { listStatements } from './step-script';

/** A batch's rows of the ledger go in one packet, well below the smallest max_allowed_packet in use (4 MB). */
const limits = { steps: 100, characters: 500_000 } as const;

/** What switches a global setting goes alone, and what leaves a moment without the routine. */
export function goesTogether({ step: { script, key } }: StepWork): boolean {
  return (key.kind === 'procedure' || key.kind === 'function') && script.around === null && script.kind !== 'packet';
}

/** In the order of the plan: those in a row that go together on one target are one, every other step is its own. */
export function splitSteps(steps: readonly StepWork[]): readonly (readonly StepWork[])[] {
  return splitWhere(
    steps,
    (first, work) => first.target !== work.target || !goesTogether(first) || !goesTogether(work),
  );
}

export function splitRun(run: readonly StepWork[]): readonly (readonly StepWork[])[] {
  let [count, characters] = [0, 0];
  return splitWhere(run, (_, work) => {
    const length = measure(work);
    const isFull = count + 1 > limits.steps || characters + length > limits.characters;
    [count, characters] = isFull ? [1, length] : [count + 1, characters + length];
    return isFull;
  });
}

/** `isNext` is asked once for each but the first: whether it begins the next part, given the first of the part before. */
function splitWhere<T>(all: readonly T[], isNext: (first: T, one: T) => boolean): readonly (readonly T[])[] {
  const parts: [T, ...T[]][] = [];
  for (const one of all) {
    const part = parts.at(-1);
    if (part === undefined || isNext(part[0], one)) parts.push([one]);
    else part.push(one);
  }
  return parts;
}

/** Characters of the statements and of what stood there, which the ledger keeps both. */
function measure({ step: { script, before } }: StepWork): number {
  return listStatements(script).join().length + (before?.saved.text.length ?? 0);
}
