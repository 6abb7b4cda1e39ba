/**
 * The desired routines of a deployment: texts of the workspace or of registered versions, under the project's names.
 */
import { advise } from '../../base/advice';
import { makeRoutineGraph } from '../../analysis/routine-graph';
import { describeUnapplied, unappliedRemedy } from '../../analysis/sources/unapplied-statements';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import { failure, type Failure } from '../../base/failure';
import { Kept, type Memory } from '../../base/memory';
import { nearestWord } from '../../base/nearest-word';
import type { PlanRequest } from '../answers/plan';
import { succeed, type Result } from '../../base/result';
import { rejectConflicts } from '../../registry/records/describe-conflict';
import { findEqualVersion } from '../../registry/records/line-ends';
import type { RoutineRecord } from '../../registry/records/registry';
import { identify, printKindAndKey, type Routine } from '../../routine/routine';
import { meantBy, parseSelectors, selects, type Selector } from '../../routine/selector';
import type { SourcePlace } from './steps/plan';
import type { ProjectAccess } from '../target/project-access';

export interface Desired {
  readonly routine: Routine;
  /** The registered version that the text equals, or that was asked for; null for a text that is not registered. */
  readonly version: string | null;
  /** The place in the source; null for a text of the registry. */
  readonly place: SourcePlace | null;
}

/** The records by identity of the project's key. */
export type Records = ReadonlyMap<string, RoutineRecord>;

export async function readRecords(project: ProjectAccess): Promise<Result<Records, Failure>> {
  const records = await project.ports.registry.list();
  return records.ok ? succeed(new Map(records.value.map((record) => [identify(record.key), record]))) : records;
}

/** Returns the desired routines; by default every routine of the workspace. */
export async function collectDesired(
  project: ProjectAccess,
  request: Pick<PlanRequest, 'routines' | 'withCallees'>,
  { records, memory }: { readonly records: Records; readonly memory: Memory },
): Promise<Result<readonly Desired[], Failure>> {
  const selectors = parseSelectors(request.routines ?? []);
  if (!selectors.ok) return selectors;
  const index = await project.sources();
  const unapplied: string[] = [];
  const take = (source: SourceRoutine): Desired => {
    const text = readOnce(index, source, memory);
    if (text.unapplied !== null) unapplied.push(text.unapplied);
    return toDesired(text, records);
  };
  const chosen = new Map<string, Desired>();
  if (selectors.value.length === 0) {
    for (const source of index.chosen()) chosen.set(source.identity, take(source));
  }
  for (const selector of selectors.value) {
    const found = selector.at === null ? fromWorkspace(index, selector, take) : fromRegistry(selector, records);
    if (!found.ok) return found;
    for (const desired of found.value) chosen.set(identify(desired.routine.key), desired);
  }
  if (request.withCallees === true) {
    for (const callee of findCallees(index, [...chosen.keys()]))
      if (!chosen.has(callee.identity)) chosen.set(callee.identity, take(callee));
  }
  const [first] = unapplied;
  if (first !== undefined) return failure('bad-input', first, unappliedRemedy);
  return findDuplicate(index, chosen) ?? succeed([...chosen.values()]);
}

function fromWorkspace(
  index: SourceIndex,
  selector: Selector,
  take: (source: SourceRoutine) => Desired,
): Result<readonly Desired[], Failure> {
  const found = meantBy(index.routines(), ({ key }) => key, selector);
  if (found.length === 0) return rejectName(index, selector);
  return succeed(found.map(take));
}

/** A text of the workspace. */
interface SourceText extends Pick<Desired, 'routine' | 'place'> {
  /** The sentence about a later statement of the file that cannot be applied to it; null if all are. */
  readonly unapplied: string | null;
}

/** Returns the failure for a name that no source file defines. */
export function rejectName(index: SourceIndex, { text, name }: Selector): Result<never, Failure> {
  const near = nearestWord(
    name.text,
    index.routines().map(({ key }) => key.name),
  );
  return failure(
    'not-found',
    `No source file defines ${text}.`,
    near === null ? advise`List the definitions with ${{ id: 'inspect' }}.` : `Did you mean ${near}?`,
  );
}

/**
 * Returns the desired routine. If only line ends differ, the version is deployed as registered, so that its text is
 * recognised.
 */
function toDesired({ routine, place }: SourceText, records: Records): Desired {
  const equal = findEqualVersion(records.get(identify(routine.key)), routine);
  if (equal === null || equal.routine.checksums.exact === routine.checksums.exact)
    return { routine, version: equal?.version ?? null, place };
  return { routine: equal.routine, version: equal.version, place };
}

interface Read {
  revision: number;
  texts: Map<SourceRoutine, SourceText>;
}

const readBefore = new Kept<Read>(() => ({ revision: -1, texts: new Map() }));

/** Reads each source once: the plan is made again under the lease, and unchanged sources are not read again. */
function readOnce(index: SourceIndex, source: SourceRoutine, memory: Memory): SourceText {
  const before = memory.of(readBefore);
  if (before.revision !== index.revision) Object.assign(before, { revision: index.revision, texts: new Map() });
  const known = before.texts.get(source);
  if (known !== undefined) return known;
  const { file, routine, definition } = source;
  const line = index.facts(file)?.lines.place(definition.name.span.end).line ?? 1;
  const text: SourceText = { routine, place: { file, line }, unapplied: describeUnapplied(index, source) };
  before.texts.set(source, text);
  return text;
}

function fromRegistry(selector: Selector, records: Records): Result<readonly Desired[], Failure> {
  const found: Desired[] = [];
  for (const record of records.values()) {
    if (!selects(selector, record.key)) continue;
    const version = record.versions.find((candidate) => candidate.version === selector.at);
    if (version !== undefined) found.push({ routine: version.routine, version: version.version, place: null });
    else if (record.conflict !== null) return rejectConflicts([record]) ?? succeed(found);
  }
  if (found.length > 0) return succeed(found);
  return failure(
    'not-found',
    `${selector.text} is not registered.`,
    advise`List registered versions with ${{ id: 'versions' }}.`,
  );
}

function findCallees(index: SourceIndex, identities: readonly string[]): readonly SourceRoutine[] {
  const { callees } = makeRoutineGraph(index);
  const seen = new Set(identities);
  const queue = [...identities];
  for (let id = queue.pop(); id !== undefined; id = queue.pop())
    for (const callee of callees.get(id) ?? []) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      queue.push(callee);
    }
  // A routine of a package comes with its package.
  const deployed = new Set([...seen].map((id) => index.find(id)[0]?.within ?? id));
  return [...deployed].flatMap((id) => index.find(id).slice(0, 1));
}

/** Returns a failure for a routine with two definitions: it is unknown which one is meant. */
function findDuplicate(index: SourceIndex, chosen: ReadonlyMap<string, Desired>): Result<never, Failure> | null {
  for (const [identity, { routine, place }] of chosen) {
    const [first, second] = place === null ? [] : index.find(identity);
    if (first !== undefined && second !== undefined)
      return failure(
        'bad-input',
        `${printKindAndKey(routine.key)} is defined twice, in ${first.file} and in ${second.file}.`,
        'Keep one of them, or say with `"duplicates": { "prefer": […] }` in sproc.json which files count.',
      );
  }
  return null;
}
