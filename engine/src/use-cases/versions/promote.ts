/** The promotion of a version to the next environment: registered, checked, deployed, and only then marked. */
import { advise } from '../../base/advice';
import type { PlanAnswer } from '../../lifecycle/answers/plan';
import type { PromoteAnswer, PromoteRequest } from '../answers/promote';
import { failure, type Failure } from '../../base/failure';
import { plural } from '../../base/plural';
import { fail, succeed, type Result } from '../../base/result';
import type { SourceIndex } from '../../analysis/sources/source-index';
import { deploy } from '../../lifecycle/deploy';
import { demandConfirmation } from '../../lifecycle/preflight/reject-plan';
import { plan } from '../../lifecycle/plan-deployment';
import type { ProjectAccess } from '../../lifecycle/target/project-access';
import { showPending } from '../../registry/records/pending-registry';
import type { Version } from '../../registry/records/registry';
import type { VersionStatus } from '../../routine/states/version-status';
import { statusOf } from '../../registry/records/statuses';
import { identify, printKey, printKindAndKey } from '../../routine/routine';
import { checkAgainstEnvironment } from '../shared/check-against-environment';
import { overlaySources } from '../shared/overlay-sources';
import { listChanges, preparePromotion, type Promotion } from './promotion';
import { makePrintName } from '../shared/print-names';
import type { Project } from '../shared/project';
import { describeRegistered } from './register';

/** Returns the effect of `promote`. Nothing is registered, marked or deployed. */
export async function planPromotion(project: Project, request: PromoteRequest): Promise<Result<PlanAnswer, Failure>> {
  const prepared = await prepare(project, { ...request, dryRun: true });
  if (!prepared.ok) return prepared;
  const { environment, routines } = request;
  return plan(await asPromoted(project, prepared.value), { environment, routines });
}

export async function promote(project: Project, request: PromoteRequest): Promise<Result<PromoteAnswer, Failure>> {
  const prepared = await prepare(project, request);
  if (!prepared.ok) return prepared;
  const isTried = request.dryRun === true;
  const registered = isTried ? succeed([]) : await registerPending(project, prepared.value, request);
  if (!registered.ok) return registered;
  const deployed = await deploy(await asPromoted(project, prepared.value), request, 'promote');
  if (!deployed.ok) return deployed;
  const answer = { ...deployed.value, registered: registered.value, marked: [] };
  const isDone = answer.outcome === 'deployed' || answer.outcome === 'nothing-to-do';
  return isTried || !isDone ? succeed(answer) : markAll(project, prepared.value, { request, answer });
}

/**
 * Registers the pending versions, unless the plan cannot be executed: the deployment reports why, and leaves no
 * version.
 */
async function registerPending(
  project: Project,
  { pending }: Promotion,
  request: PromoteRequest,
): Promise<Result<PromoteAnswer['registered'], Failure>> {
  if (pending.versions.length === 0) return succeed([]);
  const planned = await planPromotion(project, request);
  if (!planned.ok) return planned;
  const { findings, fingerprint } = planned.value;
  const isStale = request.fingerprint !== undefined && request.fingerprint !== fingerprint;
  if (isStale || findings.some(({ severity }) => severity === 'error')) return succeed([]);
  const appended = await project.ports.registry.append(pending.versions, pending.changes);
  if (!appended.ok) return fail(await explainRace(project, pending.versions, appended.error));
  const printName = await makePrintName(project);
  return succeed(pending.versions.map((version) => describeRegistered(version, printName)));
}

/** Returns the failure of a change of the registry, which says so if somebody else has changed these versions meanwhile. */
async function explainRace(
  { ports }: Project,
  versions: readonly (Pick<Version, 'key' | 'version'> & { readonly from?: VersionStatus | null })[],
  error: Failure,
): Promise<Failure> {
  const records = await ports.registry.list();
  if (!records.ok) return error;
  for (const { key, version, from } of versions) {
    const record = records.value.find((one) => identify(one.key) === identify(key));
    const isKnown = record?.versions.some((one) => one.version === version) === true;
    if (!isKnown && error.kind === 'not-found')
      return {
        kind: 'could-not',
        message: `Somebody else was faster: the registry or the target changed meanwhile, so ${printKindAndKey(key)} ${version} was not registered.`,
        remedy: advise`See what is registered with ${{ id: 'versions', routine: printKey(key) }}, then promote again.`,
      };
    if (isKnown && statusOf(record, version) !== from)
      return { ...error, message: `Somebody else was faster: ${error.message}` };
  }
  return error;
}

