/**
 * The facts about a server that a deployment needs beyond its version: whether it accepts writes, and how it treats
 * routines.
 */
import { succeed, type Result } from '../base/result';
import type { ServerError, Session } from './connection/session';

export interface WriteFacts {
  readonly readOnly: boolean;
  readonly superReadOnly: boolean;
  /** A replica of another server, whose own writes would break or be lost. */
  readonly replicates: boolean;
  readonly binaryLog: boolean;
  readonly trustsFunctionCreators: boolean;
  /** DROP takes the grants on a routine along only while this is on. One that is off for a moment counts as on. */
  readonly automaticSpPrivileges: boolean;
  readonly eventScheduler: string;
  readonly maxAllowedPacket: number;
  /** The settings with which the server may lose the last committed rows of a ledger. */
  readonly lossySettings: readonly LossySetting[];
  /** The identity of this server: its host name, port and data folder. */
  readonly node: string;
}

/** A setting that gives durability up for speed. */
export interface LossySetting {
  readonly name: 'innodb_flush_log_at_trx_commit' | 'sync_binlog';
  readonly value: number;
  /** The crash that loses rows: of the server, or only of its machine. */
  readonly crash: 'server' | 'machine';
}

/** The name of the lock that is held while automatic_sp_privileges is off for a moment. */
export const switchedOffLock = 'sproc automatic_sp_privileges';

const variables = `SELECT @@global.read_only AS read_only, @@global.log_bin AS log_bin,
  @@global.log_bin_trust_function_creators AS trusts, @@global.automatic_sp_privileges OR IS_USED_LOCK('${switchedOffLock}') IS NOT NULL AS automatic,
  @@global.event_scheduler AS events, @@global.max_allowed_packet AS packet,
  @@global.innodb_flush_log_at_trx_commit AS flush_log, @@global.sync_binlog AS sync_binlog,
  CONCAT(@@hostname, ':', @@port, ' ', @@datadir) AS node`;

/** Needs no privilege. `replicates` stays false where the account may not ask. */
export async function readWriteFacts(session: Session): Promise<Result<WriteFacts, ServerError>> {
  const rows = await session.query(variables);
  if (!rows.ok) return rows;
  const row = rows.value[0] ?? {};
  const superReadOnly =
    session.server.dialect === 'mysql' ? await session.query('SELECT @@global.super_read_only AS flag') : null;
  const replica = await readReplicaStatus(session);
  return succeed({
    readOnly: isOn(row['read_only']),
    superReadOnly: superReadOnly?.ok === true && isOn(superReadOnly.value[0]?.['flag']),
    replicates: replica,
    binaryLog: isOn(row['log_bin']),
    trustsFunctionCreators: isOn(row['trusts']),
    automaticSpPrivileges: isOn(row['automatic']),
    eventScheduler: String(row['events']),
    maxAllowedPacket: Number(row['packet']),
    lossySettings: listLossySettings(row),
    node: String(row['node']),
  });
}

/**
 * Lists the settings that may lose rows. A flush on each commit is 1, or 3 on MariaDB. With a binary log, the recovery
 * of a server undoes the transactions that the log lacks.
 */
function listLossySettings(row: Readonly<Record<string, unknown>>): readonly LossySetting[] {
  const [flush, sync] = [Number(row['flush_log']), Number(row['sync_binlog'])];
  const lossy: LossySetting[] = [];
  if (flush === 0 || flush === 2)
    lossy.push({ name: 'innodb_flush_log_at_trx_commit', value: flush, crash: flush === 0 ? 'server' : 'machine' });
  if (isOn(row['log_bin']) && sync !== 1) lossy.push({ name: 'sync_binlog', value: sync, crash: 'machine' });
  return lossy;
}

/** Reads the replica status. SHOW REPLICA STATUS exists since MySQL 8.0.22; MariaDB 10.5 supports both names. */
async function readReplicaStatus(session: Session): Promise<boolean> {
  const old = session.server.dialect === 'mysql' && session.server.version < 80_022;
  const rows = await session.query(old ? 'SHOW SLAVE STATUS' : 'SHOW REPLICA STATUS');
  return rows.ok && rows.value.length > 0;
}

function isOn(value: unknown): boolean {
  return value === 1 || value === '1' || String(value).toUpperCase() === 'ON';
}
