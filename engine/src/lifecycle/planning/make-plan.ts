/** Makes the plan for an environment from what is desired and what is known of its targets. Pure. */
import { append } from '../../base/long-lists';
import { advise } from '../../base/advice';
import type { Finding } from '../answers/finding';
import type { Environment, Strategy as StrategyName } from '../../project/environment';
import { renameKey } from '../../routine/naming';
import { distinctPrinter } from '../../routine/distinct-names';
import { identify, isPackage, printKey, printKindAndKey, type Routine, type RoutineKey } from '../../routine/routine';
import { selects, type Selector } from '../../routine/selector';
import { makeTargetDefinition, type TargetDefinition } from './steps/target-definition';
import type { Desired, Records } from './desired';
import { buildStep, makeChange } from './changes';
import { fingerprintOf } from './fingerprint';
import { findUndecodedTexts, isSendable } from './find-undecoded';
import { describeDynamicNames } from './steps/dynamic-names';
import { collectHazards } from './steps/hazards';
import { classifyDrop, classifyState, type ClassifiedState } from './steps/classify-state';
import { orderRoutines, type OrderedRoutine } from './order-routines';
import { arrangeTriggers, withReason, type WantedPlace, type WantedTrigger } from './arrange-triggers';
import { arrangeBodies } from './package-bodies';
import { isAsDeployed } from '../target/last-deployed';
import type { DeployedEvent, StepFinished } from '../../ledger/ledger';
import type { DeployedObject, DeploymentStep, HiddenStep, Plan, TargetPlan } from './steps/plan';
import { returnGone, describeKeptBack } from './returned-grants';
import { chooseStrategy } from './strategies/choose-strategy';
import { makeFindSmoke, type FindSmoke } from './find-smoke';
import { listKnown, planSmoke } from './plan-smoke';
import type { Change } from './strategies/strategy';
import { findKnownSides } from './known-place';
import { describeUncertainOwner, findOthers } from './other-projects';
import { leftHere } from '../target/last-deployed';
import { whyUnknown, type TargetFacts } from './target-facts';
import { findSameNames } from './find-same-names';
import { codeOfUnwanted, describeUnwanted, type Unwanted } from './unwanted';
import { findUnseenRoutines, unreadable } from './unseen-routines';

export interface PlanInput {
  readonly environment: Environment;
  readonly desired: readonly Desired[];
  readonly records: Records;
  /** Every routine that the workspace's files define. */
  readonly workspace: readonly Routine[];
  readonly options: PlanOptions;
}

export interface PlanOptions {
  readonly strategy: StrategyName | null;
  readonly overwrite: boolean;
  readonly prune: boolean;
  /** The names to which the pruning is limited; none for no limit. */
  readonly pruned: readonly Selector[];
  /** True if a dropped routine gets its grants back: it returns, and is not a new routine of that name. */
  readonly isRollback: boolean;
}

/** Makes a plan. The same input gives the same plan and fingerprint. */
export function makePlan(input: PlanInput, targets: readonly TargetFacts[]): Plan {
  const { desired, workspace, options } = input;
  const findSmoke = makeFindSmoke();
  const { prune } = options;
  const findings: Finding[] = [...findUndecodedTexts(desired, workspace, { prune, findSmoke })];
  const sendable = { ...input, desired: desired.filter((each) => isSendable(each, findSmoke)) };
  const plans = targets.map((facts) => planTarget(sendable, facts, { findings, findSmoke }));
  const wanted = desired.map(({ routine, version }) => [identify(routine.key), routine.checksums.exact, version]);
  const fingerprint = fingerprintOf(input.environment, plans, wanted);
  const { name, protected: isProtected } = input.environment;
  return { environment: name, isProtected, fingerprint, targets: plans, findings };
}

