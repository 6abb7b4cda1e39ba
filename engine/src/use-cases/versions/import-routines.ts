/** The import of an environment's routines into files, lossless: a comparison afterwards finds no difference. */
import { advise, type Advice } from '../../base/advice';
import type { ImportAnswer, ImportRequest } from '../answers/import-routines';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { printIncompleteList } from '../../database/list-completeness';
import type { Environment } from '../../project/environment';
import { keepDefiner } from '../../lifecycle/target/environment-naming';
import type { SourceRoutine } from '../../analysis/sources/source-index';
import { identify, type Account, type Routine, type RoutineKey } from '../../routine/routine';
import { parseNames, select, selects, type Selector } from '../../routine/selector';
import { adoptText, unstatedSqlMode } from '../shared/adopt-text';
import { projectFor } from '../shared/dry-project';
import type { Project } from '../shared/project';
import { rejectUndecodedNames } from '../shared/reject-undecoded';
import { withPlace } from '../shared/text-with-place';
import { renderSourceFile } from '../shared/render-source-file';
import { collectManaged } from '../shared/managed';
import { rejectUnseen } from '../shared/reject-unseen';
import type { UnreadableRoutine } from '../shared/sides';
import { makePrintName } from '../shared/print-names';
import type { MergedTargets } from './merge-targets';
import { readForImport, type ImportSource } from './read-for-import';
import { findFreeFile } from './name-source-file';

export async function importRoutines(asked: Project, request: ImportRequest): Promise<Result<ImportAnswer, Failure>> {
  const project = projectFor(asked, request);
  const selectors = parseNames(request.routines ?? []);
  if (!selectors.ok) return selectors;
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const source = await readForImport(project, environment.value, selectors.value);
  if (!source.ok) return source;
  const { side } = source.value;
  if (side === null) return succeed({ written: [], skipped: [] });
  const all = [...side.routines.values(), ...side.unreadable.values()];
  const chosen = select(all, ({ key }) => key, source.value.selectors);
  if (!chosen.ok) return explainUnknown(project, chosen, { side, selectors: source.value.selectors, request });
  const unnamed = rejectUndecodedNames(await project.sources());
  if (unnamed !== null) return unnamed;
  const written: ImportAnswer['written'][number][] = [];
  const skipped: ImportAnswer['skipped'][number][] = [];
  const printName = await makePrintName(
    project,
    all.map(({ key }) => key),
  );
  const taken = new Set(chosen.value.filter((one) => !('reason' in one)).map(({ key }) => identify(key)));
  const index = await project.sources();
  // The others stay out of the files: a trigger that follows one of them could not be deployed elsewhere.
  const isKnown = (key: RoutineKey): boolean =>
    index.find(identify(key)).length > 0 || (taken.has(identify(key)) && !source.value.lacksPrefix(key));
  for (const routine of chosen.value) {
    const name = printName(routine.key);
    const own = await findOwnSource(project, routine.key);
    const isForeign = source.value.lacksPrefix(routine.key);
    const skip = { routine: name, kind: routine.key.kind, file: own?.file ?? null, ...(isForeign && { isForeign }) };
    const candidate = { routine, own, source: source.value, overwrites: request.overwrite === true };
    const reason = findReasonAgainst(environment.value, candidate);
    if (reason !== null) {
      skipped.push({ ...skip, reason });
      continue;
    }
    if ('reason' in routine) continue;
    const definer = await findDefiner(project, environment.value, routine);
    const live = withPlace({ ...routine, definer }, isKnown);
    const file =
      own === null
        ? await writeFile(project, live, { name, sqlMode: side.sqlMode })
        : await overwriteSource(project, own, { live, side, environment: environment.value.name });
    if (!file.ok) return file;
    if (file.value === null) skipped.push({ ...skip, reason: `${own?.file ?? ''} already has this text` });
    else written.push({ routine: name, file: file.value });
  }
  const unlisted = selectors.value.every(({ name }) => !name.isLiteral) ? side.incomplete : [];
  return succeed({
    written,
    skipped,
    ...(unlisted.length === 0 ? {} : { unlisted: unlisted.map(printIncompleteList) }),
  });
}

