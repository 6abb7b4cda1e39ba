/** The location of a ledger, and explanations of its errors. */
import type { Failure } from '../base/failure';
import { Kept } from '../base/memory';
import { type CouldNot } from '../database/connection/could-not';
import { explainTables, type OwnTables } from '../database/own-tables';
import type { ServerError, Session } from '../database/connection/session';
import type { ProjectId } from './ledger';
import { migrations } from './ledger-tables';

export interface LedgerPlace {
  /** The ledger's own session: its transactions must not mix with the deployment's DDL. */
  readonly session: Session;
  readonly schema: string;
  /** The environment's name, for messages. */
  readonly environment: string;
  /** Each row is signed with it, and checked by it; null where none is configured. */
  readonly key: string | null;
  /** The id of the project, which each row of a deployment records. */
  readonly project?: ProjectId;
}

export function explainLedger(place: LedgerPlace, error: ServerError, sentence: (schema: string) => CouldNot): Failure {
  return explainTables(tablesOf(place), error, sentence);
}

export function tablesOf(place: LedgerPlace): OwnTables {
  return { ...place, purpose: 'ledger', migrations, privileges: 'SELECT, INSERT, UPDATE, DELETE, CREATE' };
}

const queues = new Kept<{ last: Promise<unknown> }>(() => ({ last: Promise.resolve() }));

/** Runs transactions of one session one after the other, because they must not mix. */
export function inSequence<T>(session: Session, act: () => Promise<T>): Promise<T> {
  const queue = session.memory.of(queues);
  const next = queue.last.then(act);
  queue.last = next;
  return next;
}
