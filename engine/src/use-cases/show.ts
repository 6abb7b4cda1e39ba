/** One text: of the workspace (`name`), of a version (`name@1.2.0`), or of what lives in an environment (`name@prod`). */
import type { ShowAnswer } from '../base/contract';
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import { printKey, type Routine } from '../routine/routine';
import { parseSelector, selects, type Selector } from '../routine/selector';
import { findRecord, findVersion } from './find-record';
import type { Project } from './project';
import { printForPeople, readSides } from './sides';

export async function show(project: Project, { ref }: { readonly ref: string }): Promise<Result<ShowAnswer, Failure>> {
  const selector = parseSelector(ref);
  if (!selector.ok) return selector;
  const { at } = selector.value;
  if (at === null || at === 'workspace') return showWorkspace(project, selector.value);
  if (project.config.environments[at] !== undefined) return showLive(project, selector.value, at);
  if (/^\d/.test(at)) return showVersion(project, selector.value, at);
  return failure(
    'not-found',
    `'${at}' is neither a version nor an environment.`,
    `Environments are ${Object.keys(project.config.environments).join(', ') || 'not set up yet'}; versions look like 1.2.0.`,
  );
}

async function showWorkspace(project: Project, selector: Selector): Promise<Result<ShowAnswer, Failure>> {
  const index = await project.sources();
  const found = index.routines().find(({ routine }) => selects(selector, routine.key));
  if (found === undefined)
    return failure('not-found', `No file defines ${selector.text}.`, 'See what the files define with `sproc inspect`.');
  const { key, text } = found.routine;
  return succeed({
    routine: printKey(key),
    kind: key.kind,
    text,
    source: 'workspace',
    version: null,
    file: found.file,
  });
}

async function showVersion(project: Project, selector: Selector, at: string): Promise<Result<ShowAnswer, Failure>> {
  const record = await findRecord(project.ports.registry, selector);
  if (!record.ok) return record;
  const version = findVersion(record.value, at);
  if (!version.ok) return version;
  const { key, text } = version.value.routine;
  return succeed({ routine: printKey(key), kind: key.kind, text, source: at, version: at, file: null });
}

async function showLive(project: Project, selector: Selector, at: string): Promise<Result<ShowAnswer, Failure>> {
  const sides = await readSides(project, at);
  if (!sides.ok) return sides;
  const found = sides.value
    .flatMap((side) => [...side.routines.values()])
    .find((routine) => selects(selector, routine.key));
  if (found === undefined)
    return failure(
      'not-found',
      `${selector.text.split('@')[0] ?? ''} does not exist in ${at}.`,
      'See what runs there with `sproc status`.',
    );
  return succeed({ ...liveAnswer(found), source: at });
}

function liveAnswer(routine: Routine): Omit<ShowAnswer, 'source'> {
  const { key } = routine;
  return { routine: printKey(key), kind: key.kind, text: printForPeople(routine), version: null, file: null };
}
