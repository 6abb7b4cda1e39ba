/** Makes the plan that restores earlier states. Pure. */
import { append } from '../../base/long-lists';
import { advise } from '../../base/advice';
import type { Finding } from '../answers/finding';
import type { SavedDefinition, StepFinished } from '../../ledger/ledger';
import { takesGrants } from '../../ledger/saved-grants';
import type { Environment } from '../../project/environment';
import { distinctPrinter } from '../../routine/distinct-names';
import { identify, printKey, printKindAndKey, type Routine, type RoutineKey } from '../../routine/routine';
import type { Clock } from '../../routine/schedule/over';
import { isPast, restoreTargetDefinition, type TargetDefinition } from '../planning/steps/target-definition';
import { buildStep, makeChange } from '../planning/changes';
import { fingerprintOf } from '../planning/fingerprint';
import { collectHazards } from '../planning/steps/hazards';
import { isAsDeployed, isFinished } from '../target/last-deployed';
import { makeReturnSmoke } from './return-smoke';
import { arrangeBodies } from '../planning/package-bodies';
import { arrangeTriggers, withReason, type WantedPlace, type WantedTrigger } from '../planning/arrange-triggers';
import type { DeployedObject, DeploymentStep, Plan } from '../planning/steps/plan';
import {
  findReturnedGrants,
  isDroppedByHand,
  returnGone,
  describeDroppedByHand,
  type ReturnedGrants,
} from '../planning/returned-grants';
import { isSameText } from '../planning/steps/deployed-object';
import type { StepScript } from '../planning/steps/step-script';
import { chooseStrategy } from '../planning/strategies/choose-strategy';
import type { Change, Strategy } from '../planning/strategies/strategy';
import { whyUnknown, type TargetFacts } from '../planning/target-facts';
import { findUnseenRoutines, unreadable } from '../planning/unseen-routines';

/** One routine and its previous state. */
export interface RollbackTarget {
  /** The key with the target's names. */
  readonly key: RoutineKey;
  readonly logical: RoutineKey;
  /** The previous definition; null if there was none and the routine is dropped. */
  readonly saved: SavedDefinition | null;
  /** The version of the previous state; null for none. */
  readonly to: string | null;
  /** The place of a trigger among those of its table; absent for other kinds. */
  readonly place?: WantedPlace;
  /** Exact checksum of the project's text that the previous definition came from; null where none is known. */
  readonly source: string | null;
}

export interface TargetRollback {
  readonly facts: TargetFacts;
  /** The rollbacks in the order of their execution. */
  readonly rollbacks: readonly RollbackTarget[];
}

export interface RollbackPlanOptions {
  /** True to include routines that were changed on the server since their deployment. */
  readonly overwrite: boolean;
  /** Every routine that the workspace's files define: their smoke statements test what is restored. */
  readonly workspace: readonly Routine[];
}

export function makeRollbackPlan(
  environment: Environment,
  targets: readonly TargetRollback[],
  { overwrite, workspace }: RollbackPlanOptions,
): Plan {
  const findings: Finding[] = [];
  for (const { facts, rollbacks } of targets) append(findings, findUnknown(facts, rollbacks));
  const plans = targets.map(({ facts, rollbacks }) => {
    const triggers: WantedTrigger[] = [];
    const steps = sortBodies(rollbacks)
      .map(planReturns({ environment, facts, findings, triggers, overwrite, workspace }))
      .filter((step) => step !== null);
    const arranged = arrangeTriggers(arrangeBodies(steps, facts, findings), triggers, facts);
    return { target: facts.target, label: facts.label, steps: arranged };
  });
  const fingerprint = fingerprintOf(environment, plans, 'what ran before');
  const { name, protected: isProtected } = environment;
  return { environment: name, isProtected, fingerprint, targets: plans, findings };
}