function planTarget(
  input: PlanInput,
  facts: TargetFacts,
  { findings, findSmoke }: Pick<TargetPlanning, 'findings' | 'findSmoke'>,
): TargetPlan {
  const routines = new Map(input.desired.map(({ routine }) => [identify(routine.key), routine]));
  const byIdentity = new Map(input.desired.map((desired) => [identify(desired.routine.key), desired]));
  const known = listKnown(input.workspace, [...routines.values()]);
  const planning = {
    input,
    facts,
    findings,
    findSmoke,
    known,
    printName: distinctPrinter([...known.values()].map(({ key }) => key).concat(listDeployed(facts))),
  };
  const steps: DeploymentStep[] = [];
  const hidden: HiddenStep[] = [];
  const unseen: RoutineKey[] = [];
  const triggers: WantedTrigger[] = [];
  for (const ordered of orderRoutines(routines, facts.server.foldsNames)) {
    const desired = byIdentity.get(ordered.identity);
    const step =
      desired === undefined ? null : planRoutine({ ...planning, hidden, unseen, triggers, ordered }, desired);
    if (step !== null) steps.push(step);
  }
  if (input.options.prune) {
    append(steps, planDrops({ ...planning, unseen }));
    append(findings, findOthers(facts, input.environment));
  }
  append(findings, findUnseenRoutines(facts, unseen));
  append(
    findings,
    findSameNames(
      [...routines.values()].map(({ key }) => key),
      facts,
    ),
  );
  const arranged = arrangeTriggers(arrangeBodies(steps, facts, findings), triggers, facts);
  return { target: facts.target, label: facts.label, steps: arranged, ...(hidden.length > 0 ? { hidden } : {}) };
}

/** Returns the project's keys of what was deployed to the target. */
function listDeployed({ lastDone }: TargetFacts): RoutineKey[] {
  return [...lastDone.values()].filter(({ after }) => after !== null).map(({ logical }) => logical);
}

interface TargetPlanning {
  readonly input: PlanInput;
  readonly facts: TargetFacts;
  readonly findings: Finding[];
  readonly findSmoke: FindSmoke;
  /** The project's texts, by identity of the project's key. */
  readonly known: ReadonlyMap<string, Routine>;
  /** Prints the project's key, with its kind where two routines share the name. */
  readonly printName: (key: RoutineKey) => string;
}

interface StepPlanning extends TargetPlanning {
  readonly ordered: OrderedRoutine;
}

interface DropPlanning extends TargetPlanning {
  /** The keys, as the target names them, of routines that may exist there unseen. */
  readonly unseen: RoutineKey[];
}

interface Planning extends StepPlanning, DropPlanning {
  readonly hidden: HiddenStep[];
  /** The readable triggers, replaced or not. */
  readonly triggers: WantedTrigger[];
}

function planRoutine(planning: Planning, desired: Desired): DeploymentStep | null {
  const { input, facts, findings } = planning;
  const { naming, server } = facts;
  const { routine: source, version, place } = desired;
  const key = renameKey(source.key, naming.toPhysical);
  const hidden = facts.unreadable.get(identify(key));
  if (hidden !== undefined) findings.push(unreadable(facts, key, hidden));
  const isUnseen = hidden === undefined && whyUnknown(facts, key) !== null;
  if (isUnseen) planning.unseen.push(key);
  const deployed = facts.deployed.get(identify(key)) ?? null;
  const catalog = facts.catalogs.get(key.schema);
  const live = deployed?.live ?? null;
  const { environment, records } = input;
  const defaultCollation = catalog?.defaultCollation ?? '';
  const targetDefinition = makeTargetDefinition(source, { environment, naming, server, live, defaultCollation });
  if (targetDefinition === null) {
    findings.push(notForServer(facts, key));
    return null;
  }
  const lastDone = facts.lastDone.get(identify(key));
  if (hidden !== undefined || isUnseen) {
    const known = { key, after: targetDefinition, logical: source.key, file: place };
    append(planning.hidden, planHidden(planning, { ...known, isUnseen }));
    return null;
  }
  const classified = classifyState({
    deployed,
    targetDefinition,
    source,
    environment,
    naming,
    lastDone,
    record: records.get(identify(source.key)),
    defaultCharacterSet: catalog?.defaultCharacterSet ?? '',
    clock: catalog?.clock ?? null,
  });
  if (key.kind === 'trigger')
    planning.triggers.push(wantTrigger(planning, desired, { key, deployed, targetDefinition, classified }));
  if (classified.state === 'same') return null;
  const isUnwanted = !input.options.overwrite && facts.ledgerProblem === undefined;
  if (isUnwanted && (classified.state === 'drifted' || classified.state === 'unmanaged'))
    findings.push(notOverwritten(planning, { key, logical: source.key, state: classified.state }));
  const step = makeStep(
    planning,
    makeChange(facts, {
      ...{ key, before: deployed, after: targetDefinition, differences: classified.differences },
      lastEvent: findLastEvent(deployed, lastDone),
    }),
    { logical: source.key, classified, to: version ?? '-', file: place },
  );
  return step === null ? null : addTexts(addGrants(step, planning), source, planning);
}

