/** What a target's ledger says to whoever only looks: what was deployed last, and what was begun and never ended. */
import type { Failure } from '../../base/failure';
import type { Session } from '../../database/connection/session';
import type { StepFinished } from '../../ledger/ledger';
import { readLeaseHolder } from '../../ledger/mysql-lease';
import { openMysqlLedger } from '../../ledger/mysql-ledger';
import type { Environment, Target } from '../../project/environment';

export interface LedgerGlance {
  /** The last step that was done, of each routine; none where there is no ledger. */
  readonly steps: readonly StepFinished[];
  /** Ids of deployments that were begun and never ended, the oldest first; one that is at work now included. */
  readonly unfinished: readonly string[];
  /** Who is at work; null for nobody. */
  readonly holder: string | null;
  /** Why the ledger could not be read; null where it could, or where there is none. */
  readonly problem: Failure | null;
}

export async function glanceAtLedger(
  session: Session,
  environment: Environment,
  target: Pick<Target, 'schema'>,
): Promise<LedgerGlance> {
  const place = { session, schema: environment.ledgerSchema, environment: environment.name, key: null };
  const ledger = openMysqlLedger(place);
  const last = await ledger.lastDone();
  if (!last.ok) return { steps: [], unfinished: [], holder: null, problem: last.error };
  const unfinished = await ledger.unfinished(target.schema);
  if (!unfinished.ok) return { steps: [], unfinished: [], holder: null, problem: unfinished.error };
  const holder = unfinished.value.length === 0 ? null : await readLeaseHolder(place);
  return {
    steps: [...last.value.values()],
    unfinished: unfinished.value,
    holder: holder?.name ?? null,
    problem: null,
  };
}
