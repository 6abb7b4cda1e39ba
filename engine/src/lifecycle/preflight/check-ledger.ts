/**
 * Checks that the ledger of a target is reliable: its tables, its chain, the key, and the heads in the registry's
 * folder. The preflight does so, and every operation that relies on the ledger.
 */
import { advise, type Advice } from '../../base/advice';
import type { Finding } from '../answers/finding';
import { explainFailure, failure, type Failure, type FailureKind } from '../../base/failure';
import { plural } from '../../base/plural';
import { fail, succeed, type Result } from '../../base/result';
import { findTableFaults } from '../../ledger/check-tables';
import type { ChainFault, ChainState } from '../../ledger/ledger';
import type { KeptHead } from '../../registry/folder/kept-heads';
import { stop, warn } from '../planning/findings';
import {
  describeMissing,
  isForeign,
  readKnownHeads,
  warnOfForeign,
  warnOfUnreadable,
  type KnownHeads,
} from './known-heads';
import type { ProjectAccess } from '../target/project-access';
import { openLedger, type OpenTarget } from '../target/target-at-work';

export interface CheckedLedger {
  readonly findings: readonly Finding[];
  /** The state; null if the tables must not be read. */
  readonly state: ChainState | null;
}

/** Returns one result for each target, in their order. */
export async function checkLedgers(
  project: ProjectAccess,
  targets: readonly OpenTarget[],
): Promise<Result<readonly CheckedLedger[], Failure>> {
  const checked: CheckedLedger[] = [];
  const known = await readKnownHeads(project, targets);
  for (const target of targets) {
    const one = await checkLedger(target, known);
    if (!one.ok) return one;
    checked.push(one.value);
  }
  const [first, ...others] = checked;
  if (first === undefined) return succeed(checked);
  return succeed([{ ...first, findings: [...first.findings, ...checkHeadsFile(targets, known)] }, ...others]);
}

/**
 * Returns warnings about the file in the registry's folder, which is not part of the ledger: a deployment continues
 * without it.
 */
function checkHeadsFile([target]: readonly OpenTarget[], known: Result<KnownHeads, Failure>): readonly Finding[] {
  if (!known.ok) return [warnOfUnreadable(target?.environment.name ?? '', known.error)];
  return isForeign(known.value) ? [warnOfForeign(known.value)] : [];
}

async function checkLedger(
  open: OpenTarget,
  known: Result<KnownHeads, Failure>,
): Promise<Result<CheckedLedger, Failure>> {
  const session = await open.sessions.get('ledger');
  if (!session.ok) return session;
  const { name: environment, ledgerSchema: schema } = open.environment;
  const faults = await findTableFaults({ session: session.value, schema, environment, key: open.ledgerKey });
  if (faults.length > 0)
    return succeed({
      findings: faults.map(({ kind, message, remedy }) => stop(`ledger-${kind}`, message, remedy)),
      state: null,
    });
  const ledger = await openLedger(open);
  if (!ledger.ok) return ledger;
  const heads = known.ok ? (known.value.own.get(open.label) ?? []) : [];
  const state = await ledger.value.check(heads);
  // The check of privileges names those that are missing to read it.
  if (!state.ok) return state.error.kind === 'not-permitted' ? succeed({ findings: [], state: null }) : state;
  const findings = [
    ...checkChain(open, state.value, heads),
    ...(known.ok ? classifyMissing(known.value, open.label, state.value) : []),
  ];
  return succeed({ findings, state: state.value });
}

/** Warns of missing heads, or of a file that belongs to other ledgers. */
function classifyMissing(known: KnownHeads, label: string, { length }: ChainState): readonly Finding[] {
  const missing = isForeign(known) ? null : describeMissing(known, label, length);
  return missing === null
    ? []
    : [warn('ledger-heads', missing, 'Keep the file in git. The next deployment notes a head.')];
}

function checkChain(open: OpenTarget, state: ChainState, heads: readonly KeptHead[]): readonly Finding[] {
  const { environment, label, ledgerKey } = open;
  const { fault, keyed, length } = state;
  if (fault !== null) return [stop('ledger-broken', describeFault(label, state), acceptIt(environment.name))];
  const strange = heads.find((head) => state.strange.includes(head));
  if (strange !== undefined) return [classifyStrange(open, state, strange)];
  if (ledgerKey === null && keyed.rows > 0)
    return [
      stop(
        'ledger-key',
        `The ledger of ${label} is written with a key, but no key is set.`,
        advise`Set the key with ${{ id: 'set-ledger-key', environment: environment.name }}, so that new rows are signed like the others.`,
      ),
    ];
  if (ledgerKey !== null && keyed.rows === 0 && length > 0)
    return [
      warn(
        'ledger-unkeyed',
        `The ledger of ${label} is not signed yet: hashes alone prove its ${plural(length, 'row')}.`,
        advise`If rows were signed before, check the ledger against a head that you know: ${{ id: 'history', environment: environment.name, verify: true }} with ${{ id: 'option', name: 'head' }}. The next deployment signs its rows.`,
      ),
    ];
  return [];
}

/** Returns a sentence with the row, its deployment and its date. */
export function describeFault(label: string, { fault }: { readonly fault: ChainFault | null }): string {
  const about = [fault?.deployment == null ? '' : `deployment ${fault.deployment}`, fault?.moment ?? '']
    .filter((word) => word !== '')
    .join(', ');
  return `The ledger of ${label} was changed after it was written: ${fault?.why ?? ''}${about === '' ? '' : ` (${about})`}.`;
}

/** Returns the ways to go on with a ledger that was changed. */
export function acceptIt(environment: string): Advice {
  return advise`Inspect it with ${{ id: 'history', environment, verify: true }}. To go on with it, run ${{ id: 'accept-ledger', environment }}.`;
}

/** Returns an error, or a warning for development, where servers are often created again. */
function classifyStrange({ environment, label }: OpenTarget, state: ChainState, head: KeptHead): Finding {
  const { name, stage } = environment;
  const message = describeStrange(label, state, head);
  return (stage === 'DEVELOPMENT' ? warn : stop)('ledger-other', message, acceptIt(name));
}

export function describeStrange(
  label: string,
  { head: end }: Pick<ChainState, 'head'>,
  { sequence, deployment, at }: KeptHead,
): string {
  return sequence > end.sequence
    ? `The ledger of ${label} is not the one noted in the registry folder: it ends at row ${end.sequence} and lacks row ${sequence} of ${at} (deployment ${deployment}).`
    : `The ledger of ${label} is not the one noted in the registry folder: row ${sequence} of ${at} (deployment ${deployment}) is different there.`;
}

const kinds: Readonly<Record<string, FailureKind>> = { 'ledger-newer': 'could-not', 'ledger-key': 'not-permitted' };

/** Returns the first error among the findings, as a failure. */
export function rejectLedgers(checked: readonly CheckedLedger[]): Result<void, Failure> {
  const error = checked.flatMap(({ findings }) => findings).find(({ severity }) => severity === 'error');
  if (error === undefined) return succeed(undefined);
  return failure(kinds[error.code] ?? 'bad-input', error.message, error.remedy);
}

/** Fails if a ledger is not reliable; otherwise returns the warnings. */
export async function demandSoundLedgers(
  project: ProjectAccess,
  targets: readonly OpenTarget[],
): Promise<Result<readonly Advice[], Failure>> {
  const checked = await checkLedgers(project, targets);
  if (!checked.ok) return checked;
  const accepted = rejectLedgers(checked.value);
  if (!accepted.ok) return fail(accepted.error);
  return succeed(checked.value.flatMap(({ findings }) => findings.map(explainFailure)));
}
