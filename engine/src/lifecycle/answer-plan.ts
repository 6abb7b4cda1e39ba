/** The warnings about a plan before its execution, and the answer if it is not executed. */
import { explainFailure } from '../base/failure';
import { listFindings } from './planning/list-findings';
import type { MutationOptions } from './answers/mutation-options';
import type { DeployAnswer, StepOutcome } from './answers/deploy';
import type { Planned } from './plan-deployment';
import type { Plan } from './planning/steps/plan';
import type { Rejection } from './compile-check/compile-check';

/** Adds the findings and the notes of the plan to an answer. */
export function withFindings<T extends DeployAnswer>(answer: T, plan: Plan): T {
  const findings = listFindings(plan);
  return {
    ...answer,
    ...(findings.length === 0 ? {} : { findings }),
    ...(plan.notes === undefined ? {} : { notes: plan.notes }),
  };
}

export function showWarnings({ findings, targets }: Plan, { onPlan }: MutationOptions): void {
  const hazards = targets.flatMap(({ label, steps }) =>
    steps.flatMap((step) => step.hazards.map((message) => ({ routine: step.name, target: label, message }))),
  );
  if (findings.length + hazards.length > 0) onPlan?.({ findings, hazards });
}

/** Returns the answer if nothing is to be run: no step, a dry run, or a text that a server rejects. */
export function shortCircuit({ plan, rejections }: Planned, { dryRun }: MutationOptions): DeployAnswer | null {
  if (rejections.length > 0) return answerRejected(plan, rejections);
  const steps = listOutcomes(plan);
  if (steps.length > 0 && dryRun !== true) return null;
  const hazards = plan.targets.flatMap((target) => target.steps.flatMap((step) => step.hazards));
  const outcome = steps.length > 0 ? 'would-deploy' : 'nothing-to-do';
  const answer = { deployment: null, outcome, steps } as const;
  return withFindings(hazards.length === 0 ? answer : { ...answer, warnings: [...new Set(hazards)] }, plan);
}

/** Returns the answer without any change: the steps with rejected texts have failed, the others were not run. */
export function answerRejected(plan: Plan, rejections: readonly Rejection[]): DeployAnswer {
  const rejected = new Map(rejections.map((rejection) => [rejection.step, rejection]));
  const steps = plan.targets.flatMap(({ label, steps: all }) =>
    all.map((step): StepOutcome => {
      const rejection = rejected.get(step);
      const { action, from, to, name: routine } = step;
      const tried = { action, from, to, routine, target: label, durationMs: 0 };
      if (rejection === undefined) return { ...tried, outcome: 'not-run', error: null };
      const { place } = rejection;
      return { ...tried, outcome: 'failed', error: explainFailure(rejection), ...(place !== null && { place }) };
    }),
  );
  return withFindings({ deployment: null, outcome: 'failed', steps }, plan);
}

function listOutcomes(plan: Plan): readonly StepOutcome[] {
  return plan.targets.flatMap(({ label, steps }) =>
    steps.map(({ name, action, from, to }) => ({
      action,
      from,
      to,
      routine: name,
      target: label,
      outcome: 'not-run',
      durationMs: 0,
      error: null,
    })),
  );
}
