/**
 * The only access to this machine's disk, programs and network. Each adapter is given a gate and checks it every time,
 * so that in an untrusted workspace all of them are denied, future ones included: only this file imports the modules
 * that could do it (`npm run layers`, `npm run lint`).
 */
import { exec, execFile, spawn } from 'node:child_process';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import type { LockOptions } from 'proper-lockfile';
import type { Failure } from './failure';
import { restricted } from './restricted';
import { fail, succeed, type Result } from './result';

/**
 * Loads the library at the first write: it listens to the signals that end a process, which a long computation would
 * then not hear. Processes that only read end by a signal at once.
 */
async function lock(path: string, options: LockOptions): Promise<() => Promise<void>> {
  const library = await import('proper-lockfile');
  return library.lock(path, options);
}

const writing = Object.freeze({ link, lock, mkdir, open, rename, rm });
const running = Object.freeze({ exec, execFile, spawn });

/** The functions that change files and folders. */
export type Disk = typeof writing;
/** The functions that start programs. */
export type Processes = typeof running;

type Connecting<A extends readonly unknown[], T> = (...words: A) => Promise<Result<T, Failure>>;

export interface Gate {
  disk(): Result<Disk, Failure>;
  processes(): Result<Processes, Failure>;
  /** Returns the same function, which fails as long as connections are not allowed. */
  connecting<A extends readonly unknown[], T>(connect: Connecting<A, T>): Connecting<A, T>;
}

/** Creates a gate. It calls `isTrusted` each time, because trust may be granted while the process runs. */
export function makeGate(isTrusted: () => boolean): Gate {
  const pass = <T>(value: T): Result<T, Failure> => (isTrusted() ? succeed(value) : fail(restricted));
  return Object.freeze<Gate>({
    disk: () => pass(writing),
    processes: () => pass(running),
    connecting:
      (connect) =>
      async (...words) =>
        isTrusted() ? connect(...words) : fail(restricted),
  });
}

/** The gate of the command line, whose caller trusts the project by running it. */
export const openGate: Gate = makeGate(() => true);
