/** One target while a deployment works on it: its plan, its sessions, its ledger. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { CouldNot } from '../../database/connection/could-not';
import type { Asked } from '../../database/connection/mysql-errors';
import type { WriteFacts } from '../../database/server-facts';
import type { ServerFacts } from '../../database/connection/session';
import type { Ledger, LedgerEntry, LedgerRecord, RecordedEntry, SavedDefinition } from '../../ledger/ledger';
import type { Lease } from '../../ledger/lease';
import { openMysqlLedger } from '../../ledger/mysql-ledger';
import type { Environment, Target } from '../../project/environment';
import type { EnvironmentNaming } from './environment-naming';
import type { TargetSessions } from './target-sessions';

export interface OpenTarget {
  readonly environment: Environment;
  readonly target: Target;
  /** `db1:3306/shop`. */
  readonly label: string;
  readonly naming: EnvironmentNaming;
  readonly sessions: TargetSessions;
  /** The key that signs the rows of its ledger; null if none is configured. */
  readonly ledgerKey: string | null;
}

/** The parts that are needed to reach a target's ledger. */
export type LedgerTarget = Pick<OpenTarget, 'environment' | 'sessions' | 'ledgerKey'>;

/** A target with the facts of its server. */
export interface KnownTarget extends OpenTarget {
  readonly server: ServerFacts;
  readonly write: WriteFacts;
  readonly maySetGlobals: boolean;
}

export interface TargetAtWork extends KnownTarget {
  readonly lease: Lease;
}

/** Opens the ledger on the present session. */
export async function openLedger({
  environment,
  sessions,
  ledgerKey: key,
}: LedgerTarget): Promise<Result<Ledger, Failure>> {
  const session = await sessions.get('ledger');
  if (!session.ok) return session;
  const { name, ledgerSchema, project } = environment;
  return succeed(openMysqlLedger({ session: session.value, schema: ledgerSchema, environment: name, key, project }));
}

/** Writes a row; see `appendEntries`. */
export function appendEntry(
  target: LedgerTarget,
  entry: LedgerEntry,
  definitions: readonly SavedDefinition[] = [],
): Promise<Result<readonly RecordedEntry[], Failure>> {
  return appendEntries(target, [{ entry, definitions }]);
}

/**
 * Appends in one transaction; again on a new session if the connection was lost. Rows that are written twice are
 * harmless.
 */
export async function appendEntries(
  target: LedgerTarget,
  records: readonly LedgerRecord[],
): Promise<Result<readonly RecordedEntry[], Failure>> {
  const first = await appendOnce(target, records);
  if (first.ok || first.error.kind !== 'unreachable') return first;
  target.sessions.drop('ledger');
  return appendOnce(target, records);
}

async function appendOnce(
  target: LedgerTarget,
  records: readonly LedgerRecord[],
): Promise<Result<readonly RecordedEntry[], Failure>> {
  const ledger = await openLedger(target);
  return ledger.ok ? ledger.value.append(records) : ledger;
}

export function askedFor(
  { environment, server }: Pick<TargetAtWork, 'environment' | 'server'>,
  couldNot: CouldNot,
  schema: string,
): Asked {
  return { environment: environment.name, account: server.account, couldNot, schema };
}