interface TriggerState {
  readonly key: RoutineKey;
  readonly deployed: DeployedObject | null;
  readonly targetDefinition: TargetDefinition;
  readonly classified: ClassifiedState;
}

function wantTrigger(
  planning: StepPlanning,
  { routine: { key: logical }, version, place: file }: Desired,
  { key, deployed, targetDefinition: after, classified }: TriggerState,
): WantedTrigger {
  const stated = after.routine.parts.order;
  const context = { logical, classified: { ...classified, differences: [] }, to: version ?? '-', file };
  return {
    key,
    after,
    place: stated === null ? findPlace(planning.facts, key, deployed) : { ...stated, kind: 'stated' },
    recreate: () =>
      withReason(makeStep(planning, makeChange(planning.facts, { key, before: deployed, after }), context)),
  };
}

/** Returns the place of a trigger whose text states none: where it is, or where it was before someone dropped it. */
function findPlace(facts: TargetFacts, key: RoutineKey, deployed: DeployedObject | null): WantedPlace {
  const sides = deployed === null ? findKnownSides(key, facts) : null;
  return sides === null ? { kind: 'kept' } : { ...sides, kind: 'beside' };
}

/** Returns the facts about the deployed event, without a schedule that was changed since; null for other kinds. */
function findLastEvent(deployed: DeployedObject | null, lastDone: StepFinished | undefined): DeployedEvent | null {
  const event = lastDone?.event;
  if (deployed === null || lastDone === undefined || event === undefined) return null;
  return isAsDeployed(deployed.live.routine, lastDone) ? event : { ...event, schedule: null };
}

/** Adds the grants of a routine that existed before and was dropped. */
function addGrants(step: DeploymentStep, { input, facts }: TargetPlanning): DeploymentStep {
  const gone = step.before === null ? facts.gone?.get(identify(step.key)) : undefined;
  if (gone === undefined) return step;
  if (!input.options.isRollback)
    return { ...step, hazards: [...step.hazards, ...describeKeptBack(gone, facts.accounts)] };
  const { statements, hazards } = returnGone(gone, facts.accounts);
  const script = statements.length === 0 ? step.script : { ...step.script, grants: statements };
  return { ...step, script, hazards: [...step.hazards, ...hazards] };
}

/**
 * Plans a hidden routine as if it existed and differed, and an unseen one as if it were new: other obstacles are then
 * reported with it, and not one by one afterwards.
 */
function planHidden(
  planning: StepPlanning,
  {
    key,
    after,
    logical,
    file,
    isUnseen,
  }: Pick<DeploymentStep, 'key' | 'logical' | 'file'> & {
    readonly after: TargetDefinition;
    readonly isUnseen: boolean;
  },
): readonly HiddenStep[] {
  const { facts } = planning;
  const change = makeChange(facts, { key, before: null, after });
  const classified: ClassifiedState = { state: 'missing', from: null, differences: [] };
  const step = makeStep(planning, change, { logical, classified, to: null, file });
  if (step === null) return [];
  if (isUnseen) return [{ step, grants: [] }];
  const isCalled = key.kind === 'procedure' || key.kind === 'function';
  const strategy = facts.server.dialect === 'mariadb' ? 'or-replace' : isCalled ? 'queued' : 'replace';
  const granted = facts.grants?.get(key.schema);
  const grants = granted === null ? null : (granted?.get(identify(key)) ?? []);
  return [{ step: { ...step, action: 'replace', strategy }, grants }];
}

/** Adds the smoke statements, and what is said of the names in dynamic SQL. */
function addTexts(
  step: DeploymentStep,
  source: Routine,
  { facts, findings, known, findSmoke }: TargetPlanning,
): DeploymentStep {
  const smoke = planSmoke(source, { naming: facts.naming, known, findSmoke });
  append(findings, smoke.findings);
  const dynamic = describeDynamicNames(source, facts.naming.toPhysical);
  return { ...step, smoke: smoke.statements, hazards: [...step.hazards, ...dynamic, ...smoke.hazards] };
}

interface StepContext {
  readonly logical: RoutineKey;
  readonly classified: ClassifiedState;
  readonly to: string | null;
  readonly file: DeploymentStep['file'];
}

