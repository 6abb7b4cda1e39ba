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
        `${printKindAndKey(step.key)} exceeds max_allowed_packet on ${label}: it needs ${printMegabytes(bytes)} with its ledger rows, and ${printMegabytes(write.maxAllowedPacket)} are allowed.`,
        `Run \`SET GLOBAL max_allowed_packet = ${roundUp(bytes)}\` as an administrator, or split the routine.`,
      ),
    ];
  });
};

/** Returns `16 MiB`, or `4.3 MiB`. */
export function printMegabytes(bytes: number): string {
  return `${Math.round((bytes / 1_048_576) * 10) / 10} MiB`;
}

/** Rounds up, because servers round down to a multiple of 1024. */
function roundUp(bytes: number): number {
  return Math.ceil((bytes + 1) / 1024) * 1024;
}
