/** The proven facts about a target's ledger, and its faults, each with its row, deployment and date. */
import type { HistoryAnswer, LedgerProblem } from './answers/history';
import type { Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import { digestsOf } from '../ledger/digests-of';
import type { ChainState, KnownHead, Ledger } from '../ledger/ledger';
import type { KeptHead } from '../registry/folder/kept-heads';
import { isAccepted } from './accept-ledger';
import { describeMissing, type KnownHeads } from './preflight/known-heads';
import { describeFault, describeStrange } from './preflight/check-ledger';
import { openLedger, type OpenTarget } from './target/target-at-work';

export interface VerifiedLedger {
  readonly label: string;
  readonly state: ChainState;
  readonly problems: readonly LedgerProblem[];
  /** The notes that are not faults. */
  readonly notes: readonly string[];
  /** True if the requested head is not in the chain. */
  readonly lacksHead: boolean;
}

export interface Verification {
  /** A hash that is known from before; null for none. */
  readonly head: string | null;
  /** The heads in the registry's folder, to verify with the saved definitions; null for neither. */
  readonly kept: KnownHeads | null;
}

export async function verifyLedger(
  target: OpenTarget,
  { head, kept }: Verification,
): Promise<Result<VerifiedLedger, Failure>> {
  const { label } = target;
  const own = kept?.own.get(label) ?? [];
  const asked: readonly KnownHead[] = head === null ? [] : [{ sequence: null, hash: head }];
  const ledger = await openLedger(target);
  if (!ledger.ok) return ledger;
  const state = await ledger.value.verify([...own, ...asked]);
  if (!state.ok) return state;
  const definitions = kept !== null ? await findDefinitionProblems(ledger.value, label) : succeed([]);
  if (!definitions.ok) return definitions;
  const problems = [
    ...findFault(label, state.value),
    ...own.filter((one) => state.value.strange.includes(one)).map((one) => toProblem(label, state.value, one)),
    ...definitions.value,
  ];
  const lacksHead = asked.some((one) => state.value.strange.includes(one));
  const missing = kept === null ? null : describeMissing(kept, label, state.value.length);
  return succeed({ label, state: state.value, problems, notes: missing === null ? [] : [missing], lacksHead });
}

function findFault(label: string, state: ChainState): readonly LedgerProblem[] {
  const { fault } = state;
  if (fault === null) return [];
  const { at: row, deployment, moment: at } = fault;
  return [{ target: label, row, deployment, at, message: describeFault(label, state) }];
}

function toProblem(label: string, state: ChainState, head: KeptHead): LedgerProblem {
  const { sequence: row, deployment, at } = head;
  return { target: label, row, deployment, at, message: describeStrange(label, state, head) };
}

async function findDefinitionProblems(
  ledger: Ledger,
  target: string,
): Promise<Result<readonly LedgerProblem[], Failure>> {
  const changed = await ledger.changedDefinitions();
  if (!changed.ok || changed.value.length === 0) return changed.ok ? succeed([]) : changed;
  const rows = await ledger.salvage({});
  if (!rows.ok) return rows;
  return succeed(
    changed.value
      .filter((one) => !isAccepted(one, rows.value))
      .map(({ digest, message }) => {
        const named = rows.value.find(({ entry }) => digestsOf(entry).includes(digest));
        const deployment = named?.entry.deployment ?? null;
        return { target, row: named?.sequence ?? null, deployment, at: named?.at ?? null, message };
      }),
  );
}

/** Summarizes several ledgers: a broken one breaks all. A head must be in one of them. */
export function summarizeLedgers(
  verified: readonly VerifiedLedger[],
  head: string | null,
): Omit<HistoryAnswer, 'deployments' | 'prunings'> {
  const isUnknown = head !== null && verified.every(({ lacksHead }) => lacksHead);
  const unknown: readonly LedgerProblem[] = isUnknown
    ? verified.map(({ label, state }) => ({
        ...{ target: label, row: null, deployment: null, at: null },
        message: `The head ${head} is not in the ledger of ${label}, which ends at row ${state.head.sequence}. The ledger was rewritten, or it is a different one.`,
      }))
    : [];
  const problems = [...verified.flatMap((one) => one.problems), ...unknown];
  const states = verified.map(({ state }) => state.kind);
  const [only, other] = verified;
  return {
    chain: problems.length > 0 ? 'broken' : states.includes('accepted') ? 'accepted' : 'intact',
    head: only === undefined || other !== undefined || only.state.head.sequence === 0 ? null : only.state.head.hash,
    heads: verified.map(({ label, state: { head: end, length, keyed, accepted } }) => ({
      ...{ target: label, sequence: end.sequence, hash: end.hash, rows: length },
      ...{ signed: keyed.rows, isKeyChecked: keyed.areChecked, accepted },
    })),
    problems,
    notes: verified.flatMap(({ notes }) => notes),
  };
}
