/** The copy of one registry to another: missing versions are added, different ones are reported and left unchanged. */
import { append } from '../../base/long-lists';
import { advise } from '../../base/advice';
import type { CopyRegistryAnswer, CopyRegistryRequest } from '../answers/copy-registry';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { demandConfirmation } from '../../lifecycle/preflight/reject-plan';
import type { Environment, RegistryPlace } from '../../project/environment';
import { defaultRegistryFolder, defaultRegistrySchema } from '../../project/make-project-config';
import { rejectConflicts } from '../../registry/records/describe-conflict';
import { explainDifferent } from '../../registry/records/explain-conflict';
import type { Registry, RoutineRecord, StatusChange, Version } from '../../registry/records/registry';
import { renderVersion } from '../../registry/records/version-files';
import { distinctPrinter } from '../../routine/distinct-names';
import { identify, printKindAndKey, type RoutineKey } from '../../routine/routine';
import { projectFor } from '../shared/dry-project';
import type { Project } from '../shared/project';

type KeyedChange = StatusChange & { readonly key: RoutineKey };

interface Difference {
  readonly versions: readonly Version[];
  /** The changes of the missing versions. */
  readonly first: readonly KeyedChange[];
  /** The changes of existing versions. */
  readonly later: readonly KeyedChange[];
  readonly unchanged: number;
}

/** Copies the registry. It may be repeated: a second copy finds everything. */
export async function copyRegistry(
  project: Project,
  request: CopyRegistryRequest,
): Promise<Result<CopyRegistryAnswer, Failure>> {
  const [from, to] = [findPlace(project, request, request.from), findPlace(project, request, request.to)];
  if (!from.ok) return from;
  if (!to.ok) return to;
  const names = { from: printPlace(from.value), to: printPlace(to.value) };
  if (names.from === names.to)
    return failure(
      'usage',
      `Source and destination are the same registry, in ${names.from}.`,
      advise`Name two: ${{ id: 'copy-registry' }}.`,
    );
  const environment = findEnvironment(project, request.to);
  const confirmed = environment === null ? rejectConfirm(request) : demandConfirmation(environment, request);
  if (!confirmed.ok) return confirmed;
  const { openRegistry } = projectFor(project, request).ports;
  const [source, destination] = [openRegistry(from.value), openRegistry(to.value)];
  const difference = await compareRegistries(source, destination, names);
  if (!difference.ok) return difference;
  const { versions, first, later, unchanged } = difference.value;
  const appended = await destination.append(versions, first);
  if (!appended.ok) return appended;
  for (const { key, ...change } of later) {
    const marked = await destination.mark(key, change);
    if (!marked.ok) return marked;
  }
  const verified = await verify(source, destination, names);
  if (!verified.ok) return verified;
  const printName = distinctPrinter(versions.map(({ key }) => key));
  const copied = versions.map(({ key, version }) => ({ routine: printName(key), version }));
  const answer = { ...names, copied, statusChanges: later.length, unchanged };
  return succeed(environment?.protected === true ? { ...answer, isProtected: true } : answer);
}

/** Returns the environment of that name; null for a folder. */
function findEnvironment(project: Project, name: string): Environment | null {
  const found = name === 'folder' ? null : project.environment(name);
  return found?.ok === true ? found.value : null;
}

function rejectConfirm({ confirm }: CopyRegistryRequest): Result<void, Failure> {
  if (confirm === undefined) return succeed(undefined);
  return failure('usage', `The confirmation '${confirm}' names no environment that is written to.`, 'Leave it out.');
}

function findPlace(
  project: Project,
  { folder, schema }: CopyRegistryRequest,
  name: string,
): Result<RegistryPlace, Failure> {
  const own = project.config.registry;
  if (name === 'folder') {
    const known = own.kind === 'folder' ? own.folder : defaultRegistryFolder;
    return succeed({ kind: 'folder', folder: folder ?? known });
  }
  const environment = project.environment(name);
  if (!environment.ok) return environment;
  const known = own.kind === 'server' && own.environment === name ? own.schema : defaultRegistrySchema;
  return succeed({ kind: 'server', environment: name, schema: schema ?? known });
}

function printPlace(place: RegistryPlace): string {
  return place.kind === 'folder' ? `folder ${place.folder}` : `schema ${place.schema} of ${place.environment}`;
}

interface Names {
  readonly from: string;
  readonly to: string;
}

async function compareRegistries(
  source: Registry,
  destination: Registry,
  names: Names,
): Promise<Result<Difference, Failure>> {
  const [left, right] = [await source.list(), await destination.list()];
  if (!left.ok) return left;
  if (!right.ok) return right;
  const problem = rejectConflicts([...left.value, ...right.value]);
  if (problem !== null) return problem;
  const known = new Map(right.value.map((record) => [identify(record.key), record]));
  const versions: Version[] = [];
  const [first, later]: [KeyedChange[], KeyedChange[]] = [[], []];
  let unchanged = 0;
  for (const record of left.value) {
    const there = known.get(identify(record.key)) ?? null;
    for (const version of record.versions) {
      const other = there?.versions.find((candidate) => candidate.version === version.version);
      const changes = changesOf(record, version);
      if (other === undefined && there?.changes.some((change) => change.version === version.version) === true) {
        // It existed, and was removed: a copy does not add it again.
        unchanged++;
        continue;
      }
      if (other === undefined || there === null) {
        versions.push(version);
        append(first, changes);
        continue;
      }
      unchanged++;
      if (!isSame(version, other)) return explainDifferent([names.from, version], [names.to, other]);
      const lacking = lackingChanges(changes, changesOf(there, other));
      if (lacking === null) return explainLogs(names, version);
      append(later, lacking);
    }
  }
  return succeed({ versions, first, later, unchanged });
}

function changesOf({ key, changes }: RoutineRecord, { version }: Version): readonly KeyedChange[] {
  return changes.filter((change) => change.version === version).map((change) => ({ key, ...change }));
}

function isSame(a: Version, b: Version): boolean {
  const [left, right] = [renderVersion(a), renderVersion(b)];
  return left.text === right.text && left.facts === right.facts;
}

/** Returns null if neither log continues the other. Additional changes in the destination remain. */
function lackingChanges(from: readonly KeyedChange[], to: readonly KeyedChange[]): readonly KeyedChange[] | null {
  const common = Math.min(from.length, to.length);
  for (let i = 0; i < common; i++) if (printChange(from[i]) !== printChange(to[i])) return null;
  return from.slice(common);
}

function printChange(change: KeyedChange | undefined): string {
  if (change === undefined) return '';
  const { from, to, by, at, reason } = change;
  return JSON.stringify([from, to, by, at, reason]);
}

function explainLogs({ from, to }: Names, { key, version }: Version): Result<never, Failure> {
  return failure(
    'could-not',
    `The status of ${printKindAndKey(key)} ${version} was changed differently in the ${from} and in the ${to}. Nothing was copied.`,
    'Mark the versions so that both are the same, or keep the registry that is right.',
  );
}

async function verify(source: Registry, destination: Registry, names: Names): Promise<Result<void, Failure>> {
  const again = await compareRegistries(source, destination, names);
  if (!again.ok) return again;
  const { versions, later } = again.value;
  if (versions.length === 0 && later.length === 0) return succeed(undefined);
  return failure(
    'could-not',
    `The ${names.to} does not contain all of the ${names.from} after copying.`,
    'Versions were registered meanwhile. Copy again.',
  );
}
