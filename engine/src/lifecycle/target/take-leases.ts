/** Takes the lease of every target, in order; after the first failure those already taken are released. */
import type { Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { couldNot } from '../../database/connection/could-not';
import { explainServerError } from '../../database/connection/mysql-errors';
import { maySwitchGrants, readPrivileges } from '../../database/read-privileges';
import { readWriteFacts } from '../../database/server-facts';
import type { LeaseClaim } from '../../ledger/lease';
import { makeAcquireLease } from '../../ledger/mysql-lease';
import { askedFor, openLedger, type KnownTarget, type OpenTarget, type TargetAtWork } from './target-at-work';

/**
 * Takes the leases. From here on everything sent to the targets carries the mark of the claim's owner. Creates a
 * missing ledger.
 */
export async function takeLeases(
  targets: readonly OpenTarget[],
  claim: LeaseClaim,
): Promise<Result<readonly TargetAtWork[], Failure>> {
  const taken: TargetAtWork[] = [];
  for (const target of targets) {
    target.sessions.markAs(claim.owner);
    const one = await takeLease(target, claim);
    if (one.ok) {
      taken.push(one.value);
      continue;
    }
    await releaseAll(taken);
    return one;
  }
  return succeed(taken);
}

export async function releaseAll(targets: readonly TargetAtWork[]): Promise<void> {
  for (const { lease } of targets) await lease.release();
}

async function takeLease(open: OpenTarget, claim: LeaseClaim): Promise<Result<TargetAtWork, Failure>> {
  const ledger = await openLedger(open);
  if (!ledger.ok) return ledger;
  const prepared = await ledger.value.prepare();
  if (!prepared.ok) return prepared;
  const session = await open.sessions.openAnother();
  if (!session.ok) return session;
  const { environment } = open;
  const acquire = makeAcquireLease({
    session: session.value,
    schema: environment.ledgerSchema,
    environment: environment.name,
    reopen: () => open.sessions.openAnother(),
  });
  const lease = await acquire(claim);
  if (!lease.ok) return lease;
  const known = await readKnownTarget(open);
  if (known.ok) return succeed({ ...known.value, lease: lease.value });
  await lease.value.release();
  return known;
}

/** Reads the facts of the server, without a lease. */
export async function readKnownTarget(open: OpenTarget): Promise<Result<KnownTarget, Failure>> {
  const reader = await open.sessions.get('reader');
  if (!reader.ok) return reader;
  const { server } = reader.value;
  const asked = askedFor(
    { environment: open.environment, server },
    couldNot.readTarget(open.label),
    open.target.schema,
  );
  const write = await readWriteFacts(reader.value);
  if (!write.ok) return fail(explainServerError(write.error, asked));
  const privileges = await readPrivileges(reader.value);
  if (!privileges.ok) return fail(explainServerError(privileges.error, asked));
  const maySetGlobals = maySwitchGrants(server, privileges.value);
  return succeed({ ...open, server, write: write.value, maySetGlobals });
}
