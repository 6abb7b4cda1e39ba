/** Starts a project in a folder: reads its SQL files, proposes a sproc.json, and writes it if there is none. */
import { advise } from '../../base/advice';
import type { InitAnswer } from '../answers/init';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { identify } from '../../routine/routine';
import type { SourceTree } from '../../project/ports';
import { projectFile } from '../../project/project-file';
import { recognizeServer } from '../../syntax/recognize-server';
import { chooseReading } from './choose-reading';
import { chooseSchema } from './choose-schema';
import { findCopies, type FoundCopies } from './find-copies';
import { extensions, selectSources } from './glob-patterns';
import { makeProjectId } from './make-project-id';
import { renderProjectFile } from './render-project-file';
import type { FileSurvey, ReadText } from './survey-files';

/** The proposal if no file has a routine. */
const usualSources = ['procedures/**/*.sql'];

const readTogether = 64;

/** Proposes a project without changing anything. Fails if the folder has a sproc.json, whatever its content. */
export async function proposeProject(tree: SourceTree): Promise<Result<InitAnswer, Failure>> {
  if (!(await tree.isFree(projectFile))) return exists(tree);
  const paths = await tree.list(extensions.map((extension) => `**/*.${extension}`));
  const { texts, unread } = await readAll(tree, paths);
  const { files: all, ...reading } = await chooseReading(texts);
  const files = leaveOtherServers(all, texts);
  const schema = chooseSchema(files, texts);
  const copies = findCopies(files, schema.value);
  const { sources, isSource } = chooseSources(files, paths, copies);
  const counting = files.filter(({ file, routines }) => routines.length > 0 && isSource(file));
  const found = { ...reading, schema, sources, definers: findDefiners(counting) };
  return succeed({
    file: `${tree.root}/${projectFile}`,
    written: false,
    text: renderProjectFile({ ...found, project: makeProjectId(tree.root, texts), prefer: copies.prefer }),
    files: paths.length,
    routines: countRoutines(counting, schema.value ?? ''),
    ...found,
    copies: copies.copies,
    duplicates: copies.duplicates,
    notUnderstood: files
      .filter(({ file, routines }) => routines.length > 0 || isSource(file))
      .flatMap(({ file, misread }) => misread.map((one) => ({ file, ...one }))),
    unread,
  });
}

/** Writes what was proposed; a file that came meanwhile is left as it is. */
export async function startProject(tree: SourceTree, proposal: InitAnswer): Promise<Result<InitAnswer, Failure>> {
  const written = await tree.create(projectFile, proposal.text);
  return written.ok ? succeed({ ...proposal, written: true }) : written;
}

function exists({ root }: SourceTree): Result<never, Failure> {
  const message = `${root} already has a ${projectFile}. It was not changed.`;
  return failure('bad-input', message, advise`Edit it, or name another folder with ${{ id: 'select-project' }}.`);
}

async function readAll(
  tree: SourceTree,
  paths: readonly string[],
): Promise<{ readonly texts: readonly ReadText[]; readonly unread: readonly string[] }> {
  const texts: ReadText[] = [];
  const unread: string[] = [];
  for (let start = 0; start < paths.length; start += readTogether) {
    const some = paths.slice(start, start + readTogether);
    const read = await Promise.all(some.map((file) => tree.read(file)));
    for (const [i, file] of some.entries()) {
      const text = read[i] ?? null;
      if (text === null) unread.push(file);
      else texts.push({ file, text });
    }
  }
  return { texts, unread };
}

/** Returns the files without those that are written for other servers, and are not understood in any mode. */
function leaveOtherServers(files: readonly FileSurvey[], texts: readonly ReadText[]): readonly FileSurvey[] {
  return files.filter(({ misread }, i) => misread.length === 0 || recognizeServer(texts[i]?.text ?? '') !== 'other');
}

function chooseSources(
  files: readonly FileSurvey[],
  paths: readonly string[],
  { leftOut, copies }: FoundCopies,
): { readonly sources: readonly string[]; readonly isSource: (file: string) => boolean } {
  const withRoutines = files.filter(({ file, routines }) => routines.length > 0 && !leftOut.has(file));
  if (withRoutines.length === 0) return { sources: usualSources, isSource: () => false };
  const others = paths.filter((file) => !leftOut.has(file));
  const { patterns, takes } = selectSources(
    withRoutines.map(({ file }) => file),
    others,
  );
  const unwanted = copies
    .filter(({ treatment, files: own }) => treatment === 'left-out' && own.some(takes))
    .map(({ pattern }) => `!${pattern}`);
  return { sources: [...patterns, ...unwanted], isSource: (file) => takes(file) && !leftOut.has(file) };
}

function countRoutines(files: readonly FileSurvey[], home: string): InitAnswer['routines'] {
  const kinds = new Map<string, InitAnswer['routines'][number]['kind']>();
  for (const { routines } of files)
    for (const { key, schema } of routines) kinds.set(identify({ ...key, schema: schema ?? home }), key.kind);
  const all = [...kinds.values()];
  return [...new Set(all)].map((kind) => ({ kind, count: all.filter((one) => one === kind).length }));
}

function findDefiners(files: readonly FileSurvey[]): readonly string[] {
  const all = files.flatMap(({ routines }) => routines.flatMap(({ definer }) => definer ?? []));
  return [...new Set(all)].sort();
}
