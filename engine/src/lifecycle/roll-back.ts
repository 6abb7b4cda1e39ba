/** The use case: back to what ran before, to a named version, or a whole deployment taken back. */
import { append } from '../base/long-lists';
import { printable } from '../base/printable';
import { isOfProject } from './target/last-deployed';
import { advise } from '../base/advice';
import type { DeployAnswer } from './answers/deploy';
import type { PlanAnswer } from './answers/plan';
import type { RollbackRequest } from './answers/roll-back';
import { failure, type Failure } from '../base/failure';
import type { Result } from '../base/result';
import type { Environment } from '../project/environment';
import type { StepFinished } from '../ledger/ledger';
import { parseSelectors, selects, type Selector } from '../routine/selector';
import { executeDeployment } from './execute-deployment';
import { findRollbackTargetsOf, findRollbackTargetsTo } from './rollback/find-rollback-targets';
import { makeRollbackPlan, type RollbackTarget, type TargetRollback } from './rollback/make-rollback-plan';
import { evaluatePlan, planDeployment, showPlan, type Planned } from './plan-deployment';
import type { Conversation } from './target/open-targets';
import type { ProjectAccess } from './target/project-access';
import { openLedger, type OpenTarget } from './target/target-at-work';
import { readTargetFacts } from './planning/target-facts';

/** Returns the effect of `rollBack`. Nothing is changed anywhere. */
export function planRollback(project: ProjectAccess, request: RollbackRequest): Promise<Result<PlanAnswer, Failure>> {
  return showPlan(project, request.environment, (conversation) => planReturn(project, request, conversation));
}

export async function rollBack(
  project: ProjectAccess,
  request: RollbackRequest,
): Promise<Result<DeployAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  return executeDeployment({
    project,
    environment: environment.value,
    request,
    type: 'rollback',
    settles: request.deployment ?? null,
    plan: (held, conversation) => planReturn(held, request, conversation),
  });
}

async function planReturn(
  project: ProjectAccess,
  request: RollbackRequest,
  conversation: Conversation,
): Promise<Result<Planned, Failure>> {
  const { deployment, environment: name, overwrite = false } = request;
  const routines = requestedRoutines(request);
  if ((routines.length === 0) === (deployment === undefined))
    return failure(
      'usage',
      'A rollback needs either routines or a deployment.',
      advise`Use ${{ id: 'roll-back', environment: name }}.`,
    );
  const environment = project.environment(name);
  if (!environment.ok) return environment;
  const selectors = parseSelectors(routines);
  if (!selectors.ok) return selectors;
  const versioned = selectors.value.filter(({ at }) => at !== null);
  if (versioned.length > 0 && versioned.length < selectors.value.length)
    return failure(
      'usage',
      'Some routines have a version and some do not.',
      'Give a version for all of them, or for none.',
    );
  if (versioned.length > 0)
    return planDeployment(project, { environment: name, routines, overwrite }, conversation, { isRollback: true });
  const returns: TargetRollback[] = [];
  const { targets, memory } = conversation;
  for (const target of targets) {
    const found = await findReturns(target, selectors.value, request);
    if (!found.ok) return found;
    const facts = await readTargetFacts({ ...target, wanted: found.value.map(({ key }) => key) });
    if (!facts.ok) return facts;
    returns.push({ facts: facts.value, rollbacks: found.value });
  }
  if (returns.every((target) => target.rollbacks.length === 0))
    return nothingToReturn(targets, environment.value, request);
  const workspace = (await project.sources()).chosen().map(({ routine }) => routine);
  const made = makeRollbackPlan(environment.value, returns, { overwrite, workspace });
  const facts = returns.map((target) => target.facts);
  return evaluatePlan(project, { made, targets, facts, desired: [], records: new Map(), isRollback: true, memory });
}

function findReturns(
  target: OpenTarget,
  selectors: readonly Selector[],
  request: RollbackRequest,
): Promise<Result<readonly RollbackTarget[], Failure>> {
  return selectors.length === 0
    ? findRollbackTargetsOf(target, request.deployment ?? '')
    : findRollbackTargetsTo(target, selectors, request);
}

function requestedRoutines({ routine, routines = [] }: RollbackRequest): readonly string[] {
  return routine === undefined ? routines : [routine, ...routines];
}

/** Explains an empty rollback: it differs whether the ledger knows the deployment or the routines at all. */
async function nothingToReturn(
  targets: readonly OpenTarget[],
  environment: Environment,
  request: RollbackRequest,
): Promise<Result<never, Failure>> {
  const known = new Set<string>();
  const steps: StepFinished[] = [];
  for (const target of targets) {
    const ledger = await openLedger(target);
    if (!ledger.ok) return ledger;
    const started = await ledger.value.read({ kind: 'deployment-started', targetSchema: target.target.schema });
    if (!started.ok) return started;
    for (const { entry } of started.value) known.add(entry.deployment);
    const last = await ledger.value.lastDone();
    if (!last.ok) return last;
    append(steps, last.value.values());
  }
  const { name } = environment;
  const { deployment } = request;
  if (deployment === undefined) return explainRoutines(environment, requestedRoutines(request), steps);
  if (known.has(deployment))
    return failure(
      'not-found',
      `Nothing to roll back: no step of deployment ${deployment} is still in place in ${name}.`,
      advise`See ${{ id: 'history', environment: name }}.`,
    );
  const latest = [...known].sort().slice(-mostIds).reverse();
  return failure(
    'not-found',
    `The ledger of ${name} has no deployment ${deployment}.`,
    latest.length === 0
      ? `Nothing was deployed to ${name} yet.`
      : advise`The latest are ${latest.join(', ')}. List all of them with ${{ id: 'history', environment: name }}.`,
  );
}

const mostIds = 3;

function explainRoutines(
  environment: Environment,
  routines: readonly string[],
  steps: readonly StepFinished[],
): Result<never, Failure> {
  const selectors = parseSelectors(routines);
  if (!selectors.ok) return selectors;
  const meant = steps.filter(({ logical }) => selectors.value.some((selector) => selects(selector, logical)));
  const other = meant.find((step) => !isOfProject(step, environment) && step.project !== undefined)?.project;
  const { name } = environment;
  if (other !== undefined)
    return failure(
      'not-found',
      `Nothing to roll back: ${routines.join(', ')} was last deployed to ${name} by project ${printable(other)}.`,
      advise`Roll it back in that project, or deploy it with ${{ id: 'option', name: 'overwrite' }}.`,
    );
  const isKnown = meant.length > 0;
  return failure(
    'not-found',
    isKnown
      ? `Nothing to roll back: the ledger of ${name} has no earlier version of ${routines.join(', ')}.`
      : `Nothing to roll back: ${routines.join(', ')} was never deployed to ${name}.`,
    advise`See ${{ id: 'history', environment: name }}.`,
  );
}