/** Moves restored bodies after their packages; `arrangeBodies` handles those before. */
function sortBodies(rollbacks: readonly RollbackTarget[]): readonly RollbackTarget[] {
  const isBack = ({ key, saved }: RollbackTarget): boolean => key.kind === 'package body' && saved !== null;
  return [...rollbacks.filter((one) => !isBack(one)), ...rollbacks.filter(isBack)];
}

/** Returns the findings for unknown routines: an unreadable one could not be restored, and an unseen one may exist. */
function findUnknown(facts: TargetFacts, rollbacks: readonly RollbackTarget[]): readonly Finding[] {
  const unknown = rollbacks.map(({ key }) => key).filter((key) => whyUnknown(facts, key) !== null);
  const hidden = unknown.flatMap((key) => {
    const reason = facts.unreadable.get(identify(key));
    return reason === undefined ? [] : [unreadable(facts, key, reason, 'roll back')];
  });
  const unseen = unknown.filter((key) => !facts.unreadable.has(identify(key)));
  return [...hidden, ...findUnseenRoutines(facts, unseen)];
}

/** Returns the planner of one target's rollbacks; their names have the kind where two routines share a name there. */
function planReturns(
  planning: Omit<ReturnPlanning, 'printName' | 'findReturnSmoke'>,
): (one: RollbackTarget) => DeploymentStep | null {
  const printName = distinctPrinter([...planning.facts.lastDone.values()].map(({ logical }) => logical));
  const findReturnSmoke = makeReturnSmoke(planning.facts, planning.workspace);
  return (one) => planReturn({ ...planning, printName, findReturnSmoke }, one);
}

interface ReturnPlanning {
  readonly environment: Environment;
  readonly facts: TargetFacts;
  readonly findings: Finding[];
  readonly triggers: WantedTrigger[];
  readonly overwrite: boolean;
  readonly workspace: readonly Routine[];
  readonly findReturnSmoke: ReturnType<typeof makeReturnSmoke>;
  readonly printName: (key: RoutineKey) => string;
}

function planReturn(planning: ReturnPlanning, one: RollbackTarget): DeploymentStep | null {
  const { facts, findings, overwrite } = planning;
  const { key, saved } = one;
  const before = facts.deployed.get(identify(key)) ?? null;
  const last = facts.lastDone.get(identify(key));
  if (whyUnknown(facts, key) !== null) return null;
  const isOurs = isLastDeployed(before, last, facts.catalogs.get(key.schema)?.clock ?? null);
  if (!isOurs && !overwrite) findings.push(drifted(facts, key));
  if (key.kind !== 'trigger' && isThere(before, saved)) return null;
  const after = saved === null ? null : restoreTargetDefinition(saved, facts.server);
  if (saved !== null && after === null) {
    findings.push(notUnderstood(facts, one));
    return null;
  }
  if (before === null && after !== null && isDroppedAtOnce(after, facts)) return null;
  const build = (): DeploymentStep | null => buildReturn(planning, one, { before, after, isOurs });
  if (key.kind !== 'trigger' || saved === null || after === null) return build();
  const recreate = (): DeploymentStep | null => withReason(build());
  planning.triggers.push({ key, after, place: one.place ?? { kind: 'kept' }, recreate });
  return isThere(before, saved) ? null : build();
}

interface ReturnEnds {
  readonly before: DeployedObject | null;
  readonly after: TargetDefinition | null;
  readonly isOurs: boolean;
}

