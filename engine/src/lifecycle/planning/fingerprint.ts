/** The fingerprint to which a person agrees: two plans with the same one have the same effect on the same routines. */
import { checksum } from '../../base/checksum';
import type { Environment } from '../../project/environment';
import { identify } from '../../routine/routine';
import type { TargetPlan } from './steps/plan';

/** Returns the fingerprint, 32 hexadecimal digits. `wanted` is the request, as a JSON value. */
export function fingerprintOf(environment: Environment, targets: readonly TargetPlan[], wanted: unknown): string {
  const steps = targets.map(({ label, steps: all }) => [
    label,
    ...all.map(({ key, action, strategy, from, to, before, script, smoke }) => [
      ...[identify(key), action, strategy, from, to, before?.digest, script, smoke],
    ]),
  ]);
  return checksum(JSON.stringify([environment, wanted, steps])).slice(0, 32);
}