interface Candidate {
  readonly routine: Routine | UnreadableRoutine;
  /** The project's own definition; null if there is none. */
  readonly own: SourceRoutine | null;
  readonly source: ImportSource;
  readonly overwrites: boolean;
}

/** Returns why a routine gets no file; null if it gets one. */
function findReasonAgainst(
  { name, prefix }: Environment,
  { routine, own, source, overwrites }: Candidate,
): Advice | null {
  if ('reason' in routine) return routine.reason;
  if (source.lacksPrefix(routine.key))
    return `its name lacks the prefix ${prefix} of ${name}; a deployment would create another one. Name it to import its text`;
  return own === null || overwrites
    ? null
    : advise`${own.file} already defines it; see the differences with ${{ id: 'compare' }}, or replace its text with ${{ id: 'option', name: 'overwrite' }}`;
}

/** Returns the first definition of a routine in the source files; null if there is none. */
async function findOwnSource(project: Project, key: RoutineKey): Promise<SourceRoutine | null> {
  const index = await project.sources();
  return index.find(identify(key))[0] ?? null;
}

interface Overwriting {
  readonly live: Routine;
  readonly side: MergedTargets;
  readonly environment: string;
}

/** Writes the live text into the file that defines the routine; null if the file has that text already. */
async function overwriteSource(
  project: Project,
  own: SourceRoutine,
  { live, side, environment }: Overwriting,
): Promise<Result<string | null, Failure>> {
  const text = adoptText(await project.sources(), own, {
    live,
    defaultCharacterSet: side.defaultCharacterSet,
    sqlMode: unstatedSqlMode(project, environment, side),
    statesDefiner: own.definition.definer !== null,
  });
  if (!text.ok) return text;
  if (text.value === null) return succeed(null);
  const done = await project.ports.tree.write(own.file, text.value);
  return done.ok ? succeed(own.file) : done;
}

/** Returns the definer under the project's names: that of the newest version, if the environment maps both to one. */
async function findDefiner(
  project: Project,
  environment: Environment,
  { key, definer }: Routine,
): Promise<Account | null> {
  const record = await project.ports.registry.find(key);
  const known = record.ok ? (record.value?.versions.at(-1)?.routine.definer ?? null) : null;
  return keepDefiner(environment, definer, known);
}

interface NamedRoutine {
  readonly name: string;
  readonly sqlMode: readonly string[] | null;
}

async function writeFile(
  { config, ports: { tree } }: Project,
  routine: Routine,
  { name, sqlMode }: NamedRoutine,
): Promise<Result<string, Failure>> {
  const file = await findFreeFile({ config, tree }, routine.key);
  if (file === null)
    return failure(
      'could-not',
      `A file for ${name} already exists, but does not define it.`,
      'Move or rename that file.',
    );
  const done = await tree.write(file, renderSourceFile(routine, { schema: config.schema, sqlMode }));
  return done.ok ? succeed(file) : done;
}

interface Asked {
  readonly request: ImportRequest;
  readonly selectors: readonly Selector[];
  readonly side: MergedTargets;
}

/** Returns the failure for a selector without a match, whose routine may exist unseen. */
async function explainUnknown(
  project: Project,
  notFound: Result<never, Failure>,
  { request, selectors, side }: Asked,
): Promise<Result<never, Failure>> {
  const managed = await collectManaged(project);
  if (!managed.ok) return managed;
  const keys = [...side.routines.values(), ...side.unreadable.values()].map(({ key }) => key);
  const selector = selectors.find((one) => !keys.some((key) => selects(one, key)));
  const { environment } = request;
  const unseen =
    selector === undefined
      ? null
      : rejectUnseen({ selector, environment, sides: [side], managed: managed.value.values() });
  return unseen ?? notFound;
}
