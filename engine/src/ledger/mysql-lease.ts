/** The lease in the ledger's table, with GET_LOCK on a separate connection. */
import { checksum } from '../base/checksum';
import { failure, type Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { printableLine } from '../base/printable';
import { couldNot } from '../database/connection/could-not';
import { explainServerError } from '../database/connection/mysql-errors';
import { explainLocked, ownTable } from '../database/own-tables';
import type { Row, ServerError, Session, SqlValue } from '../database/connection/session';
import { leaseSeconds, type AcquireLease, type Lease, type LeaseClaim } from './lease';

export interface LeasePlace {
  /** The session of the lease alone, which closes when the lease is released or not obtained. */
  readonly session: Session;
  readonly schema: string;
  readonly environment: string;
  /** Opens one more, to give the lease up where its own session was lost. */
  readonly reopen: () => Promise<Result<Session, Failure>>;
}

const resource = 'deployment';
const heartbeatMs = 5_000;

export function makeAcquireLease(place: LeasePlace): AcquireLease {
  return async (claim) => {
    const acquired = await acquire(place, claim);
    if (!acquired.ok) await place.session.close();
    return acquired;
  };
}

async function acquire(place: LeasePlace, claim: LeaseClaim): Promise<Result<Lease, Failure>> {
  const named = await takeNamedLock(place);
  if (!named.ok) return named;
  const current = await lockRow(place);
  if (!current.ok) return current;
  const { row, node } = current.value;
  if (row?.['owner'] === claim.owner) {
    // Another target of the same deployment is on this server.
    await place.session.query('ROLLBACK');
    return succeed(keepAlive(place, claim));
  }
  const livesElsewhere = row !== undefined && row['expired'] === 0 && row['node'] !== node;
  if (row !== undefined && (!named.value || livesElsewhere) && isTooLong(row)) return shorten(place, row);
  if (!named.value || livesElsewhere) {
    await place.session.query('ROLLBACK');
    return held(place, row);
  }
  const values: readonly SqlValue[] = [resource, claim.owner, claim.holder, node];
  const taken = await place.session.query(
    [
      `REPLACE INTO ${ownTable(place.schema, 'lease')} (resource, owner, holder, node, acquired_at, expires_at)
      VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL ${leaseSeconds} SECOND)`,
      'COMMIT',
    ],
    values,
  );
  return taken.ok ? succeed(keepAlive(place, claim)) : fail(explain(place, taken.error));
}

/** Twice what is ever written: clocks of servers that replicate differ a little. */
const tooLong = `expires_at > UTC_TIMESTAMP(6) + INTERVAL ${2 * leaseSeconds} SECOND AS too_long, CAST(expires_at AS CHAR) AS until`;

function isTooLong(row: Row): boolean {
  return Number(row['too_long']) === 1;
}

/**
 * Shortens a lease whose date no deployment writes, which would hold the target forever. A running owner renews the
 * rest of it.
 */
async function shorten(place: LeasePlace, row: Row): Promise<Result<never, Failure>> {
  const cut = await place.session.query(
    [
      `UPDATE ${ownTable(place.schema, 'lease')} SET expires_at = UTC_TIMESTAMP(6) + INTERVAL ${leaseSeconds} SECOND
      WHERE resource = ? AND owner = ?`,
      'COMMIT',
    ],
    [resource, String(row['owner'])],
  );
  if (!cut.ok) return fail(explain(place, cut.error));
  const { environment } = place;
  return failure(
    'held',
    `Environment ${environment} is held by ${printableLine(String(row['holder']))} until ${printDay(row)}, a date that no deployment writes.`,
    `The lease was shortened to ${leaseSeconds} s; a running deployment renews it. Try again after that.`,
  );
}

function printDay(row: Row): string {
  return printableLine(String(row['until'])).slice(0, 10);
}

/** Returns the seconds; null if the date of the lease is impossible. */
function secondsOf({ seconds }: Row): number | null {
  const number = Number(seconds ?? -1);
  return Number.isFinite(number) && number >= 0 ? number : null;
}

/** Returns a sentence with the deploying owner and, if known, the duration. */
export function describeDeploying({ name, seconds }: Pick<LeaseHolder, 'name' | 'seconds'>, place: string): string {
  return seconds === null
    ? `${name} is deploying to ${place}.`
    : `${name} has been deploying to ${place} for ${seconds} s.`;
}

export interface LeaseHolder {
  /** The owner and its host. */
  readonly name: string;
  /** Seconds since the lease was taken; null if its date is impossible. */
  readonly seconds: number | null;
  /** The day until which it holds, if that is later than any deployment writes; otherwise null. */
  readonly impossibleEnd: string | null;
}

/**
 * Returns the current holder; null if there is none, if the owner is dead and the next deployment takes the lease, or
 * if it is unreadable.
 */
export async function readLeaseHolder(place: Omit<LeasePlace, 'reopen'>): Promise<LeaseHolder | null> {
  const rows = await place.session.query(
    `SELECT holder, TIMESTAMPDIFF(SECOND, acquired_at, UTC_TIMESTAMP(6)) AS seconds, ${tooLong},
      node = CONCAT(@@hostname, ':', @@port, ' ', @@datadir) AS is_here, IS_USED_LOCK(?) AS used_by
      FROM ${ownTable(place.schema, 'lease')} WHERE resource = ? AND expires_at > UTC_TIMESTAMP(6)`,
    [lockName(place), resource],
  );
  const row = rows.ok ? rows.value[0] : undefined;
  if (row === undefined || (Number(row['is_here']) === 1 && row['used_by'] === null)) return null;
  const impossibleEnd = isTooLong(row) ? printDay(row) : null;
  return { name: String(row['holder']), seconds: secondsOf(row), impossibleEnd };
}

/** Returns false if another connection to the same server holds the lock. */
async function takeNamedLock(place: LeasePlace): Promise<Result<boolean, Failure>> {
  const rows = await place.session.query('SELECT GET_LOCK(?, 0) AS taken', [lockName(place)]);
  return rows.ok ? succeed(Number(rows.value[0]?.['taken']) === 1) : fail(explain(place, rows.error));
}

/** Returns the name of the lock that the session with this schema's lease holds. */
export function lockName({ schema }: Pick<LeasePlace, 'schema'>): string {
  return `sproc ${checksum(schema).slice(0, 40)}`;
}

/** Leaves a transaction open that holds the row. */
async function lockRow(
  place: LeasePlace,
): Promise<Result<{ readonly row: Row | undefined; readonly node: string }, Failure>> {
  const here = await place.session.query(`SELECT CONCAT(@@hostname, ':', @@port, ' ', @@datadir) AS node`);
  if (!here.ok) return fail(explain(place, here.error));
  const rows = await place.session.query(
    [
      'START TRANSACTION',
      `SELECT owner, holder, node, TIMESTAMPDIFF(SECOND, acquired_at, UTC_TIMESTAMP(6)) AS seconds,
      expires_at <= UTC_TIMESTAMP(6) AS expired, ${tooLong}, IS_USED_LOCK(?) AS used_by FROM ${ownTable(place.schema, 'lease')} WHERE resource = ? FOR UPDATE`,
    ],
    [lockName(place), resource],
  );
  return rows.ok
    ? succeed({ row: rows.value[0], node: String(here.value[0]?.['node']) })
    : fail(explain(place, rows.error));
}

function held({ environment }: LeasePlace, row: Row | undefined): Result<never, Failure> {
  const place = `environment ${environment}`;
  const holder = row && { name: printableLine(String(row['holder'])), seconds: secondsOf(row) };
  const connection = Number(row?.['used_by'] ?? 0);
  return failure(
    'held',
    holder === undefined ? `Another deployment to ${place} is running.` : describeDeploying(holder, place),
    connection > 0
      ? `Wait until it ends. If its process is dead, end its connection on the server with \`KILL ${connection}\`.`
      : `Wait until it ends. If its process is dead, the lease expires within ${leaseSeconds} s.`,
  );
}

function keepAlive(place: LeasePlace, claim: LeaseClaim): Lease {
  const heartbeat = setInterval(() => void renew(place, claim), heartbeatMs);
  heartbeat.unref();
  return {
    renew: () => renew(place, claim),
    async release() {
      clearInterval(heartbeat);
      const given = await giveUp(place, place.session, claim);
      await place.session.close();
      if (given.ok || !given.error.connectionLost) return;
      const again = await place.reopen();
      if (!again.ok) return;
      await giveUp(place, again.value, claim);
      await again.value.close();
    },
  };
}

/**
 * Releases the lease explicitly: the server may notice a closed connection only after the next request for the lease.
 */
function giveUp(place: LeasePlace, session: Session, { owner }: LeaseClaim): ReturnType<Session['query']> {
  return session.query(
    [`DELETE FROM ${ownTable(place.schema, 'lease')} WHERE resource = ? AND owner = ?`, 'DO RELEASE_LOCK(?)'],
    [resource, owner, lockName(place)],
  );
}

async function renew(place: LeasePlace, claim: LeaseClaim): Promise<Result<void, Failure>> {
  const table = ownTable(place.schema, 'lease');
  const rows = await place.session.query(
    [
      `UPDATE ${table} SET expires_at = UTC_TIMESTAMP(6) + INTERVAL ${leaseSeconds} SECOND WHERE resource = ? AND owner = ?`,
      `SELECT owner, holder, 0 AS seconds FROM ${table} WHERE resource = ?`,
    ],
    [resource, claim.owner, resource],
  );
  if (!rows.ok) return fail(explain(place, rows.error));
  const row = rows.value[0];
  return row?.['owner'] === claim.owner ? succeed(undefined) : held(place, row);
}

function explain(place: LeasePlace, error: ServerError): Failure {
  const { account } = place.session.server;
  const plain = explainServerError(error, {
    environment: place.environment,
    account,
    couldNot: couldNot.takeLease(),
    schema: place.schema,
  });
  return explainLocked(plain, error, 'ledger');
}
