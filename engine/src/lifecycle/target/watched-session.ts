/** A session that puts the mark of its deployment in front of what it sends, and reports when its connection is lost. */
import type { Result } from '../../base/result';
import type { ServerError, Session } from '../../database/connection/session';
import { markEach } from './statement-mark';

export interface Watching {
  /** Returns the mark of the statements that are sent now; null for none. */
  readonly mark: () => string | null;
  /** Runs after the connection was lost: its last statement may still run on the server. */
  readonly onLost: (connectionId: number) => void;
}

export function watchSession(session: Session, { mark, onLost }: Watching): Session {
  const lose = (): void => onLost(session.server.connectionId);
  return {
    server: session.server,
    memory: session.memory,
    query: (sql, values) => watched(session.query(markEach(sql, mark()), values)),
    queryMany: (sql, whose) => watched(session.queryMany(markEach(sql, mark()), whose)),
    close: () => session.close(),
    destroy: () => {
      lose();
      session.destroy();
    },
  };

  async function watched<T>(sent: Promise<Result<T, ServerError>>): Promise<Result<T, ServerError>> {
    const answer = await sent;
    if (!answer.ok && answer.error.connectionLost) lose();
    return answer;
  }
}
