/** What a person agrees to: two plans with one fingerprint do the same to the same. */
import { checksum } from '../../base/checksum';
import type { Environment } from '../../project/environment';
import { identify } from '../../routine/routine';
import type { TargetPlan } from './steps/plan';

/** `wanted` is what the plan was asked to bring, in JSON's terms. 32 hexadecimal digits. */
export function fingerprintOf(environment: Environment, targets: readonly TargetPlan[], wanted: unknown): string {
  const steps = targets.map(({ label, steps: all }) => [
    label,
    ...all.map(({ key, action, strategy, from, to, before, script, smoke }) => [
      ...[identify(key), action, strategy, from, to, before?.digest, script, smoke],
    ]),
  ]);
  return checksum(JSON.stringify([environment, wanted, steps])).slice(0, 32);
}
