/** The moments in a deployment at which a test may inject a fault. */

export type FaultPoint =
  | 'lease-taken'
  | 'started'
  | 'intended'
  | 'drop-queued'
  | 'create-queued'
  | 'statements-run'
  | 'read-back'
  | 'finished-step'
  | 'smoke-run'
  | 'all-steps-done';

/** The deployment waits for it; nothing in the product passes one. */
export type OnFaultPoint = (faultPoint: FaultPoint, step: number) => Promise<void>;
