/**
 * An append on its way: everything it will write, in one file that is there whole or not at all. Once it is there the
 * append has happened; whoever comes next carries it out to the end if its writer died.
 */
import { inBatches } from './in-batches';
import type { Hold, RegistryFiles } from './registry-files';
import { lackingLines, withoutTornLine } from './status-log';

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

/** Nothing has happened where this gives false: another has taken over. */
export async function commitAppend(files: RegistryFiles, append: PendingAppend, hold: Hold): Promise<boolean> {
  if (!hold.stillHeld() || (await files.create(pendingPath, JSON.stringify(append))) === 'exists') return false;
  await apply(files, append);
  return true;
}

/** Carries out what one that died has left; only while holding the folder. */
export async function finishAppend(files: RegistryFiles): Promise<void> {
  const text = await files.read(pendingPath);
  if (text !== null) await apply(files, JSON.parse(text) as PendingAppend);
}

/**
 * May run any number of times, from any point of an earlier run, and by two at once: a version that is there is left
 * alone, and a log only grows.
 */
async function apply(files: RegistryFiles, { versions, logs }: PendingAppend): Promise<void> {
  // The facts make a version visible, so they come behind its text and behind its status.
  await inBatches(versions, async ({ textPath, text, factsPath }) => {
    if ((await files.read(factsPath)) !== null) return;
    if ((await files.create(textPath, text)) === 'exists') await files.replace(textPath, text);
  });
  await inBatches(logs, async ({ path, lines }) => {
    const log = (await files.read(path)) ?? '';
    const whole = withoutTornLine(log);
    if (whole !== log) await files.replace(path, whole);
    const lacking = lackingLines(whole, lines);
    if (lacking !== '') await files.append(path, lacking);
  });
  await inBatches(versions, ({ factsPath, facts }) => files.create(factsPath, facts));
  await files.remove(pendingPath);
}
