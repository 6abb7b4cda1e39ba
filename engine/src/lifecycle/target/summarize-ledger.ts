/** A summary of a target's ledger for display: the last deployed states, and unfinished deployments. */
import type { Failure } from '../../base/failure';
import type { Session } from '../../database/connection/session';
import type { ChainFault, Ledger, StepFinished } from '../../ledger/ledger';
import { readLeaseHolder } from '../../ledger/mysql-lease';
import { openMysqlLedger } from '../../ledger/mysql-ledger';
import type { Environment, Target } from '../../project/environment';

export interface LedgerSummary {
  /** The last completed step of each routine; none without a ledger. */
  readonly steps: readonly StepFinished[];
  /** The ids of deployments that were started and not ended, the oldest first; a running one included. */
  readonly unfinished: readonly string[];
  /** The owner of a running deployment; null if there is none. */
  readonly holder: string | null;
  /** The reason why the ledger could not be read; null if it was, or if there is none. */
  readonly problem: Failure | null;
  /** The first row that was changed after it was written; absent if none is known. */
  readonly fault?: ChainFault;
}

export async function summarizeLedger(
  session: Session,
  environment: Environment,
  target: Pick<Target, 'schema'>,
): Promise<LedgerSummary> {
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
    ...(holder === null ? await findFault(ledger) : {}),
  };
}

/** Returns nothing also where the account may not read what proves it: operations that rely on the ledger say so. */
async function findFault(ledger: Ledger): Promise<Pick<LedgerSummary, 'fault'>> {
  const first = await ledger.check();
  if (!first.ok || first.value.fault === null) return {};
  // A deployment may have written between the two reads of one check.
  const again = await ledger.check();
  return again.ok && again.value.fault !== null ? { fault: again.value.fault } : {};
}
