/** The last seen states of environments that `status` could not read (docs/formats/command-line.md). */
import type { Advice } from '../../base/advice';
import type { RoutineStatus } from '../../routine/states/routine-state';
import type { RoutineKind } from '../../syntax/routine-kind';

export interface LastSeenRequest {
  /** The environments; all by default. */
  readonly environments?: readonly string[];
}

export interface LastSeenAnswer {
  readonly environments: readonly LastSeen[];
  readonly notes: readonly Advice[];
}

/** The states that the last status on this machine that could read an environment has seen there; not current. */
export interface LastSeen {
  readonly environment: string;
  /** The moment of that look: ISO 8601, UTC. */
  readonly at: string;
  readonly routines: readonly ({ readonly routine: string; readonly kind: RoutineKind } & Omit<
    RoutineStatus,
    'targets'
  >)[];
}
