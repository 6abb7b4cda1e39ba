/** The plan as people and pipelines get it. */
import type { PlanAnswer, PlanStep } from '../../answers/plan';
import type { DeploymentStep, Plan } from './plan';
import { renderTargetDefinition } from './target-definition';
import { listStatements } from './step-script';

export function printPlan({ environment, isProtected, fingerprint, targets, findings, notes }: Plan): PlanAnswer {
  const steps = targets.flatMap(({ label, steps: all }) => all.map((step) => printStep(step, label)));
  const order = [...new Set(steps.map(({ routine }) => routine))];
  return {
    environment,
    ...(isProtected && { isProtected }),
    fingerprint,
    steps,
    order,
    findings,
    ...(notes !== undefined && { notes }),
  };
}

function printStep(step: DeploymentStep, target: string): PlanStep {
  const { action, logical, name, from, to, strategy, script, smoke, hazards, before, after, callers } = step;
  const kept = after === null ? 0 : (before?.grants?.length ?? 0);
  return {
    action,
    routine: name,
    kind: logical.kind,
    target,
    from,
    to,
    strategy,
    sql: listStatements(script),
    smoke,
    hazards,
    before: before?.saved.text ?? null,
    after: after === null ? null : renderTargetDefinition(after),
    ...(callers !== undefined && { callers }),
    ...(kept > 0 && { grants: kept }),
  };
}
