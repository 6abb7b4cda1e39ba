/** The comparison of live routines with the last deployed ones; adopted into the files, or reverted, on request. */
import { advise } from '../../base/advice';
import type { DriftAnswer, DriftRequest } from '../answers/drift';
import type { PlanAnswer } from '../../lifecycle/answers/plan';
import type { RegisterAnswer } from '../answers/register';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { executeDeployment } from '../../lifecycle/execute-deployment';
import { makeRollbackPlan } from '../../lifecycle/rollback/make-rollback-plan';
import { placeAsDeployed } from '../../lifecycle/target/last-deployed';
import { withTargets, type Conversation } from '../../lifecycle/target/open-targets';
import { evaluatePlan, showPlan, type Planned } from '../../lifecycle/plan-deployment';
import type { ProjectAccess } from '../../lifecycle/target/project-access';
import { demandConfirmation } from '../../lifecycle/preflight/reject-plan';
import { hasInterrupted } from '../../lifecycle/recovery/recover-interrupted';
import type { OpenTarget } from '../../lifecycle/target/target-at-work';
import { keepDefiner } from '../../lifecycle/target/environment-naming';
import type { Environment } from '../../project/environment';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import { identify, type Routine, type RoutineKey } from '../../routine/routine';
import { parseNames, select, type Selector } from '../../routine/selector';
import { adoptText, unstatedSqlMode } from '../shared/adopt-text';
import { importRoutines } from '../versions/import-routines';
import { projectFor } from '../shared/dry-project';
import type { Project } from '../shared/project';
import { readDrift, type Drift, type TargetDrift } from './read-drift';
import { recordAdoption } from './record-adoption';
import { withPlace } from '../shared/text-with-place';
import { renderPatch } from '../shared/render-patch';
import { rejectUndecodedFile, rejectUndecodedNames } from '../shared/reject-undecoded';
import { status } from './status';
import { register } from '../versions/register';

export async function drift(project: Project, request: DriftRequest): Promise<Result<DriftAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const selectors = parseNames(request.routines ?? []);
  if (!selectors.ok) return selectors;
  const [adopts, reverts] = [request.adopt === true, request.revert === true];
  if (adopts && reverts)
    return failure(
      'usage',
      'Drift can be adopted or reverted, but not both.',
      advise`Give either ${{ id: 'option', name: 'adopt' }} or ${{ id: 'option', name: 'revert' }}.`,
    );
  // Also where nothing is changed yet: whoever typed another name meant another environment.
  const confirmed = demandConfirmation(environment.value, {
    ...request,
    dryRun: request.dryRun === true || !(adopts || reverts),
  });
  if (!confirmed.ok) return confirmed;
  const found = await withTargets(project, environment.value, async ({ targets }) => {
    const read = await readAll(targets, selectors.value);
    if (!read.ok) return read;
    const known = await rejectUnknownNames(project, selectors.value, read.value);
    if (!known.ok) return known;
    const drifted = read.value.flatMap(({ drifts }) => drifts.map(({ answer }) => answer));
    const unknown = read.value.flatMap((one) => one.unknown);
    const isProtected = environment.value.protected;
    const answer: DriftAnswer = {
      drifted,
      ...(unknown.length > 0 && { unknown }),
      compared: read.value.reduce((sum, one) => sum + one.compared, 0),
      adopted: [],
      registered: [],
      reverted: null,
      ...(isProtected && { isProtected }),
    };
    return adopts && drifted.length > 0
      ? adopt(projectFor(project, request), { targets, read: read.value, request, answer })
      : succeed(answer);
  });
  if (found.ok && !adopts && !reverts && selectors.value.length === 0)
    return withDifferent(project, found.value, request);
  if (!found.ok || !reverts || found.value.drifted.length === 0) return found;
  const reverted = await revert(project, environment.value, { request, selectors: selectors.value });
  return reverted.ok ? succeed({ ...found.value, reverted: reverted.value }) : reverted;
}

