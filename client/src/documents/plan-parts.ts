/** The parts of a plan in the order in which a person should read them: mistakes, findings, hazards, numbers. */
import type { Finding, FindingPlace, PlanAnswer } from '#engine';
import { printForEditor } from '#protocol';
import { plural } from './plural';

/** Returns true if changes made by others are the only errors of the plan. */
export function needsOverwriteOnly({ findings }: PlanAnswer): boolean {
  const errors = findings.filter(({ severity }) => severity === 'error');
  return (
    errors.length > 0 && errors.every(({ code }) => code === 'drifted' || code === 'different' || code === 'unmanaged')
  );
}

export function isDeployable({ findings }: PlanAnswer): boolean {
  return findings.every(({ severity }) => severity !== 'error');
}

/** A finding of the check in a source; a server accepts the text. */
export interface CheckedFinding extends Finding {
  readonly place: FindingPlace;
}

/** Returns the errors that the check finds in the texts, and that the server accepts. */
export function findMistakes(plan: PlanAnswer): readonly CheckedFinding[] {
  return listChecked(plan, 'error');
}

/** Returns the warnings that the check finds in the texts. */
export function findCheckWarnings(plan: PlanAnswer): readonly CheckedFinding[] {
  return listChecked(plan, 'warning');
}

function listChecked({ findings }: PlanAnswer, severity: 'error' | 'warning'): readonly CheckedFinding[] {
  return findings.flatMap((finding) => {
    const { place, checked } = finding;
    return place !== undefined && checked === severity ? [{ ...finding, place }] : [];
  });
}

/** Returns the findings that are not about a line that the check reports, errors first. */
export function listOtherFindings({ findings }: PlanAnswer): readonly Finding[] {
  const others = findings.filter(({ checked }) => checked === undefined);
  return [
    ...others.filter(({ severity }) => severity === 'error'),
    ...others.filter(({ severity }) => severity !== 'error'),
  ];
}

/** Returns the texts that a server rejects, with their places. */
export function findRejections({ findings }: PlanAnswer): readonly CheckedFinding[] {
  return findings.flatMap((finding) => {
    const { place, checked, severity } = finding;
    return place !== undefined && checked === undefined && severity === 'error' ? [{ ...finding, place }] : [];
  });
}

/** Returns the message without its place, which the findings of the check begin with. */
export function withoutPlace({ message, place: { file, line } }: CheckedFinding): string {
  const prefix = `${file}:${line}: `;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}

/** Returns the finding with its remedy, as one line of plain text. */
export function printFinding({ severity, message, remedy }: Finding): string {
  return `${severity === 'error' ? '✘' : '⚠'} ${message} ${printForEditor(remedy)}`.trimEnd();
}

/** Returns each hazard once, with the routines that it is about: `shop.a: Callers wait.` */
export function listHazards({ steps }: PlanAnswer): readonly string[] {
  const routines = new Map<string, Set<string>>();
  for (const { routine, hazards } of steps)
    for (const hazard of hazards) routines.set(hazard, (routines.get(hazard) ?? new Set()).add(routine));
  return [...routines].map(([hazard, names]) => `⚠ ${printNames([...names])}: ${hazard}`);
}

/** More names than these are counted. */
const mostNames = 3;

function printNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}

/** Returns `1 to create, 2 to replace, 0 to drop, 3 grants kept`. */
export function printCounts({ steps }: PlanAnswer): string {
  const count = (wanted: string): number => steps.filter(({ action }) => action === wanted).length;
  const grants = steps.reduce((sum, step) => sum + (step.grants ?? 0), 0);
  return [
    `${count('create')} to create`,
    `${count('replace')} to replace`,
    ...(count('alter') === 0 ? [] : [`${count('alter')} to alter`]),
    `${count('drop')} to drop`,
    ...(grants === 0 ? [] : [`${plural(grants, 'grant')} kept`]),
  ].join(', ');
}
