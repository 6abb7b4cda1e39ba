/** A plan for a comment on a pull request. */
import { plural, renderPatch, type Finding, type PlanAnswer, type PlanStep } from '#engine';
import { adviceText } from './print-action';
import {
  codeOf,
  fold,
  printMarkdown,
  proseOf,
  tableHead,
  tableRow,
  type MarkdownDocument,
  type MarkdownSection,
} from './markdown';

export function printPlanMarkdown(plan: PlanAnswer): string {
  return printMarkdown(makeDocument(plan));
}

function makeDocument({ environment, fingerprint, steps, findings, notes = [] }: PlanAnswer): MarkdownDocument {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warnings = findings.length - errors;
  const totals = [plural(steps.length, 'step'), plural(errors, 'error'), plural(warnings, 'warning')];
  const verdict = describe(steps.length, errors);
  return {
    title: `Plan for ${codeOf(environment)}: ${totals.join(', ')}`,
    sections: [
      { head: '', items: [`${verdict} Fingerprint ${codeOf(fingerprint.slice(0, 12))}.\n`], noun: 'sentence' },
      listFindings(findings),
      {
        head: '',
        items: notes.map(({ message, remedy }) => `${proseOf(`${message} ${adviceText(remedy)}`.trimEnd())}\n`),
        noun: 'note',
      },
      listSteps(steps),
      { head: '', items: steps.map(foldStep), noun: 'text' },
    ],
  };
}

function describe(steps: number, errors: number): string {
  if (errors > 0) return 'This plan cannot be deployed before its errors are corrected.';
  return steps > 0 ? 'Nothing has been changed yet.' : 'The environment is up to date.';
}

function listFindings(findings: readonly Finding[]): MarkdownSection {
  const inOrder = [...findings].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  return {
    head: tableHead('Severity', 'Finding', 'Remedy', 'Code'),
    items: inOrder.map(({ severity, message, remedy, code }) =>
      tableRow(
        severity === 'error' ? '**error**' : severity,
        proseOf(message),
        proseOf(adviceText(remedy)),
        codeOf(code),
      ),
    ),
    noun: 'finding',
  };
}

function listSteps(steps: readonly PlanStep[]): MarkdownSection {
  return {
    head: tableHead('Step', 'Action', 'Routine', 'Version', 'Strategy', 'Target', 'Hazards'),
    items: steps.map(({ action, kind, routine, from, to, strategy, target, hazards }, i) =>
      tableRow(
        `${i + 1}`,
        action,
        `${kind} ${codeOf(routine)}`,
        from === null ? proseOf(to ?? 'nothing') : `${proseOf(from)} → ${proseOf(to ?? 'nothing')}`,
        strategy,
        codeOf(target),
        hazards.map(proseOf).join('<br>'),
      ),
    ),
    noun: 'step',
  };
}

/** Returns the diff if one text replaces another, otherwise the statements. */
function foldStep({ action, kind, routine, target, before, after, sql }: PlanStep, index: number): string {
  const summary = `${index + 1}. ${action} ${kind} ${codeOf(routine)} on ${codeOf(target)}`;
  if (before !== null && after !== null && before !== after)
    return fold(summary, renderPatch(['live now', `${before}\n`], ['after the deployment', `${after}\n`]), 'diff');
  return fold(summary, sql.map((statement) => `${statement};`).join('\n'), 'sql');
}
