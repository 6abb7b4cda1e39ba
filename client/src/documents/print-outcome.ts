/** What a deployment or a rollback came to, in a sentence and in full. */
import type { DeployAnswer, StepOutcome } from '#engine';

export type Verb = 'Deploying' | 'Rolling back' | 'Recovering';

/** One sentence that says what was done by the end, whichever end it was. */
export function summarizeOutcome(verb: Verb, environment: string, { outcome, steps }: DeployAnswer): string {
  const done = steps.filter((step) => step.outcome === 'done').length;
  const routines = `${done} routine${done === 1 ? '' : 's'}`;
  const error = steps.find((step) => step.error !== null)?.error ?? null;
  const because = error === null ? '' : ` ${error}`;
  switch (outcome) {
    case 'deployed':
      return `${verb} to ${environment} is done: ${routines}.`;
    case 'nothing-to-do':
      return `${environment} already has it: nothing to do.`;
    case 'rolled-back':
      return `${verb} to ${environment} stopped, and what was done is undone: ${environment} is as it was.${because}`;
    case 'failed':
      return `${verb} to ${environment} failed, nothing was changed.${because}`;
    case 'partial':
      return `${verb} to ${environment} stopped in the middle: ${routines} changed.${because}`;
  }
}

export function isSuccess({ outcome }: DeployAnswer): boolean {
  return outcome === 'deployed' || outcome === 'nothing-to-do';
}

/** Every step with its outcome, for an editor. */
export function printOutcome(verb: Verb, environment: string, answer: DeployAnswer): string {
  const id = answer.deployment === null ? [] : [`Deployment ${answer.deployment}`];
  return [summarizeOutcome(verb, environment, answer), ...id, '', ...answer.steps.map(printStep), ''].join('\n');
}

function printStep({ routine, target, outcome, durationMs, error }: StepOutcome): string {
  const time = outcome === 'not-run' ? '' : `, ${durationMs} ms`;
  return `${signs[outcome]} ${routine} on ${target}: ${outcome}${time}${error === null ? '' : `\n    ${error}`}`;
}

const signs: Readonly<Record<StepOutcome['outcome'], string>> = {
  done: '✔',
  failed: '✘',
  restored: '↺',
  'not-run': '–',
};
