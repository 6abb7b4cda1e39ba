/** The use case: continues with a ledger that was changed, after a row that records who accepted what. */
import { advise } from '../base/advice';
import type { AcceptLedgerAnswer, AcceptLedgerRequest } from './answers/accept-ledger';
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import type { ChainState, Ledger, NamedChange, RecordedEntry } from '../ledger/ledger';
import type { KeptHead } from '../registry/folder/kept-heads';
import { makeClaim } from './target/make-claim';
import { checkLedgers, describeFault, describeStrange, type CheckedLedger } from './preflight/check-ledger';
import { keepHeads } from './target/keep-heads';
import { withTargets } from './target/open-targets';
import type { ProjectAccess } from './target/project-access';
import { demandConfirmation } from './preflight/reject-plan';
import { releaseAll, takeLeases } from './target/take-leases';
import { openLedger, type OpenTarget } from './target/target-at-work';

export async function acceptLedger(
  project: ProjectAccess,
  request: AcceptLedgerRequest,
): Promise<Result<AcceptLedgerAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  if (request.reason.trim() === '')
    return failure(
      'usage',
      'Accepting a broken ledger requires a reason.',
      advise`Give one with ${{ id: 'option', name: 'reason' }}.`,
    );
  const confirmed = demandConfirmation(environment.value, request);
  if (!confirmed.ok) return confirmed;
  return withTargets(project, environment.value, async ({ targets }) => {
    const unusable = await rejectUnusable(project, targets);
    if (!unusable.ok) return unusable;
    if (request.dryRun === true) return acceptAll(project, targets, { request, id: '' });
    const claim = await makeClaim(project);
    const leased = await takeLeases(targets, claim);
    if (!leased.ok) return leased;
    try {
      return await acceptAll(project, leased.value, { request, id: claim.owner });
    } finally {
      await releaseAll(leased.value);
    }
  });
}

/** Fails if the tables are not those that this program creates, because it cannot write them. */
async function rejectUnusable(
  project: ProjectAccess,
  targets: readonly OpenTarget[],
): Promise<Result<readonly CheckedLedger[], Failure>> {
  const checked = await checkLedgers({ ...project, ports: { ...project.ports, heads: null } }, targets);
  if (!checked.ok) return checked;
  const fault = checked.value.flatMap(({ findings }) => findings).find(({ code }) => unusable.has(code));
  return fault === undefined ? checked : failure('could-not', fault.message, fault.remedy);
}

const unusable: ReadonlySet<string> = new Set(['ledger-newer', 'ledger-altered']);

interface Accepting {
  readonly request: AcceptLedgerRequest;
  readonly id: string;
}

async function acceptAll(
  project: ProjectAccess,
  targets: readonly OpenTarget[],
  accepting: Accepting,
): Promise<Result<AcceptLedgerAnswer, Failure>> {
  const answers: AcceptLedgerAnswer['targets'][number][] = [];
  const warnings: string[] = [];
  for (const target of targets) {
    const accepted = await acceptOne(project, target, accepting);
    if (!accepted.ok) return accepted;
    answers.push(accepted.value.answer);
    if (accepted.value.warning !== null) warnings.push(accepted.value.warning);
  }
  return succeed({ targets: answers, warnings });
}

interface AcceptedOne {
  readonly answer: AcceptLedgerAnswer['targets'][number];
  readonly warning: string | null;
}

async function acceptOne(
  project: ProjectAccess,
  target: OpenTarget,
  { request, id }: Accepting,
): Promise<Result<AcceptedOne, Failure>> {
  const { environment, label } = target;
  const kept = (await project.ports.heads?.read(environment.name)) ?? succeed([]);
  if (!kept.ok) return kept;
  const heads = kept.value.filter((head) => head.target === label);
  const ledger = await openLedger(target);
  if (!ledger.ok) return ledger;
  const found = await findWrong(ledger.value, label, heads);
  if (!found.ok) return found;
  const { state, changed, strange, wrong } = found.value;
  if (wrong.length === 0 || request.dryRun === true) {
    const { sequence, hash } = state.head;
    return succeed({ answer: { target: label, accepted: wrong, head: hash, sequence }, warning: null });
  }
  const { provenance } = project.ports;
  const row = await ledger.value.accept({
    kind: 'accepted',
    deployment: id,
    environment: environment.name,
    targetSchema: target.target.schema,
    by: await provenance.author(),
    from: provenance.host(),
    reason: request.reason,
    wrong,
    definitions: changed.map(({ digest, actual }) => ({ digest, actual })),
  });
  if (!row.ok) return row;
  const { sequence, hash } = row.value;
  const warning = await noteHeads(project, { target, row: row.value, strange });
  return succeed({ answer: { target: label, accepted: wrong, head: hash, sequence }, warning });
}

interface Wrong {
  readonly state: ChainState;
  readonly changed: readonly NamedChange[];
  readonly strange: readonly KeptHead[];
  /** One sentence each. */
  readonly wrong: readonly string[];
}

async function findWrong(ledger: Ledger, label: string, heads: readonly KeptHead[]): Promise<Result<Wrong, Failure>> {
  const state = await ledger.verify(heads);
  if (!state.ok) return state;
  const definitions = await ledger.changedDefinitions();
  if (!definitions.ok) return definitions;
  const strange = heads.filter((head) => state.value.strange.includes(head));
  const changed = await listNew(ledger, definitions.value);
  if (!changed.ok) return changed;
  const { keyed, fault } = state.value;
  const wrong = [
    ...(fault === null ? [] : [describeFault(label, state.value)]),
    ...strange.map((head) => describeStrange(label, state.value, head)),
    ...changed.value.map(({ message }) => message),
    ...(keyed.rows > 0 && !keyed.areChecked
      ? [`The ledger of ${label} was written with a key that is not set here, so its signatures were not checked.`]
      : []),
  ];
  return succeed({ state: state.value, changed: definitions.value, strange, wrong });
}

/** Returns the definitions that were not accepted in this form before. */
async function listNew(
  ledger: Ledger,
  changed: readonly NamedChange[],
): Promise<Result<readonly NamedChange[], Failure>> {
  if (changed.length === 0) return succeed([]);
  const rows = await ledger.salvage({ kind: 'accepted' });
  if (!rows.ok) return rows;
  return succeed(changed.filter((one) => !isAccepted(one, rows.value)));
}

/** Returns true if a person accepted that the definition has exactly this content. It is not used nevertheless. */
export function isAccepted({ digest, actual }: NamedChange, rows: readonly RecordedEntry[]): boolean {
  return rows.some(
    ({ entry }) =>
      entry.kind === 'accepted' && entry.definitions.some((one) => one.digest === digest && one.actual === actual),
  );
}

/**
 * Removes the heads of the folder that the ledger lacks, and adds the new row: only a person's decision does so, never
 * the ledger's content.
 */
async function noteHeads(
  project: ProjectAccess,
  { target, row, strange }: { target: OpenTarget; row: RecordedEntry; strange: readonly KeptHead[] },
): Promise<string | null> {
  const { heads } = project.ports;
  const forgotten = (await heads?.forget(target.environment.name, strange)) ?? succeed(undefined);
  if (!forgotten.ok)
    return `The heads that are not in the ledger could not be removed from ${heads?.file(target.environment.name) ?? ''}. ${forgotten.error.message}`;
  return keepHeads(project, [{ target, row }]);
}
