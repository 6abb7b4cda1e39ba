/** Checks that the record of an ended deployment is complete: the journal may have been emptied meanwhile. */
import type { TargetRow } from './keep-heads';
import { openLedger, type OpenTarget } from './target-at-work';

type WorkedRow = TargetRow & { readonly target: OpenTarget };

/** Returns one sentence for each ledger that lacks rows between the start and the end. */
export async function findLostRows(
  started: readonly WorkedRow[],
  ended: readonly WorkedRow[],
): Promise<readonly string[]> {
  const lost: string[] = [];
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
        `Rows of the ledger of ${target.label} were removed while this deployment ran, so its record is incomplete. Run \`sproc history ${name} --verify\`.`,
      );
  }
  return lost;
}
