/** Makes the plan of a deployment from the project, the registry and what the targets hold now. */
import { append } from '../base/long-lists';
import type { SourceIndex } from '../analysis/sources/source-index';
import type { Finding } from './answers/finding';
import type { PlanAnswer, PlanRequest } from './answers/plan';
import type { PreflightAnswer } from './answers/preflight';
import type { Failure } from '../base/failure';
import type { Memory } from '../base/memory';
import { fail, succeed, type Result } from '../base/result';
import { explainServerError } from '../database/connection/mysql-errors';
import { renameKey } from '../routine/naming';
import { identify, type RoutineKey } from '../routine/routine';
import { checkLedgers, rejectLedgers } from './preflight/check-ledger';
import { checkSources } from './preflight/check-sources';
import { findDefinerFaults } from './preflight/definer-rights';
import { rejectBlindPruning, warnOfUnread } from './preflight/checks/pruning';
import { collectDesired, readRecords, rejectName, type Desired, type Records } from './planning/desired';
import { findObstacles } from './preflight/environment-checks';
import { withTargets, type Conversation } from './target/open-targets';
import { findRenamed } from './planning/other-projects';
import { journalPlaceOf, measureTooLarge } from './planning/steps/packet-size';
import type { Plan } from './planning/steps/plan';
import { listFindings } from './planning/list-findings';
import { findUnknownName, splitPrunedNames } from './planning/pruned-names';
import type { PlanOptions } from './planning/make-plan';
import { planOnce } from './planning/plan-once';
import { collectFindings } from './preflight/preflight';
import { printPlan } from './planning/steps/print-plan';
import type { ProjectAccess } from './target/project-access';
import { reportDependants } from './dependants/report-dependants';
import { compileWithoutCreating, toFinding, type Rejection } from './compile-check/compile-check';
import { askedFor, type OpenTarget } from './target/target-at-work';
import { readTargetFacts, type FactsQuery, type TargetFacts } from './planning/target-facts';
import { couldNot } from '../database/connection/could-not';

/** A plan with the data for its execution. */
export interface Planned {
  readonly plan: Plan;
  /** The texts that a server rejects, which are also among the plan's findings. */
  readonly rejections: readonly Rejection[];
  /** Exact checksums of the project's texts, by identity of the project's key. */
  readonly desired: ReadonlyMap<string, string>;
}

/** Returns the effect of a deployment: the use case `plan`. Nothing is changed anywhere. */
export async function plan(project: ProjectAccess, request: PlanRequest): Promise<Result<PlanAnswer, Failure>> {
  return showPlan(project, request.environment, (conversation) => planDeployment(project, request, conversation));
}

/**
 * Makes a plan for display, on sessions that are closed afterwards. Its findings name the ledgers that stop a
 * deployment.
 */
export async function showPlan(
  project: ProjectAccess,
  name: string,
  make: (conversation: Conversation) => Promise<Result<Planned, Failure>>,
): Promise<Result<PlanAnswer, Failure>> {
  const environment = project.environment(name);
  if (!environment.ok) return environment;
  return withTargets(project, environment.value, async (conversation) => {
    const planned = await make(conversation);
    if (!planned.ok) return planned;
    const ledgers = await checkLedgers(project, conversation.targets);
    if (!ledgers.ok) return ledgers;
    const stops = ledgers.value.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
    const answer = printPlan(planned.value.plan);
    return succeed(stops.length === 0 ? answer : { ...answer, findings: [...stops, ...answer.findings] });
  });
}

/** Finds what would stop or endanger that deployment: the use case `preflight`. */
export async function preflight(
  project: ProjectAccess,
  request: PlanRequest,
): Promise<Result<PreflightAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  return withTargets<PreflightAnswer>(project, environment.value, async (conversation) => {
    const { targets } = conversation;
    const ledgers = await checkLedgers(project, targets);
    if (!ledgers.ok) return ledgers;
    const sound = ledgers.value.flatMap((one) => one.findings);
    const planning: Planning = { isRollback: false, toleratesHiddenLedger: true };
    const planned = await planDeployment(project, request, conversation, planning);
    // Without a readable ledger there is no plan, and these are the reasons.
    if (!planned.ok && !rejectLedgers(ledgers.value).ok) return succeed({ ok: false, findings: sound });
    if (!planned.ok) return planned;
    const { steps } = printPlan(planned.value.plan);
    const environmentFindings: Finding[] = [];
    for (const [i, open] of targets.entries())
      append(
        environmentFindings,
        await findObstacles(open, planned.value.plan.targets[i]?.steps ?? [], journalBytes(steps)),
      );
    const all = [...sound, ...listFindings(planned.value.plan), ...environmentFindings];
    const { notes } = planned.value.plan;
    const ok = all.every(({ severity }) => severity !== 'error');
    return succeed({ ok, findings: all, ...(notes !== undefined && { notes }) });
  });
}