/** Fails for a name of nothing that was deployed, is live, or is in the project: nobody may believe that it is well. */
async function rejectUnknownNames(
  project: Project,
  selectors: readonly Selector[],
  read: readonly TargetDrift[],
): Promise<Result<unknown, Failure>> {
  if (selectors.length === 0) return succeed(null);
  const index = await project.sources();
  // A registry that cannot be read has no say: drift is between the ledger and the servers.
  const records = await project.ports.registry.list();
  const keys = [
    ...index.routines().map(({ key }) => key),
    ...(records.ok ? records.value.map(({ key }) => key) : []),
    ...read.flatMap(({ facts }) => [...facts.lastDone.values()].map(({ logical }) => logical)),
    ...read.flatMap(({ facts }) => [...facts.deployed.values()].map(({ live }) => live.routine.key)),
  ];
  return select(keys, (key) => key, selectors);
}

/** Adds what `status` calls different, or another project's: no ledger knows whether it has changed. */
async function withDifferent(
  project: Project,
  answer: DriftAnswer,
  { environment }: DriftRequest,
): Promise<Result<DriftAnswer, Failure>> {
  const known = await status(project, { environments: [environment] });
  if (!known.ok) return succeed(answer);
  const different = known.value.routines.filter(({ workspace, registry, environments }) => {
    const cell = environments[environment];
    const cells = cell === undefined ? [] : [cell, ...Object.values(cell.targets ?? {})];
    const isOwn = workspace !== null || registry !== null;
    return cells.some(({ state }) => state === 'different' || (state === 'unmanaged' && isOwn));
  });
  return succeed({
    ...answer,
    ...(different.length > 0 && { different: different.map(({ routine }) => routine) }),
  });
}

async function readAll(
  targets: readonly OpenTarget[],
  selectors: readonly Selector[],
): Promise<Result<readonly TargetDrift[], Failure>> {
  const all: TargetDrift[] = [];
  for (const target of targets) {
    const read = await readDrift(target, selectors);
    if (!read.ok) return read;
    all.push(read.value);
  }
  return succeed(all);
}

interface Adopting {
  readonly targets: readonly OpenTarget[];
  /** The drift in the order of the targets. */
  readonly read: readonly TargetDrift[];
  readonly request: DriftRequest;
  readonly answer: DriftAnswer;
}

async function adopt(project: Project, adopting: Adopting): Promise<Result<DriftAnswer, Failure>> {
  const { targets, read, request, answer } = adopting;
  const single = findSplit(read);
  if (single !== null) return single;
  const settled = await rejectUnrecovered(targets, request);
  if (!settled.ok) return settled;
  const adopted = await writeFiles(project, request, read);
  if (!adopted.ok) return adopted;
  const names = [...new Set(answer.drifted.filter(({ state }) => state === 'changed').map(({ routine }) => routine))];
  const registered =
    request.register === true && names.length > 0
      ? await register(project, {
          routines: names,
          message: request.reason ?? `adopted from ${request.environment}`,
        })
      : succeed<RegisterAnswer>({ registered: [], unchanged: [], warnings: [] });
  if (!registered.ok) return registered;
  const [unfit] = registered.value.failed ?? [];
  if (unfit !== undefined) return failure('bad-input', unfit.message, unfit.remedy);
  const recorded = request.dryRun === true ? succeed([]) : await recordAll(project, adopting);
  if (!recorded.ok) return recorded;
  const done = { ...answer, adopted: adopted.value, registered: registered.value.registered };
  return succeed(recorded.value.length === 0 ? done : { ...done, warnings: recorded.value });
}

