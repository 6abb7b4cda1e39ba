/** The outcome of a deployment, a rollback or a recovery for people, step by step. */
import type { DeployAnswer, StepOutcome } from '#engine';
import { oneLine, plural, type Style } from './style';
import { printTable } from './table';

/** Whether all that was asked for is done; a rollback is, with everything rolled back. */
export function isDone({ outcome, steps }: DeployAnswer): boolean {
  if (outcome === 'deployed' || outcome === 'nothing-to-do' || outcome === 'would-deploy') return true;
  return outcome === 'rolled-back' && steps.length > 0 && steps.every((step) => step.outcome === 'done');
}

/** `summary` in place of the sentence that the outcome has for a deployment. */
export function printDeployment(answer: DeployAnswer, style: Style, summary = summarize(answer, style)): string {
  const paints: Readonly<Record<StepOutcome['outcome'], (text: string) => string>> = {
    done: style.good,
    failed: style.bad,
    restored: style.warn,
    'not-run': style.faint,
  };
  const isTried = answer.outcome === 'would-deploy';
  const rows = answer.steps.map(({ routine, target, outcome, durationMs, error, action }) => [
    routine,
    { text: target, paint: style.faint },
    { text: isTried ? `would ${action ?? 'run'}` : outcome, paint: paints[outcome] },
    isTried ? '' : `${Math.round(durationMs)} ms`,
    error ?? '',
  ]);
  const warnings = (answer.warnings ?? []).map((warning) => `${style.warn('warning')} ${oneLine(warning)}\n`).join('');
  return `${printTable(rows)}${summary}\n${warnings}`;
}

function summarize(answer: DeployAnswer, style: Style): string {
  const { deployment, outcome, steps } = answer;
  const count = (kind: StepOutcome['outcome']): number => steps.filter((step) => step.outcome === kind).length;
  const id = deployment === null ? '' : style.faint(`  deployment ${deployment}`);
  if (outcome === 'would-deploy') return `${plural(steps.length, 'step')} would run; nothing was changed`;
  if (isDone(answer))
    return `${style.good(outcome === 'nothing-to-do' ? 'Nothing to do' : `${plural(count('done'), 'step')} done`)}${id}`;
  const facts = [`${count('failed')} failed`, `${count('restored')} restored`, `${count('not-run')} not run`];
  const sentence = {
    'rolled-back': 'Failed: everything is as it was before',
    partial: 'Failed: part of it is done and could not be undone; sproc recover goes on with it',
    failed: 'Failed',
    deployed: 'Done',
    'nothing-to-do': 'Nothing to do',
  }[outcome];
  return `${style.bad(sentence)} (${facts.join(', ')})${id}`;
}
