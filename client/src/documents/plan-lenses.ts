/** The code lenses of a plan: what can be done with it on the first line, and with a step above its line. */
import { visible } from '#protocol';
import { plural } from './plural';
import type { PlanToShow, PrintedPlan } from './print-plan';

/** The actions on a plan. */
export type PlanAction = 'run' | 'recover' | 'discard' | 'again' | 'sql' | 'diff';

/** A lens, its line counted from 0. */
export interface PlanLens {
  readonly line: number;
  readonly title: string;
  readonly action: PlanAction;
  /** The step that it is about, counted from 0; null for the whole plan. */
  readonly step: number | null;
}

/** The state of a plan's document. */
export type PlanState = 'waiting' | 'blocked' | 'running' | 'stale' | 'unknown' | 'done';

/**
 * Returns the lenses, those of the whole plan first.
 * @param button The label of the button that starts the plan: `Deploy`.
 */
export function listPlanLenses(
  { plan, work }: PlanToShow,
  { stepLines }: PrintedPlan,
  { state, button }: { readonly state: PlanState; readonly button: string },
): readonly PlanLens[] {
  const steps = plural(plan.steps.length, 'step');
  const where = work === 'roll-back' ? `on ${plan.environment}` : `to ${plan.environment}`;
  const whole = (title: string, action: PlanAction): PlanLens => ({ line: 0, title, action, step: null });
  const head = {
    waiting: [whole(`$(play) ${button} ${where} (${steps})`, 'run'), whole('Discard', 'discard')],
    blocked: [whole('Make Plan Again', 'again'), whole('Discard', 'discard')],
    running: [],
    stale: [whole('Make Plan Again', 'again'), whole('Discard', 'discard')],
    unknown: [whole('Recover…', 'recover'), whole('Make Plan Again', 'again')],
    done: [],
  }[state];
  const lenses: readonly PlanLens[] = [
    ...head,
    ...(plan.steps.length < 2 ? [] : [whole('SQL of All Steps', 'sql')]),
    ...plan.steps.flatMap(({ before, after }, step) => {
      const line = stepLines[step] ?? 0;
      const diff: PlanLens = { line, title: 'Diff', action: 'diff', step };
      const hasDiff = before !== null && before !== after;
      return [...(hasDiff ? [diff] : []), { line, title: 'SQL', action: 'sql', step } as const];
    }),
  ];
  return lenses.map((lens) => ({ ...lens, title: visible(lens.title) }));
}
