/** The context of a step's statements. */
import type { Asked } from '../../database/connection/mysql-errors';
import type { SavedDefinition } from '../../ledger/ledger';
import type { RoutineKey } from '../../routine/routine';
import type { TargetSessions } from '../target/target-sessions';

export interface ScriptContext {
  /** The key of the routine that the statements change. */
  readonly key: RoutineKey;
  readonly sessions: TargetSessions;
  /** The character set of the statements, if utf8mb4 cannot represent them; null for all others. */
  readonly characterSet: string | null;
  readonly asked: Asked;
  /** The number of the worker, from 0. */
  readonly worker: number;
  /**
   * The previous definition, with which a queued replacement compares the one under its lock; null if there is none.
   */
  readonly before: SavedDefinition | null;
  /** Waits at the two moments of a queued replacement. */
  readonly onFaultPoint?: (faultPoint: 'drop-queued' | 'create-queued') => Promise<void>;
}
