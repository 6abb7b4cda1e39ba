/** The registry's folder on this machine's disk: whole files, synced, within the project, and a lock that dies with its owner. */
import { join } from 'node:path';
import { errorCode } from '../../base/files/error-code';
import { failure, type Failure } from '../../base/failure';
import { Containment } from '../../base/files/node-containment';
import type { Disk, Gate } from '../../base/node-gate';
import { fail, succeed, type Result } from '../../base/result';
import { lockName, RegistryPlace } from './node-registry-place';
import { Staging } from './node-registry-staging';
import { RegistryFilesError, type RegistryFiles, type RegistryReader, type RegistryWriter } from './registry-files';

/** Milliseconds. A lock that was not renewed for so long belonged to a process that died, or that slept. */
const staleAfter = 5_000;
const renewEvery = 1_000;

export interface RegistryFolder {
  /** The project's folder, absolute: links may lead anywhere in it, and nowhere out. */
  readonly project: string;
  /** The registry's folder relative to it, with `/`, as messages name it. */
  readonly name: string;
  readonly gate: Gate;
  /** Milliseconds to wait for another process; more than a dead one's lock lasts. */
  readonly waitMs?: number;
}

export function nodeRegistryFiles({ project, name, gate, waitMs = 15_000 }: RegistryFolder): RegistryFiles {
  const place = new RegistryPlace(new Containment(project), name);
  const reader: RegistryReader = {
    folder: name,
    list: (below) => explainAll(name, () => place.list(below)),
    read: (file) => explainAll(name, () => place.read(file)),
  };
  return Object.freeze<RegistryFiles>({
    ...reader,
    hold: async (action) => {
      const disk = gate.disk();
      if (!disk.ok) return disk;
      return hold({ place, waitMs, disk: disk.value }, (staging) => action(makeWriter(reader, place, staging)));
    },
  });
}

function makeWriter(reader: RegistryReader, place: RegistryPlace, staging: Staging): RegistryWriter {
  const write = <T>(file: string, action: (path: string) => Promise<T>): Promise<T> =>
    explainAll(place.name, async () => {
      try {
        return await action(await place.toWrite(file));
      } catch (error) {
        throw (await place.findFalseFolder(file)) ?? error;
      }
    });
  return Object.freeze<RegistryWriter>({
    ...reader,
    create: (file, text) => write(file, (path) => staging.create(path, text)),
    replace: (file, text) => write(file, (path) => staging.replace(path, text)),
    append: (file, text) => write(file, (path) => staging.append(path, text)),
    remove: (file) => write(file, (path) => staging.remove(path)),
  });
}

interface Holding {
  readonly place: RegistryPlace;
  readonly waitMs: number;
  readonly disk: Disk;
}

interface Held {
  readonly staging: Staging;
  readonly release: () => Promise<void>;
}

async function hold<T>(
  holding: Holding,
  action: (staging: Staging) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const held = await explainAll(holding.place.name, () => take(holding)).catch(failureOf);
  if (!held.ok) return held;
  const { staging, release } = held.value;
  try {
    return await action(staging);
  } finally {
    // The lock of whoever has taken over is not removed.
    if (await staging.close()) await release().catch(() => undefined);
  }
}

/** Returns the failure of an error; throws any other error. */
function failureOf(error: unknown): Result<never, Failure> {
  if (error instanceof RegistryFilesError) return fail(error.failure);
  throw error;
}

async function take(holding: Holding): Promise<Result<Held, Failure>> {
  const { place, disk } = holding;
  const path = await place.toWrite('');
  const falseFolder = await place.findFalseFolder('');
  if (falseFolder !== null) throw falseFolder;
  await disk.mkdir(path, { recursive: true });
  await place.checkLock();
  const release = await lock(path, holding);
  if (!release.ok) return release;
  try {
    return succeed({ staging: await Staging.open(place, disk), release: release.value });
  } catch (error) {
    await release.value().catch(() => undefined);
    throw error;
  }
}

async function lock(path: string, { place, waitMs, disk }: Holding): Promise<Result<() => Promise<void>, Failure>> {
  const deadline = Date.now() + waitMs;
  const options = { lockfilePath: join(path, lockName), stale: staleAfter, update: renewEvery };
  for (;;) {
    try {
      // A writer that has lost the lock to another notices it at its next write.
      return succeed(await disk.lock(path, { ...options, onCompromised: () => undefined }));
    } catch (error) {
      if (errorCode(error) !== 'ELOCKED')
        return failure('could-not', `The registry in ${place.name} cannot be locked: ${explain(error)}.`);
    }
    if (Date.now() >= deadline) {
      const remedy = 'Try again after it has finished. The lock of a process that died expires after a few seconds.';
      return failure('held', `Another process is writing to the registry in ${place.name}.`, remedy);
    }
    await new Promise((wake) => setTimeout(wake, 10 + Math.random() * 40));
  }
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function explainAll<T>(folder: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Error) || errorCode(error) === undefined) throw error;
    throw new RegistryFilesError({
      kind: 'could-not',
      message: `The registry in ${folder} cannot be used: ${error.message}.`,
    });
  }
}