/** Returns the warnings. */
async function recordAll(
  project: Project,
  { targets, read, request }: Adopting,
): Promise<Result<readonly string[], Failure>> {
  const warnings: string[] = [];
  const versionOf = await nameVersions(project);
  for (const [i, target] of targets.entries()) {
    const drifts = (read[i]?.drifts ?? []).filter(({ current }) => current !== null || request.adoptDrops === true);
    if (drifts.length === 0) continue;
    const recorded = await recordAdoption(
      project,
      { target, drifts },
      {
        versionOf,
        reason: request.reason ?? null,
        ticket: request.ticket ?? null,
      },
    );
    if (!recorded.ok) return recorded;
    if (recorded.value !== null) warnings.push(recorded.value);
  }
  return succeed(warnings);
}

/** Fails after an interrupted deployment: the next one undoes it, and would undo routines that were adopted from it. */
async function rejectUnrecovered(
  targets: readonly OpenTarget[],
  { environment }: DriftRequest,
): Promise<Result<void, Failure>> {
  const left = await hasInterrupted(targets);
  if (!left.ok) return left;
  if (!left.value) return succeed(undefined);
  return failure(
    'could-not',
    `A deployment to ${environment} is running or was interrupted. Some of the changes may be part of it. Nothing was adopted.`,
    advise`Run ${{ id: 'recover', environment }} first.`,
  );
}

/** Fails if two servers have different texts, which one file cannot contain. */
function findSplit(read: readonly TargetDrift[]): Result<never, Failure> | null {
  const seen = new Map<string, Drift>();
  for (const one of read.flatMap(({ drifts }) => drifts)) {
    if (one.live === null) continue;
    const identity = identify(one.step.logical);
    const other = seen.get(identity);
    if (other?.live != null && other.live.checksums.exact !== one.live.checksums.exact)
      return failure(
        'could-not',
        `${one.answer.routine} was changed differently on ${other.answer.target} and ${one.answer.target}. Nothing was adopted.`,
        'Revert it, or make both the same first.',
      );
    seen.set(identity, one);
  }
  return null;
}

/** Checks the sources before the first file is written. */
async function rejectUndecodedSources(
  project: Project,
  read: readonly TargetDrift[],
): Promise<Result<never, Failure> | null> {
  const index = await project.sources();
  for (const { live, step } of read.flatMap(({ drifts }) => drifts)) {
    const source = live === null ? undefined : index.find(identify(step.logical))[0];
    if (source === undefined) continue;
    const facts = index.facts(source.file);
    const problem = facts === null ? null : rejectUndecodedFile(facts);
    if (problem !== null) return problem;
  }
  return rejectUndecodedNames(index);
}

type AdoptedRoutine = DriftAnswer['adopted'][number];

async function writeFiles(
  project: Project,
  { environment }: DriftRequest,
  read: readonly TargetDrift[],
): Promise<Result<readonly AdoptedRoutine[], Failure>> {
  const undecoded = await rejectUndecodedSources(project, read);
  if (undecoded !== null) return undecoded;
  const written = new Map<string, Omit<AdoptedRoutine, 'routine'>>();
  const missing: string[] = [];
  for (const { facts, drifts } of read) {
    for (const { live, step, answer } of drifts) {
      if (live === null || written.has(answer.routine)) continue;
      const index = await project.sources();
      const source = index.find(identify(step.logical))[0];
      if (source === undefined) {
        missing.push(answer.routine);
        continue;
      }
      const defaultCharacterSet = facts.catalogs.get(step.key.schema)?.defaultCharacterSet ?? null;
      const { definers = {} } = project.config.environments[environment] ?? {};
      const definer = keepDefiner({ definers }, live.definer, source.routine.definer);
      const statesPlace = answer.differences.some(
        ({ kind, detail }) => kind === 'characteristics' && /\border\b/.test(detail),
      );
      const text = adoptText(index, source, {
        ...{
          live: stateOrder(index, { ...live, definer }, statesPlace),
          defaultCharacterSet,
          sqlMode: unstatedSqlMode(project, environment, facts.server),
        },
        statesPlace,
        statesDefiner: answer.differences.some(({ kind }) => kind === 'definer'),
      });
      if (!text.ok) return text;
      const old = index.facts(source.file)?.script.text ?? '';
      if (text.value !== null) {
        const done = await project.ports.tree.write(source.file, text.value);
        if (!done.ok) return done;
      }
      const patch = text.value === null ? null : renderFilePatch(source.file, old, text.value);
      written.set(answer.routine, { file: source.file, patch });
    }
  }
  const adopted = [...written].map(([routine, file]) => ({ routine, ...file }));
  if (missing.length === 0) return succeed(adopted);
  const imported = await importRoutines(project, { environment, routines: missing });
  if (!imported.ok) return imported;
  for (const { routine, file } of imported.value.written) {
    const text = (await project.ports.tree.read(file)) ?? '';
    adopted.push({ routine, file, patch: renderFilePatch(file, '', text) });
  }
  return succeed(adopted);
}