/**
 * Returns the approximate size of the journal: old texts are about as long as new ones, and each step adds some 2 KB.
 */
function journalBytes(steps: PlanAnswer['steps']): number {
  return steps.reduce((sum, { sql }) => sum + 2_000 + 2 * Buffer.byteLength(sql.join('\n')), 0);
}

export interface Planning {
  readonly isRollback: boolean;
  /** True to make a plan for display that is not executed. */
  readonly toleratesHiddenLedger?: boolean;
}

export async function planDeployment(
  project: ProjectAccess,
  request: PlanRequest,
  conversation: Conversation,
  { isRollback, toleratesHiddenLedger = false }: Planning = { isRollback: false },
): Promise<Result<Planned, Failure>> {
  const { targets, memory } = conversation;
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const records = await readRecords(project);
  if (!records.ok) return records;
  const index = await project.sources();
  const names = splitPrunedNames(request, index);
  if (!names.ok) return names;
  const reading = { records: records.value, memory };
  const isPruningOnly = names.value.gone.length > 0 && names.value.rest.length === 0;
  const desired = isPruningOnly
    ? succeed([])
    : await collectDesired(project, { ...request, routines: names.value.rest }, reading);
  if (!desired.ok) return desired;
  const facts = await readAllFacts(targets, desired.value, {
    toleratesHiddenLedger,
    prunes: request.prune === true,
  });
  if (!facts.ok) return facts;
  const planned = new Map(desired.value.map(({ routine }) => [identify(routine.key), routine]));
  const made = planOnce(
    memory,
    {
      environment: environment.value,
      desired: desired.value,
      records: records.value,
      // The planned ones are in memory; the others may have to be read again.
      workspace: index.chosen().map((source) => planned.get(source.identity) ?? source.routine),
      options: optionsOf(request, names.value.all, isRollback),
    },
    facts.value,
  );
  const unknown = findUnknownName(names.value, made);
  if (unknown !== null) return rejectName(index, unknown);
  const evaluated = await evaluatePlan(project, {
    made: {
      ...made,
      findings: [
        ...made.findings,
        ...findBlindSpots(project, index, { request, isRollback }),
        ...facts.value.flatMap((one) => findRenamed(one, project.config, environment.value)),
      ],
    },
    targets,
    facts: facts.value,
    desired: desired.value,
    records: records.value,
    isRollback,
    memory,
  });
  if (!evaluated.ok) return evaluated;
  const found = await checkSources(project, conversation, { ...evaluated.value, facts: facts.value });
  return found.ok ? succeed(withFindings(evaluated.value, found.value)) : found;
}

/** Returns the findings of sources that could not be read whole, which concern a plan of the whole project. */
function findBlindSpots(
  { unreadable }: Pick<ProjectAccess, 'unreadable'>,
  index: SourceIndex,
  { request, isRollback }: { readonly request: PlanRequest; readonly isRollback: boolean },
): readonly Finding[] {
  if (request.prune === true) return rejectBlindPruning(unreadable, index.files());
  const isWhole = !isRollback && (request.routines ?? []).length === 0;
  return isWhole ? warnOfUnread(unreadable, index.files()) : [];
}

function withFindings({ plan, ...planned }: Planned, findings: readonly Finding[]): Planned {
  return { ...planned, plan: { ...plan, findings: [...plan.findings, ...findings] } };
}

function optionsOf(
  { strategy, overwrite = false, prune = false }: PlanRequest,
  pruned: PlanOptions['pruned'],
  isRollback: boolean,
): PlanOptions {
  return { strategy: strategy ?? null, overwrite, prune, pruned, isRollback };
}

