/** A plan for people: its steps with their hazards, what they change and their statements, and what speaks against it. */
import { plural, renderPatch, type Finding, type PlanAnswer, type PlanStep, type PlanWarnings } from '#engine';
import { adviceText } from './print-action';
import { printPatch } from './patch-report';
import { manyLines, oneLine, plain, type Style, printWarning } from './style';

export function printPlan(plan: PlanAnswer, style: Style): string {
  const { steps, findings } = plan;
  const parts = steps.map((step, i) => printStep(step, i + 1, style));
  if (findings.length > 0) parts.push(printFindings(findings, style));
  if (plan.notes !== undefined) parts.push(printNotes(plan.notes, style));
  return `${[...parts, summarize(plan, style)].join('\n')}\n`;
}

function summarize(plan: PlanAnswer, style: Style): string {
  const environment = oneLine(plan.environment);
  const { length } = plan.steps;
  if (length > 0)
    return `${plural(length, 'step')} in ${environment}  ${style.faint(`fingerprint ${plan.fingerprint.slice(0, 12)}`)}`;
  if (hasErrors(plan)) return `No steps for ${environment}: correct the errors above first`;
  return `${environment} is up to date`;
}

export function printFindings(findings: readonly Finding[], style: Style): string {
  if (findings.length === 0) return 'No problems found\n';
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const total = `${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}\n`;
  return `${printGroups(findings, style)}${findings.length > 1 ? total : ''}`;
}

/** Prints what is unknown of callers outside of stored programs. */
export function printNotes(notes: PlanAnswer['notes'] = [], style: Style): string {
  return notes
    .map(({ message, remedy }) => style.faint(`note: ${oneLine(`${message} ${adviceText(remedy)}`.trimEnd())}\n`))
    .join('');
}

/** Prints the findings by cause: a remedy that several share is printed once, after them. */
function printGroups(findings: readonly Finding[], style: Style): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const cause = JSON.stringify([finding.severity, finding.code, finding.remedy]);
    groups.set(cause, [...(groups.get(cause) ?? []), finding]);
  }
  return [...groups.values()].map((group) => printGroup(group, style)).join('');
}

function printGroup(group: readonly Finding[], style: Style): string {
  const remedy = group[0]?.remedy ?? '';
  const lines = group.map(({ severity, message, code }) => {
    const word = severity === 'error' ? style.bad('error') : style.warn('warning');
    return `${word}: ${oneLine(message)}  ${style.faint(code)}\n`;
  });
  return `${lines.join('')}${remedy === '' ? '' : `  ${oneLine(adviceText(remedy))}\n`}`;
}

/** Prints the warnings about a plan that was not shown. */
export function printWarnings({ findings, hazards }: PlanWarnings): string {
  const lines = hazards.map(({ routine, target, message }) =>
    printWarning(`${routine} on ${target}: ${message}`, plain),
  );
  return printGroups(findings, plain) + lines.join('');
}

export function hasErrors({ findings }: PlanAnswer): boolean {
  return findings.some(({ severity }) => severity === 'error');
}

function printStep(step: PlanStep, number: number, style: Style): string {
  const { action, kind, routine, from, to, strategy, target } = step;
  const print = (version: string): string => (version === '-' ? 'unregistered' : version);
  const way = `${from === null ? 'new' : print(from)} → ${to === null ? 'dropped' : print(to)}`;
  const title = `${number}. ${action} ${kind} ${style.bold(oneLine(routine))}  ${oneLine(way)}  ${style.faint(oneLine(`${strategy}, ${target}`))}\n`;
  const hazards = step.hazards.map((hazard) => `   ${style.warn('!')} ${oneLine(hazard)}\n`).join('');
  const sql = step.sql.map((statement) => style.faint(`${indent(manyLines(statement))}\n`)).join('');
  const smoke = step.smoke
    .map((statement) => style.faint(`   smoke test (rolled back): ${oneLine(statement)}\n`))
    .join('');
  return title + hazards + printChange(step, style) + sql + smoke;
}

/** Prints the diff if one text replaces another. */
function printChange({ before, after }: PlanStep, style: Style): string {
  if (before === null || after === null || before === after) return '';
  const patch = renderPatch(['live now', `${before}\n`], ['after the deployment', `${after}\n`]);
  return `${indent(printPatch(patch, style).trimEnd())}\n`;
}

function indent(lines: string): string {
  return lines.replace(/^(?=.)/gm, '   ');
}