/** Returns a trigger with its place in its text; where its order has changed and it is the first, before the next one. */
function stateOrder(index: SourceIndex, live: Routine, hasChanged: boolean): Routine {
  const find = (key: RoutineKey): SourceRoutine | undefined => index.find(identify(key))[0];
  // Two that name each other could not be created anywhere.
  const mayPrecede = (key: RoutineKey): boolean => hasChanged && find(key)?.routine.parts.order === null;
  return withPlace(live, (key) => find(key) !== undefined, mayPrecede);
}

function renderFilePatch(file: string, old: string, text: string): string {
  return renderPatch([`now: ${file}`, old], [`adopted: ${file}`, text]);
}

/** Returns a function that names the version of a routine's live text; null for every one if no registry is readable. */
async function nameVersions(project: Project): Promise<(drift: Drift) => string | null> {
  const index = await project.sources();
  const records = await project.ports.registry.list();
  if (!records.ok) return () => null;
  const known = new Map(records.value.map((record) => [identify(record.key), record]));
  return ({ step }) => {
    const own = index.find(identify(step.logical))[0]?.exact;
    const versions = known.get(identify(step.logical))?.versions ?? [];
    return versions.findLast(({ routine }) => routine.checksums.exact === own)?.version ?? null;
  };
}

interface Reverting {
  readonly request: DriftRequest;
  readonly selectors: readonly Selector[];
}

/** Returns the plan of a revert. Nothing is changed. */
export function planRevert(project: Project, request: DriftRequest): Promise<Result<PlanAnswer, Failure>> {
  const selectors = parseNames(request.routines ?? []);
  if (!selectors.ok) return Promise.resolve(selectors);
  return showPlan(project, request.environment, (conversation) => makeRevert(project, conversation, selectors.value));
}

function revert(
  project: Project,
  environment: Environment,
  { request, selectors }: Reverting,
): ReturnType<typeof executeDeployment> {
  return executeDeployment({
    project,
    environment,
    request,
    type: 'rollback',
    command: 'revert',
    settles: null,
    plan: (held, conversation) => makeRevert(held, conversation, selectors),
  });
}

/** Plans the return to the last deployed texts, over the changes since. */
async function makeRevert(
  project: ProjectAccess,
  { targets, memory }: Conversation,
  selectors: readonly Selector[],
): Promise<Result<Planned, Failure>> {
  const read = await readAll(targets, selectors);
  if (!read.ok) return read;
  const [first] = targets;
  if (first === undefined) throw new Error('An environment has a target at least.');
  const rollbacks = read.value.map(({ facts, drifts }) => ({
    facts,
    rollbacks: drifts.map(({ step, saved }) => ({
      ...{ key: step.key, logical: step.logical, saved, to: step.to, source: step.desired },
      ...(step.key.kind === 'trigger' && { place: placeAsDeployed(step, facts.lastDone.values()) }),
    })),
  }));
  const workspace = (await project.sources()).chosen().map(({ routine }) => routine);
  const made = makeRollbackPlan(first.environment, rollbacks, { overwrite: true, workspace });
  const facts = read.value.map((each) => each.facts);
  return evaluatePlan(project, {
    ...{ made, targets, facts, desired: [], records: new Map(), isRollback: true, memory },
  });
}
