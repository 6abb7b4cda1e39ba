/** Writes the files that a command line asks for: never over anything but an earlier report, and never among the sources. */
import { basename, resolve } from 'node:path';
import { parseProjectFile, pathBelow, projectFile, type Failure, type Result } from '#engine';
import type { Call } from './command';

export interface Report {
  readonly file: string;
  /** The beginning of each report of its kind, by which an earlier one is known. */
  readonly start: RegExp;
  readonly text: string;
}

/** Writes a report. An earlier report of the same kind, or an empty file, is replaced. */
export async function writeReport(
  call: Pick<Call<unknown>, 'host' | 'root'>,
  { file, start, text }: Report,
): Promise<Result<void, Failure>> {
  const unfit = await explainUnfit(call, file);
  const written =
    unfit === null
      ? await call.host.write(file, text, (old) => old === '' || start.test(old))
      : { ok: false as const, error: unfit };
  if (written.ok) return written;
  return {
    ok: false,
    error: {
      kind: 'could-not',
      message: `${file} cannot be written: ${written.error}.`,
      remedy: 'Name a new file in an existing folder that you can write to, or an earlier report.',
    },
  };
}

/** Returns the reason why no report may have this name, without a period; null if it may. */
export async function explainUnfit(
  { host, root }: Pick<Call<unknown>, 'host' | 'root'>,
  file: string,
): Promise<string | null> {
  if (basename(file) === projectFile) return `${projectFile} describes a project`;
  if (/\.(?:sql|mysql)$/i.test(file)) return 'a file of that name would be a source';
  const text = await host.treeOf(root).read(projectFile);
  const registry = text === null ? null : (parseProjectFile(text).value?.registry ?? null);
  if (registry?.kind !== 'folder') return null;
  const below = pathBelow(resolve(root, registry.folder), resolve(host.folder, file));
  return below === null ? null : 'it is in the registry of the project';
}
