/** The outcome of a deployment, a rollback or a recovery for people, step by step. */
import { summarizeOutcome, type DeployAnswer, type OutcomeSummary, type StepOutcome } from '#engine';
import { oneLine, plural, type Style } from './style';
import { printTable } from './table';

/** `summary` in place of the sentence that the outcome has for a deployment. */
export function printDeployment(answer: DeployAnswer, style: Style, summary = printSummary(answer, style)): string {
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

function printSummary(answer: DeployAnswer, style: Style): string {
  const { end, isSuccess, steps, done, failed, restored, notRun } = summarizeOutcome(answer);
  const id = answer.deployment === null ? '' : style.faint(`  deployment ${answer.deployment}`);
  if (end === 'would-deploy') return `${plural(steps, 'step')} would run; nothing was changed`;
  if (isSuccess)
    return `${style.good(end === 'nothing-to-do' ? 'Nothing to do' : `${plural(done, 'step')} done`)}${id}`;
  return `${style.bad(failures[end])} (${failed} failed, ${restored} restored, ${notRun} not run)${id}`;
}

const failures: Readonly<Record<OutcomeSummary['end'], string>> = {
  undone: 'Failed: everything is as it was before',
  partial: 'Failed: part of it is done and could not be undone; sproc recover goes on with it',
  failed: 'Failed',
  restored: 'Restored',
  deployed: 'Done',
  'nothing-to-do': 'Nothing to do',
  'would-deploy': 'Nothing was changed',
};
