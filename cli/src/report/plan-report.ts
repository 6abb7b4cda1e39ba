/** A plan for people: its steps with their hazards, what they change and their statements, and what speaks against it. */
import { renderPatch, type Finding, type PlanAnswer, type PlanStep, type PlanWarnings } from '#engine';
import { printPatch } from './patch-report';
import { manyLines, oneLine, plain, plural, type Style } from './style';

export function printPlan(plan: PlanAnswer, style: Style): string {
  const { steps, findings } = plan;
  const parts = steps.map((step, i) => printStep(step, i + 1, style));
  if (findings.length > 0) parts.push(printFindings(findings, style));
  return `${[...parts, summarize(plan, style)].join('\n')}\n`;
}

function summarize(plan: PlanAnswer, style: Style): string {
  const environment = oneLine(plan.environment);
  const { length } = plan.steps;
  if (length > 0)
    return `${plural(length, 'step')} in ${environment}  ${style.faint(`fingerprint ${plan.fingerprint.slice(0, 12)}`)}`;
  if (hasErrors(plan)) return `No steps for ${environment}: the errors above come first`;
  return `Nothing to do in ${environment}: it is as it should be`;
}

export function printFindings(findings: readonly Finding[], style: Style): string {
  if (findings.length === 0) return 'Nothing stands in the way\n';
  return findings.map((finding) => printFinding(finding, style)).join('');
}

/** What speaks against a plan that nobody was shown. */
export function printWarnings({ findings, hazards }: PlanWarnings): string {
  const lines = hazards.map(
    ({ routine, target, message }) => `warning: ${oneLine(routine)} on ${oneLine(target)}: ${oneLine(message)}\n`,
  );
  return findings.map((finding) => printFinding(finding, plain)).join('') + lines.join('');
}

export function hasErrors({ findings }: PlanAnswer): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

function printFinding({ severity, message, remedy, code }: Finding, style: Style): string {
  const word = severity === 'error' ? style.bad('error') : style.warn('warning');
  return `${word}: ${oneLine(message)}  ${style.faint(code)}\n${remedy === '' ? '' : `  ${oneLine(remedy)}\n`}`;
}

function printStep(step: PlanStep, number: number, style: Style): string {
  const { action, kind, routine, from, to, strategy, target } = step;
  const way = from === null ? (to ?? 'nothing') : `${from} → ${to ?? 'nothing'}`;
  const title = `${number}. ${action} ${kind} ${style.bold(oneLine(routine))}  ${oneLine(way)}  ${style.faint(oneLine(`${strategy}, ${target}`))}\n`;
  const hazards = step.hazards.map((hazard) => `   ${style.warn('!')} ${oneLine(hazard)}\n`).join('');
  const sql = step.sql.map((statement) => style.faint(`${indent(manyLines(statement))}\n`)).join('');
  const smoke = step.smoke.map((statement) => style.faint(`   then, rolled back: ${oneLine(statement)}\n`)).join('');
  return title + hazards + printChange(step, style) + sql + smoke;
}

/** Both texts, where one takes the place of the other. */
function printChange({ before, after }: PlanStep, style: Style): string {
  if (before === null || after === null || before === after) return '';
  const patch = renderPatch(['what stands there', `${before}\n`], ['what will stand there', `${after}\n`]);
  return `${indent(printPatch(patch, style).trimEnd())}\n`;
}

function indent(lines: string): string {
  return lines.replace(/^(?=.)/gm, '   ');
}
