/** A plan as people read it: SQL with comments, each statement exactly as it will be sent. */
import type { Finding, PlanAnswer, PlanStep } from '#engine';
import { printForEditor } from '#protocol';

/** Returns the title of the tab that shows a plan. */
export function planTitle(environment: string): string {
  return `Plan for ${environment}.sql`;
}

/**
 * Prints the complete plan, for an editor.
 * @param outcome The outcome; null before the execution.
 */
export function printPlan(plan: PlanAnswer, outcome: string | null = null): string {
  const head =
    plan.steps.length === 0
      ? 'The environment is up to date.'
      : `Steps in the order in which they run. ${outcome ?? 'Nothing has been changed yet.'}`;
  const findings =
    plan.findings.length === 0 ? [] : ['--', ...plan.findings.map((finding) => comment(printFinding(finding)))];
  return [
    comment(`Plan for ${plan.environment}, fingerprint ${plan.fingerprint}`),
    comment(head),
    ...findings,
    ...(plan.notes ?? []).map(({ message, remedy }) => comment(`${message} ${printForEditor(remedy)}`.trimEnd())),
    ...plan.steps.flatMap((step, i) => ['', ...printStep(step, i + 1)]),
    '',
  ].join('\n');
}

/** Prints the few lines of the confirmation. */
export function summarizePlan(plan: PlanAnswer, most = 12): string {
  const steps = plan.steps.map((step) => printStepHead(step));
  const hazards = plan.steps.flatMap((step) => step.hazards.map((hazard) => `⚠ ${hazard}`));
  const findings = plan.findings.map(printFinding);
  const lines = [
    ...cut(findings, most, 'finding'),
    ...cut(steps, most, 'step'),
    ...cut([...new Set(hazards)], most, 'hazard'),
  ];
  return lines.join('\n');
}

/** Returns `create procedure shop.a 1.0.0`, `replace procedure shop.a: 1.1.0 → 1.2.0` or `drop procedure shop.a`. */
function printStepHead({ action, kind, routine, from, to }: PlanStep): string {
  const what = `${action} ${kind} ${routine}`;
  if (action === 'drop') return what;
  if (action === 'create') return isVersion(to) ? `${what} ${to}` : what;
  if (!isVersion(from) && !isVersion(to)) return `${what}: ${unregisteredChange[action]}`;
  return `${what}: ${isVersion(from) ? from : unregistered} → ${isVersion(to) ? to : unregistered}`;
}

function isVersion(version: string | null): version is string {
  return version !== null && version !== '-';
}

const unregistered = 'a text that is not registered';

/** The descriptions of a change without a version before and after. */
const unregisteredChange = {
  replace: 'its text changes (neither text is registered)',
  alter: 'its characteristics change (neither text is registered)',
} as const;

/** Returns true if changes made by others are the only errors of the plan. */
export function needsOverwriteOnly({ findings }: PlanAnswer): boolean {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return (
    errors.length > 0 && errors.every(({ code }) => code === 'drifted' || code === 'different' || code === 'unmanaged')
  );
}

export function isDeployable(plan: PlanAnswer): boolean {
  return plan.findings.every(({ severity }) => severity !== 'error');
}

function printStep(step: PlanStep, number: number): readonly string[] {
  return [
    comment(`${number}. ${printStepHead(step)} on ${step.target}`),
    ...explainStrategy(step),
    ...step.hazards.map((hazard) => comment(`   ⚠ ${hazard}`)),
    ...step.sql.flatMap((statement) => ['', `${statement.trimEnd()};`]),
    ...step.smoke.map((statement) => comment(`   smoke test (rolled back): ${statement}`)),
  ];
}

/** Explains the strategy: the statements of a queued replacement alone look like a mistake. */
function explainStrategy({ strategy, action }: PlanStep): readonly string[] {
  if (strategy === action) return [];
  const why = strategy === 'queued' ? `: ${whyQueued}` : '';
  return [comment(`   Strategy ${strategy}${why}`)];
}

const whyQueued =
  'two sessions send CREATE … IF NOT EXISTS, one queued right after DROP so that callers wait instead of failing, ' +
  'one together with DROP so that the routine exists even if this process dies; the second one changes nothing.';

function printFinding({ severity, message, remedy }: Finding): string {
  return `${severity === 'error' ? '✘' : '⚠'} ${message} ${printForEditor(remedy)}`.trimEnd();
}

function cut(lines: readonly string[], most: number, noun: string): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… and ${lines.length - most} more ${noun}s`];
}

/** Returns a comment. Names and messages may contain line breaks; the text after one must not become a statement. */
function comment(text: string): string {
  return `-- ${text.replaceAll(/\r\n|[\r\n]/g, '\n-- ')}`;
}