function makeStep(
  { input, facts, ordered, printName }: StepPlanning,
  change: Change,
  context: StepContext,
): DeploymentStep | null {
  const strategy = chooseStrategy(change, input.options.strategy ?? input.environment.strategy);
  if (strategy === null) return null;
  const { before } = change;
  const { logical, classified, to, file } = context;
  const cycle = ordered.cycle.map(printKey);
  const isDeployed = facts.lastDone.has(identify(change.key));
  const other = facts.others?.get(identify(change.key))?.project;
  const hazards = [
    ...strategy.hazards(change),
    ...collectHazards({ classified, live: before?.live.routine ?? null, isDeployed, other, cycle }),
  ];
  return buildStep(change, strategy, { logical, name: printName(logical), from: classified.from, to, hazards, file });
}

/**
 * Returns the drops of routines that were deployed to this environment and are not in the files any longer; callers
 * before callees.
 */
function planDrops(planning: DropPlanning): readonly DeploymentStep[] {
  const { input, facts, findings, unseen } = planning;
  const kept = new Set(input.workspace.map(({ key }) => identify(key)));
  const gone = new Map<string, Routine>();
  for (const [identity, step] of facts.lastDone) {
    const deployed = facts.deployed.get(identity);
    if (!leftHere(step, input.environment, facts.target) || kept.has(identify(step.logical))) continue;
    const { pruned } = input.options;
    if (pruned.length > 0 && !pruned.some((selector) => selects(selector, step.logical))) continue;
    if (deployed !== undefined) gone.set(identity, deployed.live.routine);
    else if (whyUnknown(facts, step.key) !== null) append(findings, notDropped(facts, step.key, unseen));
  }
  const steps: DeploymentStep[] = [];
  for (const ordered of [...orderRoutines(gone, facts.server.foldsNames)].reverse()) {
    const [deployed, last] = [facts.deployed.get(ordered.identity), facts.lastDone.get(ordered.identity)];
    if (deployed === undefined || last === undefined) continue;
    const { key } = deployed.live.routine;
    const classified = classifyDrop(deployed, last);
    if (classified.state === 'drifted' && !input.options.overwrite)
      findings.push(notOverwritten(planning, { key, logical: last.logical, state: 'drifted' }));
    const change = makeChange(facts, { key, before: deployed, after: null });
    const step = makeStep({ ...planning, ordered }, change, {
      logical: last.logical,
      classified,
      to: null,
      file: null,
    });
    const owner = describeUncertainOwner(facts, last);
    if (step !== null) steps.push({ ...step, hazards: [...owner, ...step.hazards] });
  }
  return steps;
}

/** Returns the finding for an unreadable routine; an unseen one is added to `unseen`, which become one finding. */
function notDropped(facts: TargetFacts, key: RoutineKey, unseen: RoutineKey[]): readonly Finding[] {
  const hidden = facts.unreadable.get(identify(key));
  if (hidden !== undefined) return [unreadable(facts, key, hidden, 'drop')];
  unseen.push(key);
  return [];
}

function notOverwritten(
  { input, facts, printName }: Pick<StepPlanning, 'input' | 'facts' | 'printName'>,
  { key, logical, state }: { readonly key: RoutineKey; readonly logical: RoutineKey; readonly state: Unwanted },
): Finding {
  const environment = input.environment.name;
  const isDeployed = facts.lastDone.has(identify(key));
  const other = facts.others?.get(identify(key))?.project;
  return {
    severity: 'error',
    code: codeOfUnwanted(state, { isDeployed, other }),
    message: describeUnwanted(`${printKindAndKey(key)} on ${facts.label}`, { isDeployed, state, other }),
    remedy: isDeployed
      ? advise`Compare both texts in the plan. Keep the live one with ${{ id: 'drift', environment, way: 'adopt' }}, or deploy with ${{ id: 'option', name: 'overwrite' }} (the live text is saved in the ledger).`
      : advise`Compare both texts in the plan. Keep the live one with ${{ id: 'import', environment, routine: printName(logical), overwrite: true }}, or deploy with ${{ id: 'option', name: 'overwrite' }} (the live text is saved in the ledger).`,
  };
}

function notForServer({ label, server }: TargetFacts, key: RoutineKey): Finding {
  if (isPackage(key.kind) && server.dialect === 'mysql')
    return {
      severity: 'error',
      code: 'not-for-server',
      message: `${printKindAndKey(key)} cannot be created on ${label} (${server.versionText}): MySQL has no packages.`,
      remedy: 'Deploy it to a MariaDB server, or name the routines to deploy.',
    };
  return {
    severity: 'error',
    code: 'not-for-server',
    message: `${printKindAndKey(key)} is empty on ${label} (${server.versionText}): its executable comments or sql_mode exclude it.`,
    remedy: 'Check its executable comments and its sql_mode.',
  };
}
