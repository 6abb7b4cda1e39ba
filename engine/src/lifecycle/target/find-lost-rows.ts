/** Checks that the record of an ended deployment is complete: the journal may have been emptied meanwhile. */
import { advise, type Advice } from '../../base/advice';
import type { TargetRow } from './keep-heads';
import { openLedger, type OpenTarget } from './target-at-work';

type WorkedRow = TargetRow & { readonly target: OpenTarget };

/** Returns one sentence for each ledger that lacks rows between the start and the end. */
export async function findLostRows(
  started: readonly WorkedRow[],
  ended: readonly WorkedRow[],
): Promise<readonly Advice[]> {
  const lost: Advice[] = [];
  for (const { target, row } of started) {
    const end = ended.find((one) => one.target === target);
    if (end === undefined) continue;
    const ledger = await openLedger(target);
    const isWhole = ledger.ok ? await ledger.value.isWhole(row, end.row) : ledger;
    const { name } = target.environment;
    if (!isWhole.ok)
      lost.push(
        `It is unknown whether the record in the ledger of ${target.label} is complete. ${isWhole.error.message}`,
      );
    else if (!isWhole.value)
      lost.push(
        advise`Rows of the ledger of ${target.label} were removed while this deployment ran, so its record is incomplete. Run ${{ id: 'history', environment: name, verify: true }}.`,
      );
  }
  return lost;
}
