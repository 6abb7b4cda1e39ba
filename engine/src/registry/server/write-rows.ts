/** Writes versions, changes and lines into a registry on a server, in transactions of which of two at once one wins. */
import { succeed, type Result } from '../../base/result';
import { ownTable, type OwnTables } from '../../database/own-tables';
import type { ServerError, Session, SqlValue } from '../../database/connection/session';
import { changeColumns, changeRow, sealChange, type ChangeEnd, type ServerReading } from './registry-rows';
import type { NumberedLine } from '../records/status-log';

export type VersionRow = readonly [identity: string, version: string, facts: string, text: string];

/** The lines to append to a routine's log. */
export interface NewLines {
  readonly identity: string;
  /** The present state; null for a new routine. */
  readonly reading: Pick<ServerReading, 'written' | 'lastPlace' | 'ends'> | null;
  /** The lines in the order of the log; those that exist already are left out. */
  readonly lines: readonly NumberedLine[];
  /** The ids of the lines that are changes, without those that the migration only rewrote. */
  readonly fresh: ReadonlySet<string>;
}

/** Inserts the rows in one order for all processes, so that two with the same routines do not deadlock. */
export async function insertAll(
  { session, schema }: OwnTables,
  rows: readonly VersionRow[],
  logs: readonly NewLines[],
): Promise<Result<unknown, ServerError>> {
  const sorted = rows.toSorted(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1));
  const written = await insert(session, `${ownTable(schema, 'version')} (identity, version, facts, text)`, sorted);
  if (!written.ok) return written;
  const inOrder = logs.toSorted((a, b) => (a.identity < b.identity ? -1 : 1));
  const changes = inOrder.flatMap(toChangeRows);
  const changed = await insert(session, `${ownTable(schema, 'status_change')} (${changeColumns})`, changes);
  if (!changed.ok) return changed;
  return insert(session, `${ownTable(schema, 'status_line')} (identity, place, line)`, inOrder.flatMap(toLineRows));
}

function toChangeRows({ identity, reading, lines, fresh }: NewLines): readonly (readonly SqlValue[])[] {
  const ends = new Map<string, ChangeEnd>(reading?.ends);
  return lines.flatMap(({ line }) => {
    if (line.kind !== 'status' || !fresh.has(line.id)) return [];
    const end = ends.get(line.version) ?? { place: 0, seal: '' };
    const next = { place: end.place + 1, seal: sealChange(end.seal, identity, line) };
    ends.set(line.version, next);
    return [changeRow(identity, line, next)];
  });
}

function toLineRows({ identity, reading, lines }: NewLines): readonly (readonly SqlValue[])[] {
  const last = reading?.lastPlace ?? 0;
  const missing = lines.filter(({ line }) => line.format !== 1 && reading?.written.has(line.id) !== true);
  return missing.map(({ raw }, i) => [identity, last + 1 + i, raw]);
}

/** Characters of one packet, far below any max_allowed_packet even where each becomes several bytes. */
const packetSize = 500_000;

async function insert(
  session: Session,
  into: string,
  rows: readonly (readonly SqlValue[])[],
): Promise<Result<unknown, ServerError>> {
  let batch: (readonly SqlValue[])[] = [];
  let size = 0;
  for (const [i, row] of rows.entries()) {
    batch.push(row);
    size += row.reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 0), 0);
    if (size < packetSize && i < rows.length - 1) continue;
    const tuples = batch.map(({ length }) => `(${Array.from({ length }, () => '?').join(', ')})`);
    const run = await session.query(`INSERT INTO ${into} VALUES ${tuples.join(', ')}`, batch.flat());
    if (!run.ok) return run;
    [batch, size] = [[], 0];
  }
  return succeed(undefined);
}

/** Deadlock; a lock waited for in vain; and, in a cluster, a transaction that another member's came before. */
const passing: ReadonlySet<number> = new Set([1213, 1205, 3101]);
const mostTries = 8;

export async function inTransaction(
  session: Session,
  write: () => Promise<Result<unknown, ServerError>>,
): Promise<Result<void, ServerError>> {
  for (let tries = 1; ; tries++) {
    const begun = await session.query('START TRANSACTION');
    const written = begun.ok ? await write() : begun;
    const ended = written.ok ? await session.query('COMMIT') : written;
    if (ended.ok) return succeed(undefined);
    if (!ended.error.connectionLost) await session.query('ROLLBACK');
    if (!passing.has(ended.error.errno) || tries === mostTries) return ended;
    await new Promise((wake) => setTimeout(wake, Math.random() * 20 * tries));
  }
}
