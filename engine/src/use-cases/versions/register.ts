/** New versions of what has changed since the newest one; what has not is left alone. */
import type { FailedRegistration, RegisterAnswer, RegisterRequest } from '../answers/register';
import { failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { describeUnapplied, unappliedRemedy } from '../../analysis/sources/unapplied-statements';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import { makeIdentifier, nameInIdentifier } from '../../routine/identifier';
import { rejectConflicts } from '../../registry/records/describe-conflict';
import { isSameButLineEnds, textChecksum } from '../../registry/records/line-ends';
import { proposeVersion } from '../../registry/records/propose-version';
import type { RoutineRecord, StatusChange, Version } from '../../registry/records/registry';
import { identify, printKey, printKindAndKey, type RoutineKey } from '../../routine/routine';
import { parseNames, select } from '../../routine/selector';
import { projectFor } from '../shared/dry-project';
import { makePrintName } from '../shared/print-names';
import type { Project } from '../shared/project';
import { rejectUndecodedRoutine } from '../shared/reject-undecoded';

interface Authorship {
  readonly author: string;
  readonly commit: string | null;
  readonly createdAt: string;
  readonly description: string;
}

export async function register(asked: Project, request: RegisterRequest): Promise<Result<RegisterAnswer, Failure>> {
  const project = projectFor(asked, request);
  const index = await project.sources();
  const chosen = chooseSources(index, request.routines ?? []);
  if (!chosen.ok) return chosen;
  const proposed = await proposeEach(project, chosen.value, request);
  if (!proposed.ok) return proposed;
  const { versions, changes, unchanged, failed } = proposed.value;
  const [first] = failed;
  if (first !== undefined && versions.length + unchanged.length === 0) return fail(first.failure);
  if (versions.length > 0) {
    const appended = await project.ports.registry.append(versions, changes);
    if (!appended.ok) return appended;
  }
  const printName = await makePrintName(project);
  return succeed({
    registered: versions.map((version) => describeRegistered(version, printName)),
    unchanged: unchanged.map(printName),
    warnings: [
      ...((request.routines ?? []).length === 0 ? project.describeUnread() : []),
      ...(await findWarnings(project, versions)),
    ],
    ...(failed.length === 0 ? {} : { failed: failed.map(({ failure: _whole, ...each }) => each) }),
  });
}

async function findWarnings({ ports }: Project, versions: readonly Version[]): Promise<readonly string[]> {
  if (versions.every(({ commit }) => commit !== null)) return [];
  const fault = await ports.provenance.gitFault();
  return fault === null ? [] : [`${fault.message} The versions are registered without a commit. ${fault.remedy}`];
}

/** The versions that registering would append. */
export interface ProposedVersions {
  readonly versions: readonly Version[];
  readonly changes: readonly (StatusChange & { readonly key: RoutineKey })[];
  readonly unchanged: readonly RoutineKey[];
}

/** The versions of the texts that can be registered, and the others. */
export interface ProposedEach extends ProposedVersions {
  readonly failed: readonly (FailedRegistration & { readonly failure: Failure })[];
}

/** Proposes the versions of all routines that are named; fails if one of them cannot be registered. */
export async function proposeVersions(
  project: Project,
  request: RegisterRequest,
): Promise<Result<ProposedVersions, Failure>> {
  const index = await project.sources();
  const chosen = chooseSources(index, request.routines ?? []);
  if (!chosen.ok) return chosen;
  const proposed = await proposeEach(project, chosen.value, request);
  const [first] = proposed.ok ? proposed.value.failed : [];
  return first === undefined ? proposed : fail(first.failure);
}

/** Proposes a version for each of these texts; one that cannot be registered does not stop the others. */
export async function proposeEach(
  project: Project,
  sources: readonly SourceRoutine[],
  request: Omit<RegisterRequest, 'routines'>,
): Promise<Result<ProposedEach, Failure>> {
  const index = await project.sources();
  const records = await project.ports.registry.list();
  if (!records.ok) return records;
  const authorship = await readAuthorship(project, request);
  const known = new Map(records.value.map((record) => [identify(record.key), record]));
  const versions: Version[] = [];
  const unchanged: RoutineKey[] = [];
  const failed = new Map<string, ProposedEach['failed'][number]>();
  for (const source of sources) {
    const record = known.get(source.identity) ?? null;
    const unfit = rejectSource(index, source) ?? rejectConflicts(record === null ? [] : [record]);
    const made = unfit ?? makeVersion(source, record, { request, authorship });
    const name = printKey(source.routine.key);
    if (!made.ok) {
      // A routine that many files define is reported once.
      if (failed.has(source.identity)) continue;
      const { message, remedy = '' } = made.error;
      const { file, key } = source;
      failed.set(source.identity, { routine: name, kind: key.kind, file, message, remedy, failure: made.error });
    } else if (made.value === null) unchanged.push(source.key);
    else versions.push(made.value);
  }
  return succeed({ versions, changes: versions.map(firstChange), unchanged, failed: [...failed.values()] });
}

function chooseSources(index: SourceIndex, routines: readonly string[]): Result<readonly SourceRoutine[], Failure> {
  const selectors = parseNames(routines);
  return selectors.ok ? select(index.routines(), ({ key }) => key, selectors.value) : selectors;
}

/** Returns the failure for an invalid or a duplicate definition, whose meaning is uncertain; null if there is none. */
function rejectSource(index: SourceIndex, source: SourceRoutine): Result<never, Failure> | null {
  const undecoded = rejectUndecodedRoutine(index, source);
  if (undecoded !== null) return undecoded;
  const { file, key, definition, identity } = source;
  const error = definition.errors[0];
  const name = printKindAndKey(key);
  const line = index.facts(file)?.lines.place(error?.span.start ?? 0).line ?? 1;
  if (error !== undefined)
    return failure(
      'bad-input',
      `${name} (${file}, line ${line}) cannot be registered: ${error.message}`,
      'Correct the file first.',
    );
  const unapplied = describeUnapplied(index, source);
  if (unapplied !== null) return failure('bad-input', unapplied, unappliedRemedy);
  const other = index.find(identity).find((candidate) => candidate !== source);
  if (other === undefined) return null;
  return failure(
    'bad-input',
    `${name} is defined twice, in ${file} and in ${other.file}.`,
    'Keep one of them, or say with `"duplicates": { "prefer": […] }` in sproc.json which files count.',
  );
}

async function readAuthorship({ ports }: Project, request: Pick<RegisterRequest, 'message'>): Promise<Authorship> {
  const { provenance } = ports;
  return {
    author: await provenance.author(),
    commit: await provenance.commit(),
    createdAt: provenance.now().toISOString(),
    description: request.message ?? '',
  };
}

function makeVersion(
  source: SourceRoutine,
  record: RoutineRecord | null,
  {
    request,
    authorship,
  }: { readonly request: Pick<RegisterRequest, 'bump' | 'version'>; readonly authorship: Authorship },
): Result<Version | null, Failure> {
  const { routine } = source;
  const latest = record?.versions.at(-1) ?? null;
  if (latest !== null && isSameButLineEnds(latest.routine, routine)) return succeed(null);
  const proposed = proposeVersion(latest, routine, {
    bump: request.bump ?? 'auto',
    ...(request.version === undefined ? {} : { version: request.version }),
  });
  if (!proposed.ok) return proposed;
  return succeed({
    key: routine.key,
    routine,
    textChecksum: textChecksum(routine.text),
    ...proposed.value,
    ...authorship,
  });
}

function firstChange({ key, version, author, createdAt }: Version): StatusChange & { readonly key: RoutineKey } {
  return { key, version, from: null, to: 'DEVELOPMENT', by: author, at: createdAt, reason: 'registered' };
}

export function describeRegistered(
  version: Version,
  printName: (key: RoutineKey) => string,
): RegisterAnswer['registered'][number] {
  const routine = printName(version.key);
  return {
    routine,
    version: version.version,
    identifier: makeIdentifier({
      name: nameInIdentifier(routine, version.key),
      version: version.version,
      createdAt: version.createdAt,
      status: 'DEVELOPMENT',
    }),
    checksum: version.routine.checksums.exact,
    bump: version.bump,
    reason: version.reason,
  };
}
