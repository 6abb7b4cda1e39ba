/** The parts of a promotion: its versions, the pending registrations, and the changes of status. */
import { advise, type Advice } from '../../base/advice';
import type { VersionStatus } from '../../routine/states/version-status';
import type { PromoteRequest } from '../answers/promote';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { rejectConflicts } from '../../registry/records/describe-conflict';
import { findEqualVersion } from '../../registry/records/line-ends';
import { addPending, type Pending } from '../../registry/records/pending-registry';
import type { RoutineRecord, StatusChange, Version } from '../../registry/records/registry';
import { checkTransition, stageAdmits, statusOf } from '../../registry/records/statuses';
import type { Environment, Stage } from '../../project/environment';
import { identify, printKey, type RoutineKey } from '../../routine/routine';
import { parseSelectors, selects, type Selector } from '../../routine/selector';
import type { Project } from '../shared/project';
import { proposeVersions } from './register';

export interface Promoted {
  readonly version: Version;
  /** Statuses in the order in which it gets them; none where the stage takes it already. */
  readonly path: readonly VersionStatus[];
  readonly from: VersionStatus;
}

export interface Promotion {
  readonly promoted: readonly Promoted[];
  /** The versions to be registered. */
  readonly pending: Pending;
}

export async function preparePromotion(
  project: Project,
  environment: Environment,
  request: PromoteRequest,
): Promise<Result<Promotion, Failure>> {
  const selectors = parseSelectors(request.routines);
  if (!selectors.ok) return selectors;
  if (selectors.value.length === 0)
    return failure(
      'usage',
      'A promotion needs at least one routine.',
      advise`Use ${{ id: 'promote', environment: environment.name }}.`,
    );
  const fromWorkspace = request.routines.filter((_, i) => selectors.value[i]?.at === null);
  const { message } = request;
  const proposed =
    fromWorkspace.length === 0
      ? succeed({ versions: [], changes: [] })
      : await proposeVersions(project, { routines: fromWorkspace, ...(message === undefined ? {} : { message }) });
  if (!proposed.ok) return proposed;
  const records = await project.ports.registry.list();
  if (!records.ok) return records;
  const named = records.value.filter(({ key }) => selectors.value.some((selector) => selects(selector, key)));
  const problem = rejectConflicts(named);
  if (problem !== null) return problem;
  const known = addPending(records.value, proposed.value);
  const chosen = await chooseVersions(project, known, selectors.value);
  if (!chosen.ok) return chosen;
  const promoted: Promoted[] = [];
  for (const { record, version } of chosen.value) {
    const from = statusOf(record, version.version);
    const path = findPath(project, environment, { version, from, reason: request.reason ?? null });
    if (!path.ok) return path;
    promoted.push({ version, from, path: path.value });
  }
  return succeed({ promoted, pending: proposed.value });
}

interface Chosen {
  readonly record: RoutineRecord;
  readonly version: Version;
}

async function chooseVersions(
  project: Project,
  records: readonly RoutineRecord[],
  selectors: readonly Selector[],
): Promise<Result<readonly Chosen[], Failure>> {
  const index = await project.sources();
  const chosen = new Map<string, Chosen>();
  for (const selector of selectors) {
    let found = 0;
    for (const record of records.filter(({ key }) => selects(selector, key))) {
      const own = index.find(identify(record.key))[0]?.routine;
      const version =
        selector.at === null
          ? own && findEqualVersion(record, own)
          : record.versions.findLast((candidate) => candidate.version === selector.at);
      if (version == null) continue;
      found++;
      chosen.set(identify(record.key), { record, version });
    }
    if (found === 0)
      return failure(
        'not-found',
        `${selector.text} is not registered.`,
        advise`List registered versions with ${{ id: 'versions' }}.`,
      );
  }
  return succeed([...chosen.values()]);
}

interface Mover {
  readonly version: Version;
  readonly from: VersionStatus;
  readonly reason: string | null;
}

/**
 * Returns one step, or two if the project has no environment for tests: otherwise no version could reach production.
 */
function findPath(
  { config }: Project,
  { name, stage }: Environment,
  { version, from, reason }: Mover,
): Result<readonly VersionStatus[], Failure> {
  if (stageAdmits(stage, from)) return succeed([]);
  const direct = checkTransition(from, stage, reason);
  if (direct.ok) return succeed([stage]);
  const testing = Object.values(config.environments).find((each) => each.stage === 'TESTING');
  if (from === 'DEVELOPMENT' && stage === 'PRODUCTION' && testing === undefined) return succeed(['TESTING', stage]);
  const what = `${printKey(version.key)} ${version.version}`;
  const message = `${what} is ${from} and cannot be promoted to ${name} (${stage}): ${direct.error.message}`;
  return failure('not-permitted', message, remedyOf(from, stage, { version, testing, remedy: direct.error.remedy }));
}

function remedyOf(
  from: VersionStatus,
  stage: Stage,
  known: {
    readonly version: Mover['version'];
    readonly testing: Environment | undefined;
    readonly remedy: Advice | undefined;
  },
): Advice {
  const { version, testing, remedy } = known;
  if (from === 'DEVELOPMENT' && stage === 'PRODUCTION' && testing !== undefined)
    return advise`Test it first: ${{ id: 'promote', environment: testing.name, routine: printKey(version.key), version: version.version }}.`;
  return remedy ?? 'Promote another version.';
}

/** Returns the changes for the registry. */
export function listChanges(
  { promoted }: Promotion,
  about: Pick<StatusChange, 'by' | 'at' | 'reason'>,
): readonly (StatusChange & { readonly key: RoutineKey })[] {
  return promoted.flatMap(({ version: { key, version }, from, path }) =>
    path.map((to, i) => ({ key, version, from: path[i - 1] ?? from, to, ...about })),
  );
}
