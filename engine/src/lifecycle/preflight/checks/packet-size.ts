/** Check: each step fits into the packets that the server takes, its rows of the ledger included. */
import { printKindAndKey } from '../../../routine/routine';
import { journalPlaceOf, measureTooLarge } from '../../planning/steps/packet-size';
import type { Check } from './check';
import { stop } from '../../planning/findings';

export const checkPacketSize: Check = ({ environment, plan, facts }) => {
  const { write, label } = facts;
  const place = journalPlaceOf({ environment, target: plan.target });
  return plan.steps.flatMap((step) => {
    const bytes = measureTooLarge(step, place, write.maxAllowedPacket);
    if (bytes === null) return [];
    return [
      stop(
        'too-large',
        `${printKindAndKey(step.key)} exceeds max_allowed_packet on ${label}: it needs ${printSize(bytes)} with its ledger rows, and ${printSize(write.maxAllowedPacket)} are allowed.`,
        `Run \`SET GLOBAL max_allowed_packet = ${roundUp(bytes)}\` as an administrator, or split the routine.`,
      ),
    ];
  });
};

/** Returns `16 MiB`, `4.31 MiB` or `16 KiB`, rounded up, so that what needs more than is allowed never reads the same. */
export function printSize(bytes: number): string {
  const [size, unit] = bytes < 1_048_576 ? [bytes / 1024, 'KiB'] : [bytes / 1_048_576, 'MiB'];
  return `${Math.ceil(size * 100) / 100} ${unit}`;
}

/** Rounds up, because servers round down to a multiple of 1024. */
function roundUp(bytes: number): number {
  return Math.ceil((bytes + 1) / 1024) * 1024;
}
