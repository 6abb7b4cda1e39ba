/** The folder of the project: the one that --project names, otherwise the nearest one upwards with a project file. */
import { basename, dirname } from 'node:path';
import { projectFile, type Failure, type Result } from '#engine';
import type { Host } from './host';

/** Returns the absolute folder; the path of a sproc.json means its folder, because shells complete to it. */
export async function chooseProject(
  given: string | undefined,
  host: Pick<Host, 'findProject' | 'kindOf'>,
): Promise<Result<string, Failure>> {
  if (given === undefined) return { ok: true, value: await host.findProject(undefined) };
  if (given === '') return reject('--project is empty.');
  const isFile = (await host.kindOf(given)) === 'file';
  if (isFile && basename(given) !== projectFile) return reject(`${given} is not a folder, so it is not a project.`);
  return { ok: true, value: await host.findProject(isFile ? dirname(given) : given) };
}

function reject(message: string): Result<never, Failure> {
  const remedy = `Name the folder with ${projectFile} after --project, or leave --project out.`;
  return { ok: false, error: { kind: 'usage', message, remedy } };
}
