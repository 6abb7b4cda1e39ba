/**
 * An append on its way: everything it will write, in one file that is there whole or not at all. Once it is there the
 * append has happened; whoever comes next carries it out to the end if its writer died.
 */
import type { Hold, RegistryFiles } from './registry-files';
import { appendLines } from './status-log';

export interface PendingAppend {
  readonly versions: readonly {
    readonly textPath: string;
    readonly text: string;
    readonly factsPath: string;
    readonly facts: string;
  }[];
  readonly logs: readonly { readonly path: string; readonly lines: readonly string[] }[];
}

const pendingPath = 'pending.json';

export async function isPending(files: RegistryFiles): Promise<boolean> {
  return (await files.read(pendingPath)) !== null;
}

/** Nothing has happened where this gives false. */
export async function commitAppend(files: RegistryFiles, append: PendingAppend, hold: Hold): Promise<boolean> {
  if (!hold.stillHeld()) return false;
  await files.replace(pendingPath, JSON.stringify(append));
  await finishAppend(files);
  return true;
}

/** May run any number of times, from any point of an earlier run; only while holding the folder. */
export async function finishAppend(files: RegistryFiles): Promise<void> {
  const text = await files.read(pendingPath);
  if (text === null) return;
  const { versions, logs } = JSON.parse(text) as PendingAppend;
  // The facts make a version visible, so they come behind its text and behind its status.
  for (const version of versions) {
    if ((await files.create(version.textPath, version.text)) === 'exists')
      await files.replace(version.textPath, version.text);
  }
  for (const { path, lines } of logs) await files.replace(path, appendLines((await files.read(path)) ?? '', lines));
  for (const version of versions) await files.create(version.factsPath, version.facts);
  await files.remove(pendingPath);
}
