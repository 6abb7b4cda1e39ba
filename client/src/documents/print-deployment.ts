/** A past deployment as texts: the two sides of a step for a diff, and the statements of all its steps. */
import type { DeploymentStepAnswer, DeploymentStepsAnswer, LedgerText } from '#engine';
import { visible } from '#protocol';

export type Side = 'before' | 'after';

/** Returns both sides; settings and grants that differ come first, because the text does not show them. */
export function printSides(step: DeploymentStepAnswer): Readonly<Record<Side, string>> {
  const { before, after } = step;
  return { before: printSide(step, 'before', after), after: printSide(step, 'after', before) };
}

/** Returns one side. An empty text would look like the truth, so that a missing one is a sentence. */
function printSide(step: DeploymentStepAnswer, side: Side, other: LedgerText): string {
  const text = step[side];
  const routine = `${step.kind} ${step.routine.replace(/^\w+:/, '')}`;
  switch (text.kind) {
    case 'absent':
      return `-- ${routine} did not exist ${side === 'before' ? 'before this step' : 'after this step'}.\n`;
    case 'unknown':
      return `-- The text ${side} this step is not available. ${text.reason}\n`;
    case 'text': {
      const known = other.kind === 'text' ? other.settings : text.settings;
      const different = text.settings.filter((line) => !known.includes(line));
      return [...different.map((line) => `-- ${line}`), text.text, ''].join('\n');
    }
  }
}

/** Returns true if neither side has a text, so that there is nothing to compare. */
export function hasNoText({ before, after }: DeploymentStepAnswer): boolean {
  return before.kind !== 'text' && after.kind !== 'text';
}

/** Returns `place_order: 1.0.0 → 1.0.1 (dev, 2026-11-30 14:03)`. */
export function printDiffTitle(environment: string, startedAt: string, { routine, from, to }: StepVersions): string {
  const name = routine.slice(routine.lastIndexOf('.') + 1);
  const day = startedAt.slice(0, 16).replace('T', ' ');
  return visible(`${name}: ${printVersions({ from, to })} (${environment}, ${day} UTC)`);
}

type StepVersions = Pick<DeploymentStepAnswer, 'routine' | 'from' | 'to'>;

/** Returns `new → 1.0.0`, `1.0.0 → unregistered`, `1.0.0 → dropped`. */
export function printVersions({ from, to }: Pick<DeploymentStepAnswer, 'from' | 'to'>): string {
  const print = (version: string): string => (version === '-' ? 'unregistered' : version);
  return `${from === null ? 'new' : print(from)} → ${to === null ? 'dropped' : print(to)}`;
}

/** Returns the statements of a deployment as they were sent, for the plain client. */
export function printStatements(environment: string, { deployment, startedAt, steps }: DeploymentStepsAnswer): string {
  const head = `-- Deployment ${deployment} to ${environment}, started at ${startedAt}`;
  return [head, ...steps.flatMap((step) => ['', ...printStep(step)]), ''].join('\n');
}

function printStep(step: DeploymentStepAnswer): readonly string[] {
  const { step: number, action, kind, routine, target, outcome, sql } = step;
  const name = routine.replace(/^\w+:/, '');
  const head = `-- ${number}. ${action} ${kind} ${name}: ${printVersions(step)} on ${target} (${outcome})`;
  if (sql.length === 0) return [head, '--    The ledger has no statements of this step.'];
  const delimiter = delimiters.find((candidate) => !sql.some((statement) => statement.includes(candidate)));
  const isPlain = !sql.some((statement) => statement.includes(';'));
  if (isPlain || delimiter === undefined) return [head, ...sql.map((statement) => `${statement};`)];
  return [head, `DELIMITER ${delimiter}`, ...sql.map((statement) => `${statement}${delimiter}`), 'DELIMITER ;'];
}

const delimiters = ['$$', '//', ';;', '$end$'];
