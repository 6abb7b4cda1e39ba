/**
 * The lease on a target: one deployment at a time, by a row that replicates and a named lock that ends with its
 * connection.
 */
import type { Failure } from '../base/failure';
import type { Result } from '../base/result';

/** Seconds by the server's clock after which the lease of an owner that no longer renews it is void. */
export const leaseSeconds = 30;

export interface LeaseClaim {
  /** Unique for each claim. */
  readonly owner: string;
  /** The owner and its host, shown to a deployment that has to wait. */
  readonly holder: string;
}

/** A lease that is held. */
export interface Lease {
  /** Renews it. Fails as `held` if it was lost to another, as `unreachable` if its connection is gone. */
  renew(): Promise<Result<void, Failure>>;
  /** Releases the lease and closes its connection; never fails. */
  release(): Promise<void>;
}

/**
 * Acquires the lease, or fails with `held` and names the holder. A dead owner's lease on the same server is taken over
 * at once.
 */
export type AcquireLease = (claim: LeaseClaim) => Promise<Result<Lease, Failure>>;
