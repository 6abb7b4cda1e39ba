/** Removes from the ledger of one target what the retention no longer keeps. */
import { advise } from '../../base/advice';
import type { GcAnswer } from '../answers/gc';
import { failure, type Failure } from '../../base/failure';
import { plural } from '../../base/plural';
import { succeed, type Result } from '../../base/result';
import type { Ledger, Pruned, RecordedEntry } from '../../ledger/ledger';
import { describeFault } from '../../lifecycle/preflight/check-ledger';
import { openLedger, type OpenTarget } from '../../lifecycle/target/target-at-work';
import { findExpired, type ExpiredDeployment, type Expiry } from './find-expired';
import { nameVersions } from '../shared/name-versions';

export interface PruningJob {
  /** The author of the removal for the ledger; null on a dry run, which changes nothing. */
  readonly signature: Pick<Pruned, 'deployment' | 'by' | 'from' | 'reason'> | null;
  /** Checks before each transaction that the removal was not cancelled, and the lease is still held. */
  readonly goOn: () => Promise<Result<void, Failure>>;
  /** Receives each entry once it is removed. */
  readonly onRemoved: (what: GcAnswer['removed'][number]) => void;
}

export interface PrunedLedger {
  /** Versions that the rows which stay name. */
  readonly versions: readonly string[];
  readonly notes: readonly string[];
}

export async function pruneLedger(target: OpenTarget, job: PruningJob): Promise<Result<PrunedLedger, Failure>> {
  const opened = await openLedger(target);
  if (!opened.ok) return opened;
  const ledger = opened.value;
  const contents = await readContents(target, ledger);
  if (!contents.ok) return contents;
  const { entries, expiry } = contents.value;
  for (const batch of makeBatches(expiry.expired)) {
    const removed = await removeBatch(target, ledger, { batch, job });
    if (!removed.ok) return removed;
    for (const what of batch.flatMap((deployment) => describe(target, deployment))) job.onRemoved(what);
  }
  const gone = new Set(expiry.expired.flatMap(({ rows }) => rows));
  const notes = [
    ...(target.environment.retention.days === null
      ? [`sproc.json sets no "retention.days" for ${target.environment.name}, so its whole ledger is kept.`]
      : []),
    ...(expiry.needed === 0
      ? []
      : [
          expiry.needed === 1
            ? `1 older deployment is kept on ${target.label}: a current or previous version there comes from it.`
            : `${expiry.needed} older deployments are kept on ${target.label}: current or previous versions there come from them.`,
        ]),
  ];
  return succeed({ versions: nameVersions(entries.filter((row) => !gone.has(row))), notes });
}

interface Contents {
  readonly entries: readonly RecordedEntry[];
  readonly expiry: Expiry;
}

/**
 * Reads a ledger to be pruned; fails if it was tampered with, because then it is evidence and nothing of it is removed.
 */
async function readContents(target: OpenTarget, ledger: Ledger): Promise<Result<Contents, Failure>> {
  const { environment, label } = target;
  const state = await ledger.verify();
  if (!state.ok) return state;
  if (state.value.fault !== null)
    return failure(
      'bad-input',
      `${describeFault(label, state.value)} Nothing was removed from it.`,
      advise`Inspect it with ${{ id: 'history', environment: environment.name, verify: true }}.`,
    );
  const { days } = environment.retention;
  const since = days === null ? succeed(null) : await ledger.daysAgo(days);
  if (!since.ok) return since;
  const entries = await ledger.read();
  if (!entries.ok) return entries;
  const open = await ledger.unfinished(target.target.schema);
  if (!open.ok) return open;
  const contents = {
    entries: entries.value,
    environment,
    targetSchema: target.target.schema,
    open: open.value,
    keptSince: since.value,
  };
  const expiry = findExpired(contents, environment.retention);
  // The accepted part remains completely: the row of the acceptance contains its digest.
  const from = state.value.accepted?.sequence ?? 0;
  const expired = expiry.expired.filter(({ rows }) => rows.every(({ sequence }) => sequence > from));
  return succeed({ entries: entries.value, expiry: { ...expiry, expired } });
}

/** Rows of one transaction, but for a single deployment that has more. */
const mostRows = 1_000;

function makeBatches(expired: readonly ExpiredDeployment[]): readonly (readonly ExpiredDeployment[])[] {
  const batches: ExpiredDeployment[][] = [];
  let rows = 0;
  for (const deployment of expired) {
    rows += deployment.rows.length;
    const batch = batches.at(-1);
    if (batch !== undefined && rows <= mostRows) batch.push(deployment);
    else {
      batches.push([deployment]);
      rows = deployment.rows.length;
    }
  }
  return batches;
}

async function removeBatch(
  { environment, target }: OpenTarget,
  ledger: Ledger,
  { batch, job }: { readonly batch: readonly ExpiredDeployment[]; readonly job: PruningJob },
): Promise<Result<void, Failure>> {
  if (job.signature === null) return succeed(undefined);
  const wanted = await job.goOn();
  if (!wanted.ok) return wanted;
  return ledger.prune({
    entry: {
      kind: 'pruned',
      ...job.signature,
      environment: environment.name,
      targetSchema: target.schema,
      removed: batch.map(({ deployment }) => deployment),
    },
    rows: batch.flatMap(({ rows }) => rows).toSorted((a, b) => a.sequence - b.sequence),
    definitions: batch.flatMap(({ definitions }) => [...definitions.keys()]),
  });
}

function describe(
  { environment: { retention }, label }: OpenTarget,
  { deployment, at, definitions }: ExpiredDeployment,
): GcAnswer['removed'] {
  const age = plural(retention.days ?? 0, 'day');
  const why = `It ended at ${at}: it is older than ${age}, and not among the last ${retention.deployments}.`;
  return [
    { kind: 'deployment', name: deployment, target: label, why },
    ...[...definitions].map(([digest, routine]) => ({
      kind: 'definition' as const,
      name: `${routine} ${digest.slice(0, 12)}`,
      target: label,
      why: `No remaining deployment needs it. It was last used by ${deployment}.`,
    })),
  ];
}
