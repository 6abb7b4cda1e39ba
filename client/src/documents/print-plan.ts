/** A plan as a document: the summary, what is dangerous about it, and one line for each step. */
import type { FindingPlace, PlanAnswer, Stage } from '#engine';
import { printForEditor, visible } from '#protocol';
import { plural } from './plural';
import {
  findCheckWarnings,
  findMistakes,
  isDeployable,
  listHazards,
  listOtherFindings,
  printCounts,
  printFinding,
  withoutPlace,
  type CheckedFinding,
} from './plan-parts';
import type { OperationKind } from './print-outcome';
import { printStepLine } from './step-words';
import { wrapText } from './wrap-text';

/** A plan, and the environment that it is for. */
export interface PlanToShow {
  readonly plan: PlanAnswer;
  readonly stage: Stage;
  readonly work: OperationKind;
  /** The outcome as a sentence, or the time since which it runs; null before. */
  readonly outcome: string | null;
}

/** The text, with the lines that something can be done at, counted from 0. */
export interface PrintedPlan {
  readonly text: string;
  /** The line of each step, in the order of the plan. */
  readonly stepLines: readonly number[];
  /** The lines that begin with the place of a source. */
  readonly places: readonly { readonly line: number; readonly start: number; readonly place: FindingPlace }[];
}

/** Returns the title of the tab that shows a plan. */
export function planTitle(work: OperationKind, environment: string): string {
  return visible(`${work === 'roll-back' ? 'Rollback' : 'Plan'} for ${environment}`);
}

export function printPlan(shown: PlanToShow): PrintedPlan {
  const { plan } = shown;
  const document = new Lines();
  for (const line of printHead(shown)) document.add(line);
  const mistakes = findMistakes(plan);
  document.addPlaces(
    `${plural(mistakes.length, 'mistake')} that CREATE accepts: running ${mistakes.length === 1 ? 'it' : 'them'} fails`,
    mistakes,
  );
  document.addParagraphs('Findings', [
    ...new Set(listOtherFindings(plan).map(printFinding)),
    ...(plan.notes ?? []).map(({ message, remedy }) => `⚠ ${message} ${printForEditor(remedy)}`),
  ]);
  document.addParagraphs('Hazards', listHazards(plan));
  addSteps(document, plan);
  const warnings = findCheckWarnings(plan);
  document.addPlaces(`${plural(warnings.length, 'warning')} of the check`, warnings);
  document.add('');
  document.add(`Fingerprint ${plan.fingerprint}`);
  return document.finish();
}

function printHead({ plan, stage, work, outcome }: PlanToShow): readonly string[] {
  const { environment, steps } = plan;
  const targets = targetsOf(plan);
  const where = targets.length === 0 ? '' : ` on ${targets.join(', ')}`;
  const title = `${planTitle(work, environment)} (${stage})${where}`;
  if (steps.length === 0 && isDeployable(plan)) return [title, `${environment} is up to date. Nothing is to be done.`];
  const errors = plan.findings.filter(({ severity }) => severity === 'error').length;
  const state = isDeployable(plan)
    ? 'Nothing has been changed yet.'
    : `${plural(errors, 'error')}: this plan cannot be deployed.`;
  return [title, printCounts(plan), ...wrapText(outcome ?? state)];
}

function addSteps(document: Lines, plan: PlanAnswer): void {
  const { steps } = plan;
  if (steps.length === 0) return;
  const isOneTarget = targetsOf(plan).length === 1;
  document.addHeading('Steps');
  const digits = String(steps.length).length;
  for (const [i, step] of steps.entries()) {
    const on = isOneTarget ? '' : ` on ${step.target}`;
    document.addStep(`  ${String(i + 1).padStart(digits)}. ${oneLine(printStepLine(step))}${on}`);
  }
  const tests = steps.reduce((sum, { smoke }) => sum + smoke.length, 0);
  if (tests > 0) document.add(`  Then ${plural(tests, 'smoke test')}, each rolled back; an error restores everything.`);
}

export function targetsOf({ steps }: PlanAnswer): readonly string[] {
  return [...new Set(steps.map(({ target }) => target))];
}

/** A document in the making. */
class Lines {
  readonly #lines: string[] = [];
  readonly #stepLines: number[] = [];
  readonly #places: { line: number; start: number; place: FindingPlace }[] = [];

  add(line: string): void {
    this.#lines.push(line);
  }

  addHeading(heading: string): void {
    this.#lines.push('', heading);
  }

  addStep(line: string): void {
    this.#stepLines.push(this.#lines.length);
    this.add(line);
  }

  addParagraphs(heading: string, paragraphs: readonly string[]): void {
    if (paragraphs.length === 0) return;
    this.addHeading(heading);
    for (const paragraph of paragraphs) this.#lines.push(...wrapText(paragraph, '  '));
  }

  /** Adds a list of findings, each with its place in front. */
  addPlaces(heading: string, findings: readonly CheckedFinding[]): void {
    if (findings.length === 0) return;
    this.addHeading(heading);
    for (const finding of findings) {
      const { place } = finding;
      this.#places.push({ line: this.#lines.length, start: 2, place });
      this.#lines.push(...wrapText(`${place.file}:${place.line} ${withoutPlace(finding)}`, '  '));
    }
  }

  finish(): PrintedPlan {
    return { text: `${this.#lines.join('\n')}\n`, stepLines: this.#stepLines, places: this.#places };
  }
}

/** Returns a text without line breaks: a name may have some. */
function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ');
}
