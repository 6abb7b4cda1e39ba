/** The routines that an environment had at its last look, under the project's own names. */
import type { ComparedRoutine } from './difference';
import { printAmong } from './distinct-names';
import type { LiveTables } from './live-tables';
import { identify, type RoutineKey } from './routine';

/** The parts of a live routine that an editor shows. */
export type LiveRoutineFacts = Pick<ComparedRoutine, 'key' | 'signature'>;

export interface LiveRoutines {
  /** The name of the environment. */
  readonly environment: string;
  readonly readAt: Date;
  /** The routines by identity. */
  readonly routines: ReadonlyMap<string, LiveRoutineFacts>;
}

/**
 * Returns the name of a live routine for a reference, with its kind if a source or another routine there has the same
 * name.
 */
export function printLive(
  key: RoutineKey,
  sources: { find(identity: string): readonly unknown[] },
  live: LiveRoutines['routines'],
): string {
  return printAmong(key, (other) => live.has(identify(other)) || sources.find(identify(other)).length > 0);
}

/** Returns `from dev, 16:02`, in the time of this machine; without the time where it is unknown. */
export function printSeen(environment: string, readAt: Date | undefined): string {
  if (readAt === undefined) return `from ${environment}`;
  const [hours, minutes] = [readAt.getHours(), readAt.getMinutes()].map((part) => String(part).padStart(2, '0'));
  return `from ${environment}, ${hours}:${minutes}`;
}

/** The names in the environments that were read. */
export interface LiveNames {
  readonly tables: LiveTables | null;
  readonly routines: readonly LiveRoutines[];
}

export const nothingRead: LiveNames = { tables: null, routines: [] };