async function prepare(project: Project, request: PromoteRequest): Promise<Result<Promotion, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const confirmed = demandConfirmation(environment.value, request);
  if (!confirmed.ok) return confirmed;
  const promotion = await preparePromotion(project, environment.value, request);
  if (!promotion.ok) return promotion;
  const checked = await checkTexts(project, promotion.value, request);
  return checked.ok ? promotion : checked;
}

/** Returns the project as it will be after a success, with which the plan is checked. */
async function asPromoted(project: Project, promotion: Promotion): Promise<ProjectAccess> {
  const { provenance, registry } = project.ports;
  const about = { by: await provenance.author(), at: provenance.now().toISOString(), reason: 'promoted' };
  const { versions, changes } = promotion.pending;
  const marked = { versions, changes: [...changes, ...listChanges(promotion, about)] };
  return {
    config: project.config,
    ports: { ...project.ports, registry: showPending(registry, marked) },
    get unreadable() {
      return project.unreadable;
    },
    sources: () => project.sources(),
    environment: (name) => project.environment(name),
  };
}

/**
 * Checks the promoted texts as `sproc check` does with the target's environment, each among the workspace's other ones:
 * tables and columns of another environment prove nothing there.
 */
async function checkTexts(
  project: Project,
  { promoted }: Promotion,
  { environment, allowWarnings = false }: PromoteRequest,
): Promise<Result<void, Failure>> {
  const sources = await project.sources();
  const others = promoted
    .map(({ version }) => version)
    .filter(({ key, routine }) => !isWorkspace(sources, identify(key), routine.checksums.exact))
    .map(({ key, version, routine }) => ({ label: `${printKey(key)}@${version}`, routine }));
  const index = overlaySources(sources, others);
  const checked = promoted.flatMap(({ version }) => index.find(identify(version.key)).slice(0, 1));
  const found = await checkAgainstEnvironment(project, index, {
    environment,
    files: [...new Set(checked.map(({ file }) => file))],
    diagnoseOptions: { settings: project.config.rules },
  });
  if (!found.ok) return found;
  const lines: string[] = [];
  for (const source of checked) {
    const { span } = source.definition;
    for (const one of found.value.diagnostics) {
      const isIn = source.file === one.file && span.start <= one.span.start && one.span.end <= span.end;
      const stops = one.severity === 'error' || (one.severity === 'warning' && !allowWarnings);
      if (!isIn || !stops) continue;
      const line = index.facts(source.file)?.lines.place(one.span.start).line ?? 1;
      lines.push(`${source.file}:${line}: ${one.message}`);
    }
  }
  const [first] = lines;
  if (first === undefined) return succeed(undefined);
  return failure(
    'could-not',
    lines.length === 1
      ? `Nothing was promoted. The check reports: ${first}`
      : `Nothing was promoted. The check reports ${plural(lines.length, 'problem')}, the first: ${first}`,
    advise`Correct the sources (see ${{ id: 'check' }}), or accept warnings with ${{ id: 'option', name: 'allow-warnings' }}.`,
  );
}

function isWorkspace(index: SourceIndex, identity: string, exact: string): boolean {
  return index.find(identity)[0]?.exact === exact;
}

interface Deployed {
  readonly request: PromoteRequest;
  readonly answer: PromoteAnswer;
}

async function markAll(
  project: Project,
  promotion: Promotion,
  { request, answer }: Deployed,
): Promise<Result<PromoteAnswer, Failure>> {
  const deployed =
    answer.deployment === null
      ? `promoted to ${request.environment}, where it already runs`
      : `promoted to ${request.environment} by deployment ${answer.deployment}`;
  const about = {
    by: await project.ports.provenance.author(),
    at: project.ports.provenance.now().toISOString(),
    reason: request.reason ?? deployed,
  };
  const printName = await makePrintName(project);
  const marked: PromoteAnswer['marked'][number][] = [];
  for (const { key, ...change } of listChanges(promotion, about)) {
    const done = await project.ports.registry.mark(key, change);
    if (!done.ok) {
      const { kind, message, remedy } = await explainRace(project, [{ key, ...change }], done.error);
      return failure(
        kind,
        answer.deployment === null
          ? `It runs in ${request.environment}, but could not be marked: ${message}`
          : `It was deployed to ${request.environment} (${answer.deployment}), but could not be marked: ${message}`,
        remedy,
      );
    }
    marked.push({
      routine: printName(key),
      version: change.version,
      from: change.from ?? 'DEVELOPMENT',
      to: change.to,
    });
  }
  return succeed({ ...answer, marked });
}
