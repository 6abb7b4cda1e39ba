/** The outcome of a deployment, a rollback or a recovery for people, step by step. */
import {
  plural,
  summarizeOutcome,
  type CallFigures,
  type DeployAnswer,
  type OutcomeSummary,
  type RoutineEffect,
  type StepOutcome,
  type WrittenTable,
} from '#engine';
import { adviceText } from './print-action';
import { oneLine, type Style, printWarning } from './style';
import { printTable } from './table';

/** Prints a deployment; `summary` replaces the sentence for its outcome. */
export function printDeployment(answer: DeployAnswer, style: Style, summary = printSummary(answer, style)): string {
  const paints: Readonly<Record<StepOutcome['outcome'], (text: string) => string>> = {
    done: style.good,
    failed: style.bad,
    restored: style.warn,
    'not-run': style.faint,
  };
  const isTried = answer.outcome === 'would-deploy';
  const rows = answer.steps.map((step) => [
    step.routine,
    printVersions(step),
    { text: step.target, paint: style.faint },
    { text: isTried ? `would ${step.action ?? 'run'}` : printResult(step), paint: paints[step.outcome] },
    step.durationMs < 1 ? '' : `${Math.round(step.durationMs)} ms`,
    adviceText(step.error ?? ''),
  ]);
  // A dry run has shown its hazards with the routines that they are of.
  const unseen = isTried ? [] : (answer.warnings ?? []);
  const warnings = unseen.map((warning) => printWarning(adviceText(warning), style)).join('');
  const effects = (answer.effects ?? []).map((effect) => printEffect(effect, style)).join('');
  return `${printTable(rows)}${summary}\n${effects}${warnings}`;
}

/** Returns `1.0.1 → 1.0.4`; the version alone for a new routine. */
function printVersions({ from = null, to = null }: StepOutcome): string {
  const print = (version: string): string => (version === '-' ? 'unregistered' : version);
  if (from === null) return to === null ? '' : print(to);
  return `${print(from)} → ${to === null ? 'dropped' : print(to)}`;
}

function printResult({ outcome, action }: StepOutcome): string {
  if (outcome === 'not-run') return 'not run';
  return outcome === 'done' && action !== undefined ? actionsDone[action] : outcome;
}

const actionsDone: Readonly<Record<NonNullable<StepOutcome['action']>, string>> = {
  create: 'created',
  replace: 'replaced',
  alter: 'altered',
  drop: 'dropped',
};

function printSummary(answer: DeployAnswer, style: Style): string {
  const { end, isSuccess, steps, done, failed, restored, notRun, left } = summarizeOutcome(answer);
  const id = answer.deployment === null ? '' : style.faint(`  deployment ${answer.deployment}`);
  if (end === 'would-deploy') return `${plural(steps, 'step')} would run; nothing was changed`;
  if (isSuccess)
    return `${style.good(end === 'nothing-to-do' ? 'Nothing to do' : `${plural(done, 'step')} done`)}${id}`;
  const at = answer.steps.findIndex(({ outcome }) => outcome === 'failed') + 1;
  const place = failed === 1 && at > 0 ? ` at step ${at} of ${steps}` : '';
  if (end === 'undone') return `${style.bad(`Failed${place}. Everything was restored`)}${id}`;
  if (end === 'failed' && left > 0) return `${style.bad(`Failed${place}. ${printLeft(left)}`)}${id}`;
  return `${style.bad(failures[end])} (${failed} failed, ${restored} restored, ${notRun} not run)${id}`;
}

/** Returns the sentence on changes by others, which an undoing leaves. */
export function printLeft(left: number): string {
  return `${plural(left, 'change')} by someone else ${left === 1 ? 'was' : 'were'} left untouched. Everything else was restored`;
}

const failures: Readonly<Record<OutcomeSummary['end'], string>> = {
  undone: 'Failed. Everything was restored',
  partial: 'Failed: some changes could not be undone. Run `sproc recover` to finish',
  failed: 'Failed',
  restored: 'Restored',
  deployed: 'Done',
  'nothing-to-do': 'Nothing to do',
  'would-deploy': 'Nothing was changed',
};

/** Prints the measured effect of a rollback on a routine. */
function printEffect({ routine, target, before, after, unmeasured, tables }: RoutineEffect, style: Style): string {
  const lines = [
    ...(before === null ? [] : [`before the rollback: ${printFigures(before)}`]),
    ...(after === null ? [] : [`since the rollback: ${printFigures(after)}`]),
    ...(unmeasured === undefined ? [] : [unmeasured]),
    ...(tables.length === 0 ? [] : [`tables that it writes: ${tables.map(printTableSize).join(', ')}`]),
  ];
  const title = `${oneLine(routine)}  ${style.faint(oneLine(target))}\n`;
  return lines.length === 0 ? '' : title + lines.map((line) => `  ${oneLine(line)}\n`).join('');
}

function printFigures({ calls, errors, meanMs }: CallFigures): string {
  const failed = errors === null ? 'errors not counted' : plural(errors, 'error');
  const mean = meanMs === null ? [] : [`${meanMs} ms on average`];
  return [`${calls.toLocaleString('en')} ${calls === 1 ? 'call' : 'calls'}`, failed, ...mean].join(', ');
}

function printTableSize({ table, rows, isEstimate, why }: WrittenTable): string {
  if (rows === null) return `${table} (not counted: ${why ?? 'unknown'})`;
  const number = rows.toLocaleString('en');
  return `${table} (${isEstimate === true ? 'about ' : ''}${number} ${rows === 1 ? 'row' : 'rows'})`;
}
