/** New versions of what has changed since the newest one; what has not is left alone. */
import type { RegisterAnswer, RegisterRequest } from '../answers/register';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { describeUnapplied, unappliedRemedy } from '../../analysis/sources/unapplied-statements';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import { makeIdentifier, nameInIdentifier } from '../../routine/identifier';
import { rejectConflicts } from '../../registry/records/describe-conflict';
import { isSameButLineEnds, textChecksum } from '../../registry/records/line-ends';
import { proposeVersion } from '../../registry/records/propose-version';
import type { RoutineRecord, StatusChange, Version } from '../../registry/records/registry';
import { identify, printKindAndKey, type RoutineKey } from '../../routine/routine';
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
  const proposed = await proposeVersions(project, request);
  if (!proposed.ok) return proposed;
  const { versions, changes, unchanged } = proposed.value;
  if (versions.length > 0) {
    const appended = await project.ports.registry.append(versions, changes);
    if (!appended.ok) return appended;
  }
  const printName = await makePrintName(project);
  return succeed({
    registered: versions.map((version) => describeRegistered(version, printName)),
    unchanged: unchanged.map(printName),
    warnings: await findWarnings(project, versions),
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

export async function proposeVersions(
  project: Project,
  request: RegisterRequest,
): Promise<Result<ProposedVersions, Failure>> {
  const index = await project.sources();
  const chosen = chooseSources(index, request.routines ?? []);
  if (!chosen.ok) return chosen;
  const records = await project.ports.registry.list();
  if (!records.ok) return records;
  const chosenKeys = new Set(chosen.value.map(({ identity }) => identity));
  const problem = rejectConflicts(records.value.filter(({ key }) => chosenKeys.has(identify(key))));
  if (problem !== null) return problem;
  const authorship = await readAuthorship(project, request);
  const known = new Map(records.value.map((record) => [identify(record.key), record]));
  const versions: Version[] = [];
  const unchanged: RoutineKey[] = [];
  for (const source of chosen.value) {
    const made = makeVersion(source, known.get(source.identity) ?? null, { request, authorship });
    if (!made.ok) return made;
    if (made.value === null) unchanged.push(source.routine.key);
    else versions.push(made.value);
  }
  return succeed({ versions, changes: versions.map(firstChange), unchanged });
}

/** Chooses the sources; fails for invalid and duplicate definitions, whose meaning is uncertain. */
function chooseSources(index: SourceIndex, routines: readonly string[]): Result<readonly SourceRoutine[], Failure> {
  const selectors = parseNames(routines);
  if (!selectors.ok) return selectors;
  const chosen = select(index.routines(), ({ key }) => key, selectors.value);
  if (!chosen.ok) return chosen;
  for (const source of chosen.value) {
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
    if (other !== undefined)
      return failure(
        'bad-input',
        `${name} is defined twice, in ${file} and in ${other.file}.`,
        'Keep one of them, or say with `"duplicates": { "prefer": […] }` in sproc.json which files count.',
      );
  }
  return chosen;
}

async function readAuthorship({ ports }: Project, request: RegisterRequest): Promise<Authorship> {
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
  { request, authorship }: { readonly request: RegisterRequest; readonly authorship: Authorship },
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
