/**
 * The bodies of packages, which MariaDB drops when it replaces or drops the package. So a separate step first drops and
 * saves the body, and another one creates it again after the package: the new one, or otherwise the same as before.
 */
import type { Finding } from '../answers/finding';
import { renderGrant } from '../../database/read-grants';
import { bodyOf, identify, printKindAndKey, type RoutineKey } from '../../routine/routine';
import { buildStep, makeChange } from './changes';
import { restoreTargetDefinition } from './steps/target-definition';
import { stop } from './findings';
import { isAsDeployed } from '../target/last-deployed';
import type { DeploymentStep, DeployedObject } from './steps/plan';
import { create } from './strategies/create';
import { drop } from './strategies/drop';
import { unreadableGrants } from './strategies/grants';
import { whyUnknown, type TargetFacts } from './target-facts';

/** Returns the steps with those of the bodies in their places. */
export function arrangeBodies(
  steps: readonly DeploymentStep[],
  facts: TargetFacts,
  findings: Finding[],
): readonly DeploymentStep[] {
  let arranged = steps;
  for (const step of steps) {
    if (step.key.kind !== 'package' || step.before === null) continue;
    const id = identify(bodyOf(step.key));
    const hidden = whyUnknown(facts, bodyOf(step.key));
    if (hidden !== null) findings.push(unreadable(step.key, facts, hidden));
    const deployed = facts.deployed.get(id);
    if (deployed === undefined) continue;
    const own = arranged.find(({ key }) => identify(key) === id) ?? null;
    if (step.after === null && own?.after !== null) findings.push(orphaned(step.key, facts));
    else arranged = arrange(arranged, step, { own, deployed, facts });
  }
  return arranged;
}

interface Body {
  /** The step of the body; null if it remains unchanged. */
  readonly own: DeploymentStep | null;
  readonly deployed: DeployedObject;
  readonly facts: TargetFacts;
}

function arrange(steps: readonly DeploymentStep[], whole: DeploymentStep, body: Body): readonly DeploymentStep[] {
  const others = steps.filter((step) => step !== body.own);
  const at = others.indexOf(whole);
  const first = dropFirst(whole, body);
  const again = createAgain(whole, body, first);
  const around = [first, whole, ...(again === null ? [] : [again])];
  return [...others.slice(0, at), ...around, ...others.slice(at + 1)];
}

function dropFirst(whole: DeploymentStep, body: Body): DeploymentStep {
  const { own, deployed, facts } = body;
  if (own?.after === null) return own;
  const change = makeChange(facts, { key: deployed.live.routine.key, before: deployed, after: null });
  const hazards = [
    `${printKindAndKey(change.key)} is dropped before its package is replaced, and created again after it. Calls in between fail.`,
  ];
  if (deployed.grants === null) hazards.push(unreadableGrants);
  const last = facts.lastDone.get(identify(change.key));
  const isOurs = last !== undefined && isAsDeployed(deployed.live.routine, last);
  const from = own?.from ?? (isOurs ? (last.to ?? '-') : '-');
  const logical = own?.logical ?? last?.logical ?? bodyOf(whole.logical);
  return buildStep(change, drop, { logical, from, to: null, hazards });
}

/** Returns null if the body is to be dropped. */
function createAgain(whole: DeploymentStep, body: Body, first: DeploymentStep): DeploymentStep | null {
  const { own, deployed, facts } = body;
  const after = own === null ? restoreTargetDefinition(deployed.saved, facts.server) : own.after;
  if (after === null || whole.after === null) return null;
  const change = makeChange(facts, { key: first.key, before: null, after });
  const grants = (deployed.grants ?? []).map(renderGrant);
  return buildStep(change, create, {
    ...{ logical: first.logical, from: null, to: own?.to ?? first.from, hazards: own?.hazards ?? [] },
    ...{ script: { ...create.render(change), grants }, smoke: own?.smoke ?? [], file: own?.file ?? null },
  });
}

function orphaned(key: RoutineKey, { label }: TargetFacts): Finding {
  return stop(
    'package-body',
    `The body of ${printKindAndKey(key)} on ${label} is not to be dropped, but dropping the package would drop it too.`,
    'Drop the body by hand, remove it from the files as well, or keep the package.',
  );
}

function unreadable(key: RoutineKey, { label }: TargetFacts, reason: string): Finding {
  const grant = reason.indexOf('GRANT ');
  return stop(
    'unreadable',
    `${printKindAndKey(bodyOf(key))} on ${label} is not readable. Changing its package drops it, and it could not be restored.`,
    grant < 0 ? reason : reason.slice(grant),
  );
}
