/** What running a step's statements needs besides the statements. */
import type { Asked } from '../database/mysql-errors';
import type { TargetSessions } from './target-sessions';

export interface ScriptRun {
  readonly sessions: TargetSessions;
  /** Of the statements, where utf8mb4 cannot carry them; null for all others. */
  readonly characterSet: string | null;
  readonly asked: Asked;
  /** Awaited at the two moments of a queued replacement. */
  readonly onBoundary?: (boundary: 'drop-queued' | 'create-queued') => Promise<void>;
}
