/** One text: of the workspace (`name`), of a version (`name@1.2.0`), or of an environment (`name@prod`). */
import { distinctPrinter } from '../../routine/distinct-names';
import { advise } from '../../base/advice';
import type { ShowAnswer, ShowRequest } from '../answers/show';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { identify, type Routine, type RoutineKey } from '../../routine/routine';
import { meantBy, parseSelector, rejectAmbiguous, selects, type Selector } from '../../routine/selector';
import { findRecord, findVersion } from '../shared/find-record';
import { makePrintName } from '../shared/print-names';
import type { Project } from '../shared/project';
import { commentsBefore } from '../../routine/comments/comments-before';
import { renderSourceFile } from '../shared/render-source-file';
import { collectManaged } from '../shared/managed';
import { rejectUnseen } from '../shared/reject-unseen';
import { printForPeople, readSides, type Side } from '../shared/sides';

interface Shown {
  readonly routine: Routine;
  readonly source: string;
  readonly version: string | null;
  readonly file: string | null;
  /** The target of an environment with several, and the others. */
  readonly among?: Pick<ShowAnswer, 'target' | 'otherwise'>;
}

export async function show(project: Project, request: ShowRequest): Promise<Result<ShowAnswer, Failure>> {
  const selector = parseSelector(request.ref);
  if (!selector.ok) return selector;
  const found = await findShown(project, selector.value);
  if (!found.ok) return found;
  const { routine, source, version, file, among } = found.value;
  const own = await findOwn(project, routine.key);
  const text =
    request.sideBySide === true
      ? printWhatIsStated(routine, own)
      : version === null && file === null
        ? renderForClient(routine)
        : version === null
          ? routine.text
          : commentsBefore(routine.origin.script, routine.origin.definition) + routine.text;
  // The text of a file is shown without asking a registry, which may be on a server.
  const printName =
    file === null
      ? await makePrintName(project, [routine.key])
      : distinctPrinter((await project.sources()).routines().map(({ key }) => key));
  return succeed({ routine: printName(routine.key), kind: routine.key.kind, text, source, version, file, ...among });
}

/**
 * Renders a text for the plain client, to be run by hand in an emergency: with the settings of its creation, and with
 * DELIMITER.
 */
function renderForClient(routine: Routine): string {
  const { characterSet, collation } = routine.modes;
  const isUnicode = characterSet !== null && /^utf8(mb[34])?$/.test(characterSet);
  const names = isUnicode ? `SET NAMES ${characterSet}${collation === null ? '' : ` COLLATE ${collation}`};\n` : '';
  return names + renderSourceFile(routine, { schema: null, sqlMode: null });
}

/**
 * Prints every text in one formatting; of a server's attributes only those that the project's own text states. An event
 * is printed as it was written: the compared form of its schedule is not a statement.
 */
function printWhatIsStated(routine: Routine, own: Routine | null): string {
  if (routine.key.kind === 'event') return `${routine.text}\n`;
  if (own === null) return printForPeople(routine);
  const { definer, modes } = routine;
  return printForPeople({
    ...routine,
    definer: own.definer === null ? null : definer,
    modes: {
      sqlMode: own.modes.sqlMode === null ? null : modes.sqlMode,
      characterSet: own.modes.characterSet === null ? null : modes.characterSet,
      collation: own.modes.collation === null ? null : modes.collation,
    },
  });
}

async function findOwn(project: Project, key: RoutineKey): Promise<Routine | null> {
  const source = (await project.sources()).find(identify(key))[0];
  if (source !== undefined) return source.routine;
  const record = await project.ports.registry.find(key);
  return record.ok ? (record.value?.versions.at(-1)?.routine ?? null) : null;
}

async function findShown(project: Project, selector: Selector): Promise<Result<Shown, Failure>> {
  const { at } = selector;
  if (at === null || at === 'workspace') return findInWorkspace(project, selector);
  if (project.config.environments[at] !== undefined) return findLive(project, selector, at);
  if (/^\d/.test(at)) return findRegistered(project, selector, at);
  return failure(
    'not-found',
    `'${at}' is neither a version nor an environment.`,
    `Known environments: ${Object.keys(project.config.environments).join(', ') || 'none yet'}. Versions look like 1.2.0.`,
  );
}

async function findInWorkspace(project: Project, selector: Selector): Promise<Result<Shown, Failure>> {
  const index = await project.sources();
  const all = meantBy(index.routines(), ({ key }) => key, selector);
  const unclear = rejectAmbiguous(
    selector,
    all.map(({ key }) => key),
  );
  if (unclear !== null) return unclear;
  const found = all[0];
  if (found === undefined)
    return failure(
      'not-found',
      `No file defines ${selector.text}.`,
      advise`List the definitions with ${{ id: 'inspect' }}.`,
    );
  return succeed({ routine: found.routine, source: 'workspace', version: null, file: found.file });
}

async function findRegistered(project: Project, selector: Selector, at: string): Promise<Result<Shown, Failure>> {
  const record = await findRecord(project.ports.registry, selector);
  if (!record.ok) return record;
  const version = findVersion(record.value, at);
  if (!version.ok) return version;
  return succeed({ routine: version.value.routine, source: at, version: at, file: null });
}

async function findLive(project: Project, selector: Selector, at: string): Promise<Result<Shown, Failure>> {
  const sides = await readSides(project, at);
  if (!sides.ok) return sides;
  const live = sides.value.flatMap((side) => [...side.routines.values()].map(({ key }) => key));
  const unclear = rejectAmbiguous(
    selector,
    meantBy(live, (key) => key, selector),
  );
  if (unclear !== null) return unclear;
  const texts = sides.value.map((side) => ({
    target: side.target,
    routine: meantBy([...side.routines.values()], ({ key }) => key, selector)[0],
  }));
  const shown = texts.find(({ routine }) => routine !== undefined);
  const found = shown?.routine;
  const hidden = sides.value
    .flatMap(({ unreadable }) => [...unreadable.values()])
    .find(({ key }) => selects(selector, key));
  if (found === undefined && hidden !== undefined) return failure('not-permitted', hidden.reason);
  return found === undefined
    ? explainAbsent(project, selector, { environment: at, sides: sides.value })
    : succeed({ routine: found, source: at, version: null, file: null, among: describeTargets(texts, found) });
}

/** Returns the target whose text is shown, and those that have another one or none. */
function describeTargets(
  texts: readonly { readonly target: string; readonly routine: Routine | undefined }[],
  shown: Routine,
): Pick<ShowAnswer, 'target' | 'otherwise'> {
  if (texts.length === 1) return {};
  const target = texts.find(({ routine }) => routine === shown)?.target ?? '';
  const otherwise = texts.filter(({ routine }) => routine?.checksums.exact !== shown.checksums.exact);
  return { target, ...(otherwise.length > 0 && { otherwise: otherwise.map((each) => each.target) }) };
}

async function explainAbsent(
  project: Project,
  selector: Selector,
  { environment, sides }: { readonly environment: string; readonly sides: readonly Side[] },
): Promise<Result<never, Failure>> {
  const managed = await collectManaged(project);
  if (!managed.ok) return managed;
  const unseen = rejectUnseen({ selector, environment, sides, managed: managed.value.values() });
  return (
    unseen ??
    failure(
      'not-found',
      `${printSelected(selector)} does not exist in ${environment}.`,
      advise`See what is deployed there with ${{ id: 'status' }}.`,
    )
  );
}

/** Prints the selector without the part after `@`. */
function printSelected({ schema, name }: Selector): string {
  return schema === null ? name.text : `${schema.text}.${name.text}`;
}
