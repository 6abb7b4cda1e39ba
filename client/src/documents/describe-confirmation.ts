/** The question before a change: what is wrong with the sources, what is dangerous, and what is done. */
import type { FindingPlace, PlanAnswer, Stage } from '#engine';
import { plural } from './plural';
import {
  findCheckWarnings,
  findMistakes,
  findRejections,
  isDeployable,
  listHazards,
  listOtherFindings,
  printCounts,
  printFinding,
  withoutPlace,
} from './plan-parts';
import { targetsOf } from './print-plan';
import { printWork, type OperationKind } from './print-outcome';
import { printStepLine } from './step-words';

/** The operation that a person is asked about. */
export interface ToConfirm {
  readonly plan: PlanAnswer;
  readonly environment: { readonly name: string; readonly stage: Stage };
  readonly work: OperationKind;
  /** The label of the button that starts it. */
  readonly button: string;
  /** Files that were saved so that the plan could be made. */
  readonly saved: readonly string[];
}

/** The answers of a person. */
export type ConfirmationAnswer = 'run' | 'show-plan' | 'show-problems' | 'open-line';

/** The question; Enter gives the first answer. */
export interface ConfirmationText {
  readonly message: string;
  readonly detail: string;
  readonly answers: readonly { readonly label: string; readonly answer: ConfirmationAnswer }[];
  /** The first place that is wrong; null if there is none. */
  readonly place: FindingPlace | null;
}

export function describeConfirmation(asked: ToConfirm): ConfirmationText {
  const { plan, environment, work, saved } = asked;
  const mistakes = findMistakes(plan);
  const [rejected] = findRejections(plan);
  const head = `${printWork(work, environment.name)} (${environment.stage})`;
  const where = targetsOf(plan).join(', ');
  const steps = `${plural(plan.steps.length, 'step')}${where === '' ? '' : ` on ${where}`}`;
  const message = !isDeployable(plan)
    ? `This plan cannot be deployed to ${environment.name}.`
    : mistakes.length > 0
      ? `${head}: ${plural(mistakes.length, 'mistake')} that CREATE accepts. Running ${mistakes.length === 1 ? 'it' : 'them'} fails.`
      : `${head}: ${steps}.`;
  return {
    message,
    detail: [
      ...(saved.length === 0 ? [] : [`Saved first: ${saved.join(', ')}.`]),
      ...listParts(plan).map((lines) => lines.join('\n')),
    ].join('\n\n'),
    answers: listAnswers(asked),
    place: mistakes[0]?.place ?? rejected?.place ?? null,
  };
}

/** Lines of each part of the dialog. */
const most = 8;

/** Returns the parts that have lines: mistakes, findings, hazards, steps. */
function listParts(plan: PlanAnswer): readonly (readonly string[])[] {
  const mistakes = findMistakes(plan).map((mistake) => {
    const { file, line } = mistake.place;
    return `✘ ${file}, line ${line}: ${withoutPlace(mistake)}`;
  });
  const findings = [...new Set(listOtherFindings(plan).map(printFinding))];
  const warnings = findCheckWarnings(plan).length;
  const isShort = plan.steps.length <= 1;
  return [
    cut(mistakes, 'mistake'),
    cut(findings, 'finding'),
    cut(listHazards(plan), 'hazard'),
    [...(isShort ? [] : [`${printCounts(plan)}:`]), ...cut(plan.steps.map(printStepLine), 'step')],
    warnings === 0 ? [] : [`The check of the sources reports ${plural(warnings, 'warning')}; the plan lists them.`],
  ].filter(({ length }) => length > 0);
}

function listAnswers({ plan, environment, button, work }: ToConfirm): ConfirmationText['answers'] {
  const showPlan = { label: 'Show Plan', answer: 'show-plan' } as const;
  const openLine = { label: 'Open Line', answer: 'open-line' } as const;
  if (!isDeployable(plan)) return findRejections(plan).length === 0 ? [showPlan] : [openLine, showPlan];
  const problems = { label: 'Show Problems', answer: 'show-problems' } as const;
  if (findMistakes(plan).length > 0) return [problems, { label: `${button} Anyway`, answer: 'run' }, showPlan];
  const run = { label: button, answer: 'run' } as const;
  // Enter gives the first answer, and must neither mean production nor skip the warnings of a rollback.
  const isRisky = work === 'roll-back' && listOtherFindings(plan).length + listHazards(plan).length > 0;
  return environment.stage === 'PRODUCTION' || isRisky ? [showPlan, run] : [run, showPlan];
}

function cut(lines: readonly string[], noun: string): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… and ${plural(lines.length - most, `more ${noun}`)}`];
}
