/** What a deployment or a rollback came to, in a sentence and in full. */
import type { DeployAnswer, OutcomeSummary, StepOutcome } from '#engine';
import type { Carried } from '#protocol';

/** What is done to an environment. */
export type OperationKind = 'deploy' | 'promote' | 'roll-back' | 'recover' | 'revert';

/** `Deploying to prod`. */
export function printWork(work: OperationKind, environment: string): string {
  return `${doing[work]} ${environment}`;
}

const doing: Readonly<Record<OperationKind, string>> = {
  deploy: 'Deploying to',
  promote: 'Promoting to',
  'roll-back': 'Rolling back on',
  recover: 'Recovering',
  revert: 'Putting back what was deployed to',
};

/** One sentence that says what was done by the end, whichever end it was. */
export function printSummary(work: OperationKind, environment: string, summary: OutcomeSummary): string {
  const routines = `${summary.done} routine${summary.done === 1 ? '' : 's'}`;
  const because = summary.because === null ? '' : ` ${summary.because}`;
  const what = printWork(work, environment);
  switch (summary.end) {
    case 'deployed':
      return `${what} is done: ${routines}.`;
    case 'nothing-to-do':
      return `${environment} already has it: nothing to do.`;
    case 'would-deploy':
      return `${what} was only tried: nothing was changed.`;
    case 'restored':
      return `${what} is done: ${environment} is as it was before the interrupted deployment.`;
    case 'undone':
      return `${what} stopped, and what was done is undone: ${environment} is as it was.${because}`;
    case 'failed':
      return `${what} failed, nothing was changed.${because}`;
    case 'partial':
      return `${what} stopped in the middle: ${routines} changed.${because}`;
  }
}

/** What a plan's tab says once it was run: when, under which id, and with what outcome. */
export function printRun(at: Date, answer: DeployAnswer, sentence: string): string {
  const id = answer.deployment === null ? '' : `, deployment ${answer.deployment}`;
  return `Run at ${printTime(at)}${id}: ${sentence}`;
}

/** `2026-11-30 14:03:11 UTC` */
export function printTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Every step with its outcome, for an editor. */
export function printOutcome(work: OperationKind, environment: string, answer: Carried<DeployAnswer>): string {
  const id = answer.deployment === null ? [] : [`Deployment ${answer.deployment}`];
  const warnings = (answer.warnings ?? []).map((warning) => `Warning: ${warning}`);
  const steps = answer.steps.map(printStep);
  return [printSummary(work, environment, answer.summary), ...id, ...warnings, '', ...steps, ''].join('\n');
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
