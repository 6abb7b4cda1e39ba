/**
 * Obstacles of the moment, beyond the plan: another deployment, a connection that others can read, a full ledger. Only
 * the preflight looks for them, because a deployment runs into them anyway.
 */
import { advise } from '../../base/advice';
import type { Finding } from '../answers/finding';
import { explainForeign, helperSchema, inspectHelper } from '../../database/helper-schema';
import type { Session } from '../../database/connection/session';
import { isLoopback } from '../../database/connection/loopback';
import { leaseSeconds } from '../../ledger/lease';
import { describeDeploying, readLeaseHolder } from '../../ledger/mysql-lease';
import { probeLedger } from '../../ledger/probe-ledger';
import { stop, warn } from '../planning/findings';
import { findLockHolders, findRivalLedgers } from './in-the-way';
import type { DeploymentStep } from '../planning/steps/plan';
import { isTriedInScratch } from '../compile-check/validate-in-scratch-schema';
import { openLedger, type OpenTarget } from '../target/target-at-work';

/**
 * Returns the obstacles. `bytes` is the approximate size of the plan's journal. A failed query is not a finding: other
 * checks report it.
 */
export async function findObstacles(
  open: OpenTarget,
  steps: readonly DeploymentStep[],
  bytes: number,
): Promise<readonly Finding[]> {
  const session = await open.sessions.get('ledger');
  if (!session.ok) return [];
  const found = [
    (await findOther(open, session.value)) ?? (await findUnfinished(open)),
    await findOpenWire(open, session.value),
    await findFullLedger(open, session.value, bytes),
    await findForeignScratch(open, session.value, steps),
  ];
  return [
    ...found.filter((finding) => finding !== null),
    ...(await findRivalLedgers(open, session.value)),
    ...(await findLockHolders(open, session.value, steps)),
  ];
}

async function findOther({ environment, label }: OpenTarget, session: Session): Promise<Finding | null> {
  const holder = await readLeaseHolder({ session, schema: environment.ledgerSchema, environment: environment.name });
  if (holder === null) return null;
  const { name, impossibleEnd } = holder;
  if (impossibleEnd !== null)
    return stop(
      'held',
      `${label} is held by ${name} until ${impossibleEnd}, a date that no deployment writes.`,
      advise`Run ${{ id: 'recover', environment: environment.name }}. It shortens the lease to ${leaseSeconds} s; a running deployment renews it.`,
    );
  return stop(
    'held',
    describeDeploying(holder, label),
    'Wait until it ends. If its process is dead, its lease expires by itself.',
  );
}

/** Returns a finding about a deployment whose process is dead. */
async function findUnfinished(open: OpenTarget): Promise<Finding | null> {
  const ledger = await openLedger(open);
  const left = ledger.ok ? await ledger.value.unfinished(open.target.schema) : ledger;
  if (!left.ok || left.value.length === 0) return null;
  return warn(
    'unfinished',
    left.value.length === 1
      ? `Deployment ${left.value.join(', ')} to ${open.label} was interrupted; routines may be in an intermediate state.`
      : `Deployments ${left.value.join(', ')} to ${open.label} were interrupted; routines may be in an intermediate state.`,
    advise`Run ${{ id: 'recover', environment: open.environment.name }} to finish or undo what it began; the next deployment does that first.`,
  );
}

/** Returns a finding about an unencrypted connection; on the own machine nobody can read it. */
async function findOpenWire({ target, label }: OpenTarget, session: Session): Promise<Finding | null> {
  if (target.socket !== null || isLoopback(target.host)) return null;
  const rows = await session.query(`SHOW SESSION STATUS LIKE 'Ssl_cipher'`);
  if (!rows.ok || String(rows.value[0]?.['Value'] ?? '') !== '') return null;
  return warn(
    'not-encrypted',
    `The connection to ${label} is not encrypted ("tls" is "${target.tls}"): anyone on the network path can read or alter the deployment.`,
    'Set up TLS on the server, and set "tls" to "required" or "verify".',
  );
}

/** Returns a finding about a foreign scratch schema; it is harmless if no step is tried in one. */
async function findForeignScratch(
  { environment }: OpenTarget,
  session: Session,
  steps: readonly DeploymentStep[],
): Promise<Finding | null> {
  const scratch = helperSchema('scratch', environment);
  const found = isTriedInScratch(steps) ? await inspectHelper(session, scratch) : null;
  if (found?.ok !== true || found.value !== 'foreign') return null;
  const { message, remedy } = explainForeign(scratch);
  return stop('unmarked-schema', message, remedy);
}

async function findFullLedger(
  { environment, label }: OpenTarget,
  session: Session,
  bytes: number,
): Promise<Finding | null> {
  const problem = await probeLedger(session, environment.ledgerSchema, bytes);
  if (problem === null) return null;
  return stop(
    'ledger-full',
    `The ledger of ${label} (schema ${environment.ledgerSchema}) cannot store the ${Math.ceil(bytes / 1024)} KB that this deployment would write: ${problem.message} (error ${problem.errno}).`,
    advise`Free disk space on the server, or remove old deployments with ${{ id: 'gc', environment: environment.name }}.`,
  );
}