function buildReturn(
  planning: ReturnPlanning,
  { key, logical, saved, to, source }: RollbackTarget,
  { before, after, isOurs }: ReturnEnds,
): DeploymentStep | null {
  const { environment, facts } = planning;
  const last = facts.lastDone.get(identify(key));
  const change = makeChange(facts, { key, before, after });
  const strategy = chooseStrategy(change, environment.strategy);
  if (strategy === null) return null;
  const from = before === null ? null : isOurs ? (last?.to ?? '-') : '-';
  const classified = { state: isOurs ? 'known' : 'drifted', from, differences: change.differences } as const;
  const returned = renderReturn(strategy, change, { saved, facts });
  const smoke = planning.findReturnSmoke(logical, after);
  const hazards = [
    ...returned.hazards,
    ...reportDrop(change),
    ...strategy.hazards(change),
    ...collectHazards({
      classified,
      live: before?.live.routine ?? null,
      isDeployed: last !== undefined,
      cycle: [],
    }),
    ...smoke.hazards,
  ];
  return buildStep(change, strategy, {
    logical,
    name: planning.printName(logical),
    from,
    to,
    hazards,
    script: returned.script,
    smoke: smoke.statements,
    ...(source !== null && { source }),
  });
}

function isLastDeployed(before: DeployedObject | null, last: StepFinished | undefined, clock: Clock | null): boolean {
  if (before === null) return (last?.live ?? null) === null || (last !== undefined && isFinished(last, clock));
  return last !== undefined && isAsDeployed(before.live.routine, last);
}

/** Returns true if the definition is there; the place of a trigger changes with those around it, and is not compared. */
function isThere(before: DeployedObject | null, saved: SavedDefinition | null): boolean {
  if (before === null || saved === null) return before === saved;
  return isSameText(saved, before.saved);
}

/** Returns true for an event whose last moment has passed: a server would drop it when it is created. */
function isDroppedAtOnce(after: TargetDefinition, { catalogs }: TargetFacts): boolean {
  return isPast(after, catalogs.get(after.routine.key.schema)?.clock ?? null);
}

interface Scripted {
  readonly script: StepScript;
  readonly hazards: readonly string[];
}

/** Renders a rollback. A dropped routine returns with its grants; a replaced one keeps its present ones. */
function renderReturn(
  strategy: Strategy,
  change: Change,
  { saved, facts }: Pick<RollbackTarget, 'saved'> & Pick<ReturnPlanning, 'facts'>,
): Scripted {
  const script = strategy.render(change);
  if (change.before !== null || saved === null || !takesGrants(change.key)) return { script, hazards: [] };
  const identity = identify(change.key);
  const gone = facts.gone?.get(identity);
  // The routine gets the grants of that moment, whichever of its states returns.
  if (gone?.isOurs === true) return giveGrants(script, returnGone(gone, facts.accounts));
  const byHand = describeDroppedByHand(!isDroppedByHand(facts.lastDone.get(identity)));
  const { statements, hazards } = findReturnedGrants(saved, facts.accounts);
  return giveGrants(script, { statements, hazards: [...hazards, ...byHand] });
}

function giveGrants(script: StepScript, { statements, hazards }: ReturnedGrants): Scripted {
  return { script: statements.length === 0 ? script : { ...script, grants: statements }, hazards };
}

function reportDrop({ key, after }: Change): readonly string[] {
  return after === null
    ? [`${printKindAndKey(key)} is dropped: it did not exist before. Its text stays in the ledger.`]
    : [];
}

/**
 * Returns the finding for a saved text that is not a CREATE. An attacker may have made its digest match, so it is not
 * offered for execution.
 */
function notUnderstood({ label }: TargetFacts, { key, logical }: RollbackTarget): Finding {
  return {
    severity: 'error',
    code: 'not-understood',
    message: `The saved text of ${printKindAndKey(key)} on ${label} does something other than create it, or more than that. It is not used.`,
    remedy: `It may be forged: compare it with a backup of the server. Roll back to a registered version: ${printKey(logical)}@1.0.0.`,
  };
}

function drifted({ label }: TargetFacts, key: RoutineKey): Finding {
  return {
    severity: 'error',
    code: 'drifted',
    message: `${printKindAndKey(key)} on ${label} was changed on the server since the last deployment.`,
    remedy: advise`Review it with ${{ id: 'compare' }}, then roll back with ${{ id: 'option', name: 'overwrite' }} (the live text is saved in the ledger).`,
  };
}
