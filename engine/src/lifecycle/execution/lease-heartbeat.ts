/** The lease while a group of steps is executed. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { Lease } from '../../ledger/lease';

/** A renewal is a round trip: a lease that is lost is noticed within this time, or with the statements that run then. */
const renewAfterMs = 250;

export type RenewLease = () => Promise<Result<void, Failure>>;

/** Returns a function that renews the lease, called before each batch and each packet. */
export function startHeartbeat(lease: Lease): RenewLease {
  let renewedAt = -Infinity;
  return async () => {
    const now = performance.now();
    if (now - renewedAt <= renewAfterMs) return succeed(undefined);
    renewedAt = now;
    return lease.renew();
  };
}
