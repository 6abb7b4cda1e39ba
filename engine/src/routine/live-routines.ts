/** The routines that an environment had at its last look, under the project's own names. */
import type { ComparedRoutine } from './difference';

/** The parts of a live routine that an editor shows. */
export type LiveRoutineFacts = Pick<ComparedRoutine, 'key' | 'signature'>;

export interface LiveRoutines {
  /** The name of the environment. */
  readonly environment: string;
  readonly readAt: Date;
  /** The routines by identity. */
  readonly routines: ReadonlyMap<string, LiveRoutineFacts>;
}

/** Returns `from dev, 16:02`, in the time of this machine; without the time where it is unknown. */
export function printSeen(environment: string, readAt: Date | undefined): string {
  if (readAt === undefined) return `from ${environment}`;
  const [hours, minutes] = [readAt.getHours(), readAt.getMinutes()].map((part) => String(part).padStart(2, '0'));
  return `from ${environment}, ${hours}:${minutes}`;
}
