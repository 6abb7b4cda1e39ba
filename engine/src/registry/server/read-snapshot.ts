/** The rows of a registry on a server, all from the same moment. */
import { succeed, type Result } from '../../base/result';
import { ownTable } from '../../database/own-tables';
import { readPages } from '../../database/read-pages';
import type { ServerError, Session } from '../../database/connection/session';
import type { RegistryRows } from './registry-rows';

export interface SnapshotOf {
  readonly session: Session;
  readonly schema: string;
  /** A condition on `identity`. */
  readonly which: string;
  /** The first version of the tables had no lines. */
  readonly hasLines: boolean;
}

/** Whole texts: so many stay below what one answer may hold. */
const paging = { pageSize: 1_000, by: 'id', mostRows: 1_000_000 };

/** Reads the rows in one packet, which suffices for most registries; the texts of larger ones in pages. */
export async function readSnapshot(of: SnapshotOf): Promise<Result<RegistryRows, ServerError>> {
  const { session, schema, which, hasLines } = of;
  const selectVersions = (behind: number): string =>
    `SELECT id, identity, version, facts, text FROM ${ownTable(schema, 'version')}
    WHERE ${which} AND id > ${behind} ORDER BY id LIMIT ${paging.pageSize}`;
  const others = [`SELECT * FROM ${ownTable(schema, 'status_change')} WHERE ${which} ORDER BY id`];
  if (hasLines)
    others.push(
      `SELECT identity, place, line FROM ${ownTable(schema, 'status_line')} WHERE ${which} ORDER BY identity, place`,
    );
  const sets = await session.queryMany([begin, selectVersions(-1), ...others, 'COMMIT']);
  if (!sets.ok) return sets;
  const [, versions = [], changes = [], lines = []] = sets.value;
  if (versions.length < paging.pageSize) return succeed({ versions, changes, lines: hasLines ? lines : [] });
  return readLarge(session, selectVersions, others);
}

const begin = 'START TRANSACTION WITH CONSISTENT SNAPSHOT';

async function readLarge(
  session: Session,
  selectVersions: (behind: number) => string,
  others: readonly string[],
): Promise<Result<RegistryRows, ServerError>> {
  const begun = await session.query(begin);
  if (!begun.ok) return begun;
  const versions = await readPages(paging, (behind) => session.query(selectVersions(behind)));
  if (!versions.ok) return versions;
  const rest = await session.queryMany([...others, 'COMMIT']);
  if (!rest.ok) return rest;
  const [changes = [], lines = []] = rest.value;
  return succeed({ versions: versions.value, changes, lines: others.length > 1 ? lines : [] });
}
