/** What running a step's statements needs besides the statements. */
import type { Asked } from '../../database/connection/mysql-errors';
import type { SavedDefinition } from '../../ledger/ledger';
import type { RoutineKey } from '../../routine/routine';
import type { TargetSessions } from '../target/target-sessions';

export interface ScriptContext {
  /** Of the routine that the statements change. */
  readonly key: RoutineKey;
  readonly sessions: TargetSessions;
  /** Of the statements, where utf8mb4 cannot carry them; null for all others. */
  readonly characterSet: string | null;
  readonly asked: Asked;
  /** Which of several runs side by side this is, from 0. */
  readonly worker: number;
  /** What is to be replaced; a queued replacement holds it against what it finds under its lock. Null for nothing. */
  readonly before: SavedDefinition | null;
  /** Awaited at the two moments of a queued replacement. */
  readonly onFaultPoint?: (faultPoint: 'drop-queued' | 'create-queued') => Promise<void>;
}
