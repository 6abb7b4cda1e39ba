/** The outcome of a deployment or a rollback, in one sentence and in full. */
import type { DeployAnswer, OutcomeSummary, StepOutcome } from '#engine';
import { plural } from './plural';
import { printEffect } from './print-effect';
import { printForEditor, type Summarized } from '#protocol';

/** The kind of operation on an environment. */
export type OperationKind = 'deploy' | 'sync' | 'promote' | 'roll-back' | 'recover' | 'revert';

/** Returns `Deploying to prod`. */
export function printWork(work: OperationKind, environment: string): string {
  return `${doing[work]} ${environment}`;
}

const doing: Readonly<Record<OperationKind, string>> = {
  deploy: 'Deploying to',
  sync: 'Syncing to',
  promote: 'Promoting to',
  'roll-back': 'Rolling back',
  recover: 'Recovering',
  revert: 'Reverting drift in',
};

/** Returns `deployment to prod`, for the middle of a sentence. */
export function printNoun(work: OperationKind, environment: string): string {
  return `${nouns[work].toLowerCase()} ${environment}`;
}

/** `Deployment to prod`, as a sentence on its failure begins. */
const nouns: Readonly<Record<OperationKind, string>> = {
  deploy: 'Deployment to',
  sync: 'Sync to',
  promote: 'Promotion to',
  'roll-back': 'Rollback of',
  recover: 'Recovery of',
  revert: 'Revert of drift in',
};

/** Returns `Deployed 3 routines to prod.` */
function printDone(work: OperationKind, environment: string, routines: string): string {
  switch (work) {
    case 'deploy':
      return `Deployed ${routines} to ${environment}.`;
    case 'sync':
      return `Synced ${routines} to ${environment}.`;
    case 'promote':
      return `Promoted ${routines} to ${environment}.`;
    case 'roll-back':
      return `Rolled back ${routines} on ${environment}.`;
    case 'recover':
      return `Finished the interrupted deployment to ${environment}: ${routines}.`;
    case 'revert':
      return `Reverted ${routines} on ${environment}.`;
  }
}

/** Returns the outcome in one sentence. */
export function printSummary(work: OperationKind, environment: string, summary: OutcomeSummary): string {
  const routines = plural(summary.done, 'routine');
  const because = summary.because === null ? '' : ` ${printForEditor(summary.because)}`;
  const what = `${nouns[work]} ${environment}`;
  switch (summary.end) {
    case 'deployed':
      return printDone(work, environment, routines);
    case 'nothing-to-do':
      return `${environment} is already up to date.`;
    case 'would-deploy':
      return `${what} was a dry run. Nothing was changed.`;
    case 'restored':
      return `Restored ${environment} to its state before the interrupted deployment.`;
    case 'undone':
      return `${what} failed; everything was restored.${because}`;
    case 'failed':
      if (summary.left > 0) return `${what} failed; ${printLeft(summary.left)}.${because}`;
      return `${what} failed. Nothing was changed.${because}`;
    case 'partial':
      return `${what} failed partway: ${routines} changed, and some changes could not be undone.${because}`;
  }
}

function printLeft(left: number): string {
  return `${plural(left, 'change')} by someone else ${left === 1 ? 'was' : 'were'} left untouched, everything else was restored`;
}

/** Returns the line in a plan's tab after its execution: the moment, the author, the id, and the outcome. */
export function printRun(at: Date, answer: DeployAnswer, sentence: string): string {
  const id = answer.deployment === null ? '' : `, deployment ${answer.deployment}`;
  const by = answer.by === undefined ? '' : ` by ${answer.by}`;
  return `Run at ${printTime(at)}${by}${id}: ${sentence}`;
}

/** Returns `2026-11-30 14:03:11 UTC`. */
export function printTime(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Prints every step with its outcome, for an editor. */
export function printOutcome(work: OperationKind, environment: string, answer: Summarized<DeployAnswer>): string {
  const id = answer.deployment === null ? [] : [`Deployment ${answer.deployment}`];
  const warnings = (answer.warnings ?? []).map((warning) => `Warning: ${printForEditor(warning)}`);
  const steps = answer.steps.map(printStep);
  const effects = (answer.effects ?? []).flatMap((effect) => ['', ...printEffect(effect)]);
  return [printSummary(work, environment, answer.summary), ...id, ...warnings, '', ...steps, ...effects, ''].join('\n');
}

function printStep({ routine, target, outcome, durationMs, error }: StepOutcome): string {
  const time = outcome === 'not-run' ? '' : `, ${durationMs} ms`;
  return `${signs[outcome]} ${routine} on ${target}: ${outcome}${time}${error === null ? '' : `\n    ${printForEditor(error)}`}`;
}

const signs: Readonly<Record<StepOutcome['outcome'], string>> = {
  done: '✔',
  failed: '✘',
  restored: '↺',
  'not-run': '–',
};