async function readAllFacts(
  targets: readonly OpenTarget[],
  desired: readonly Desired[],
  how: Pick<FactsQuery, 'toleratesHiddenLedger' | 'prunes'>,
): Promise<Result<readonly TargetFacts[], Failure>> {
  const all: TargetFacts[] = [];
  for (const open of targets) {
    // The names there depend on the server.
    const session = await open.sessions.get('reader');
    if (!session.ok) return session;
    const wanted = desired.map(({ routine }) => renameKey(routine.key, open.naming.toPhysical));
    const facts = await readTargetFacts({ ...open, wanted, ...how });
    if (!facts.ok) return facts;
    all.push(facts.value);
  }
  return succeed(all);
}

export interface ClassifyInput {
  readonly made: Plan;
  readonly targets: readonly OpenTarget[];
  /** The facts in the order of the targets. */
  readonly facts: readonly TargetFacts[];
  readonly desired: readonly Desired[];
  readonly records: Records;
  readonly isRollback: boolean;
  /** The cache of the conversation. */
  readonly memory: Memory;
}

/** Returns whether a finding of the server's settings gives the reason already: errors 1418 and 1419 have one cause. */
function isExplained({ errno }: Rejection, findings: readonly Finding[]): boolean {
  return (errno === 1418 || errno === 1419) && findings.some(({ code }) => code === 'log-bin-trust');
}

/** Runs preflight and compile check, whose findings become part of the plan. */
export async function evaluatePlan(project: ProjectAccess, input: ClassifyInput): Promise<Result<Planned, Failure>> {
  const { targets, facts, desired, records, isRollback, memory } = input;
  const planned = new Map(desired.map(({ routine }) => [identify(routine.key), routine]));
  const index = await project.sources();
  const reported = await reportDependants({
    ...{ plan: input.made, targets, facts, wanted: new Set(planned.keys()) },
    // The planned ones are in memory; the others may have to be read again.
    workspace: () => index.chosen().map((source) => planned.get(source.identity) ?? source.routine),
    applications: {
      tree: project.ports.tree,
      patterns: project.config.applications ?? null,
      isSource: (file) => index.facts(file) !== null,
    },
    memory,
  });
  if (!reported.ok) return reported;
  const made = reported.value;
  const branch = await project.ports.provenance.branch();
  const gitFault = branch === null ? await project.ports.provenance.gitFault() : null;
  const testing = Object.values(project.config.environments).find(({ stage }) => stage === 'TESTING')?.name ?? null;
  const findings: Finding[] = [...made.findings];
  const rejections: Rejection[] = [];
  for (const [i, open] of targets.entries()) {
    const [plan, known] = [made.targets[i], facts[i]];
    if (plan === undefined || known === undefined) continue;
    const { environment } = open;
    const asked = askedFor({ environment, server: known.server }, couldNot.checkPlan(), open.target.schema);
    const { maxAllowedPacket } = known.write;
    // A step that is too large for a packet is a finding, and would only cost the connection.
    const fitting = plan.steps.filter((step) => measureTooLarge(step, journalPlaceOf(open), maxAllowedPacket) === null);
    const compiling = compileWithoutCreating(fitting, open, { asked, maxAllowedPacket });
    // Meanwhile the server compiles.
    const about = { environment, testing, desired, records, branch, gitFault, isRollback };
    const own = new Set(index.routines().map(({ key }) => nameInTarget(known.naming.toPhysical.key(key))));
    const hasSource = (name: string): boolean => own.has(name.toLowerCase());
    append(findings, collectFindings({ ...about, plan, facts: known, hasSource }));
    const reader = await open.sessions.get('reader');
    if (!reader.ok) return reader;
    const rights = await findDefinerFaults({ plan, facts: known, isRollback }, reader.value);
    if (!rights.ok) return fail(explainServerError(rights.error, asked));
    append(findings, rights.value);
    const compiled = await compiling;
    if (!compiled.ok) return compiled;
    append(rejections, compiled.value);
  }
  const unexplained = rejections.filter((rejection) => !isExplained(rejection, findings));
  const plan = { ...made, findings: [...findings, ...unexplained.map(toFinding)] };
  const checksums = new Map(desired.map(({ routine }) => [identify(routine.key), routine.checksums.exact]));
  return succeed({ plan, rejections, desired: checksums });
}

/** Returns `procedure shop.pay`; a view is a table to those that use it. */
function nameInTarget({ kind, schema, name }: RoutineKey): string {
  return `${kind === 'view' ? 'table' : kind} ${schema}.${name}`.toLowerCase();
}
