/** Reads the journal as a chain: worked out by the server, so that no row travels, or row by row here. */
import { append } from '../base/long-lists';
import { succeed, type Result } from '../base/result';
import { isMissingTable, ownTable } from '../database/own-tables';
import type { Row, ServerError, Session } from '../database/connection/session';
import { identify } from '../routine/routine';
import { hashRow } from './chain';
import { digestsOf } from './digests-of';
import type { ChainHead, LedgerEntry } from './ledger';
import { entryKinds, parsePayload, signedEnd } from './parse-entry';
import type { Link } from './verify-chain';

interface Place {
  readonly session: Session;
  readonly schema: string;
}

export interface Links {
  /** The links in the order of their numbers. */
  readonly links: readonly Link[];
  /** The recorded head; null if its row is missing. */
  readonly head: ChainHead | null;
}

/** The hash as `hashRow` makes it. Null where the server cannot put the parts together. */
const actual = `SHA2(CONCAT(LENGTH(j.sequence), ':', j.sequence, LENGTH(j.at), ':', j.at,
  LENGTH(j.previous), ':', j.previous, LENGTH(j.payload), ':', j.payload), 256)`;

const names = (field: string, column: string): string =>
  `LOCATE(CONCAT('"${field}":', JSON_QUOTE(j.${column})), j.payload) > 0`;

/** Compares the end of the column `routine` with the payload; most names are lower case. */
const namesRoutine = (payload: string): string =>
  `LOCATE(CONCAT('"name":', JSON_QUOTE(SUBSTRING_INDEX(j.routine, '.', -1))), ${payload}) > 0`;

/**
 * An approximation of `isFiled`: where it gives false, the row is checked here. Parsing each payload would take the
 * server four times as long.
 */
const isFiledThere = [
  `j.kind IN (${[...entryKinds].map((kind) => `'${kind}'`).join(', ')})`,
  names('kind', 'kind'),
  names('environment', 'environment'),
  names('targetSchema', 'target_schema'),
  names('deployment', 'deployment'),
  `IF(j.outcome IS NULL, j.kind NOT IN ('step-finished', 'deployment-finished'), ${names('outcome', 'outcome')})`,
  `IF(j.step IS NULL, j.kind NOT LIKE 'step-%', LOCATE(CONCAT('"step":', j.step, ','), j.payload) > 0)`,
  `IF(j.routine IS NULL, j.kind NOT LIKE 'step-%',
    LOCATE(CONCAT('"kind":"', SUBSTRING_INDEX(j.routine, ' ', 1), '"'), j.payload) > 0
    AND (${namesRoutine('j.payload')} OR ${namesRoutine('LOWER(j.payload)')}))`,
].join(' AND ');

/** The condition that a payload declares its row to be signed. */
export const isSignedThere = `j.payload LIKE '%${signedEnd}'`;

/** The head of an intact chain, and the number of rows that claim to be signed. */
export interface PlainChain {
  readonly head: ChainHead;
  readonly signed: number;
}

/**
 * Returns null unless all rows from the first to the head exist, follow each other and match: one statement, one row.
 */
export async function readPlainChain({ session, schema }: Place): Promise<Result<PlainChain | null, ServerError>> {
  const journal = ownTable(schema, 'journal');
  const rows = await session.query(
    `SELECT h.sequence, h.hash, t.length, t.last, t.wrong, t.signed,
      (SELECT e.hash FROM ${journal} e WHERE e.sequence = h.sequence) AS last_hash
      FROM (SELECT COUNT(*) AS length, COALESCE(MAX(j.sequence), 0) AS last,
        COALESCE(SUM(NOT COALESCE(j.hash = ${actual} AND j.previous = COALESCE(p.hash, REPEAT('0', 64)) AND ${isFiledThere}, 0)), 0) + COALESCE(SUM(j.kind = 'accepted'), 0) AS wrong,
        COALESCE(SUM(${isSignedThere}), 0) AS signed
        FROM ${journal} j LEFT JOIN ${journal} p ON p.sequence = j.sequence - 1) t
      LEFT JOIN ${ownTable(schema, 'chain_head')} h ON h.id = 1`,
  );
  if (!rows.ok) return rows;
  const row = rows.value[0];
  if (row?.['sequence'] == null) return succeed(null);
  const head = { sequence: Number(row['sequence']), hash: String(row['hash']) };
  const isWhole = Number(row['length']) === head.sequence && Number(row['last']) === head.sequence;
  const ends = head.sequence === 0 ? /^0{64}$/.test(head.hash) : row['last_hash'] === head.hash;
  return succeed(isWhole && ends && Number(row['wrong']) === 0 ? { head, signed: Number(row['signed']) } : null);
}

/** Reads the links; for `there` the server computes the hashes, and only rows that do not match are transferred. */
export async function readLinks(place: Place, where: 'here' | 'there'): Promise<Result<Links, ServerError>> {
  const begun = await place.session.query(
    'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; START TRANSACTION WITH CONSISTENT SNAPSHOT',
  );
  if (!begun.ok) return begun;
  const read = await readAll(place, where);
  await place.session.query('COMMIT');
  return read;
}

/** Reads the links within the open transaction. */
export function readLinksHere(place: Place): Promise<Result<Links, ServerError>> {
  return readAll(place, 'here');
}

async function readAll(place: Place, where: 'here' | 'there'): Promise<Result<Links, ServerError>> {
  const isKeyed = await hasTable(place, 'row_mac');
  if (!isKeyed.ok) return isKeyed;
  const links: Link[] = [];
  for (;;) {
    const page = await readPage(place, { where, after: links.at(-1)?.sequence ?? 0, isKeyed: isKeyed.value });
    if (!page.ok) return page;
    append(links, page.value);
    if (page.value.length < pageRows[where]) break;
  }
  const head = await readHead(place);
  return head.ok ? succeed({ links, head: head.value }) : head;
}

/** Rows of one answer: payloads may be long. */
const pageRows = { here: 1_000, there: 10_000 } as const;

interface Page {
  readonly where: 'here' | 'there';
  readonly after: number;
  readonly isKeyed: boolean;
}

const columns =
  'j.sequence, j.at, j.previous, j.hash, j.deployment, j.kind, j.environment, j.target_schema, j.step, j.routine, j.outcome';

async function readPage(place: Place, { where, after, isKeyed }: Page): Promise<Result<readonly Link[], ServerError>> {
  // No join: servers may sort all of its rows by their numbers, payloads included.
  const mac = `(SELECT k.mac FROM ${ownTable(place.schema, 'row_mac')} k WHERE k.sequence = j.sequence)`;
  const rows = await place.session.query(
    `SELECT ${columns}, ${isKeyed ? mac : 'NULL'} AS mac, ${isSignedThere} AS signed,
      ${where === 'here' ? 'j.payload' : `COALESCE(j.hash = ${actual} AND ${isFiledThere}, 0) AS fits`}
      FROM ${ownTable(place.schema, 'journal')} j WHERE j.sequence > ? ORDER BY j.sequence LIMIT ${pageRows[where]}`,
    [after],
  );
  if (!rows.ok) return isMissingTable(rows.error) ? succeed([]) : rows;
  const payloads = where === 'here' ? succeed(new Map<number, string>()) : await readPayloads(place, rows.value);
  if (!payloads.ok) return payloads;
  return succeed(
    rows.value.map((row) => toLink(row, row['payload'] ?? payloads.value.get(Number(row['sequence'])) ?? null)),
  );
}

/**
 * Returns the payloads of rows that must be checked here: those that do not match, and those that concern the chain
 * itself.
 */
async function readPayloads(
  { session, schema }: Place,
  rows: readonly Row[],
): Promise<Result<ReadonlyMap<number, string>, ServerError>> {
  const payloads = new Map<number, string>();
  const wanted = rows.filter(({ fits, kind }) => Number(fits) === 0 || kind === 'pruned' || kind === 'accepted');
  for (let start = 0; start < wanted.length; start += pageRows.here) {
    const numbers = wanted.slice(start, start + pageRows.here).map(({ sequence }) => Number(sequence));
    const found = await session.query(
      `SELECT sequence, payload FROM ${ownTable(schema, 'journal')} WHERE sequence IN (${numbers.join(', ')})`,
    );
    if (!found.ok) return found;
    for (const { sequence, payload } of found.value) payloads.set(Number(sequence), String(payload));
  }
  return succeed(payloads);
}

/** Makes a link of a row. If its payload was not transferred, the server found that it matches. */
function toLink(row: Row, payload: Row[string] | null): Link {
  const text = (name: string): string => String(row[name]);
  const link = { sequence: Number(row['sequence']), at: text('at'), previous: text('previous'), hash: text('hash') };
  const known = { ...link, mac: row['mac'] == null ? null : text('mac'), deployment: text('deployment') };
  if (payload === null && Number(row['fits']) === 1)
    return { ...known, ...proven, actual: link.hash, isSigned: Number(row['signed']) === 1 };
  const parsed = parsePayload(String(payload));
  const entry = parsed?.entry ?? null;
  return {
    ...known,
    isSigned: parsed?.isSigned === true,
    actual: hashRow({ ...link, payload: String(payload) }),
    isFiled: entry !== null && isFiled(row, entry),
    note: entry?.kind === 'pruned' || entry?.kind === 'accepted' ? entry : null,
    account: parsed?.account ?? null,
    names: entry === null ? [] : digestsOf(entry),
  };
}

const proven = { isFiled: true, note: null, account: null, names: [] } as const;

/** Returns true if the columns for searching, which no hash covers, agree with the entry. */
function isFiled(row: Row, entry: LedgerEntry): boolean {
  const isStep = entry.kind === 'step-intended' || entry.kind === 'step-finished';
  const outcome = entry.kind === 'step-finished' || entry.kind === 'deployment-finished' ? entry.outcome : null;
  return (
    row['kind'] === entry.kind &&
    row['environment'] === entry.environment &&
    row['target_schema'] === entry.targetSchema &&
    row['deployment'] === entry.deployment &&
    row['outcome'] === outcome &&
    row['routine'] === (isStep ? identify(entry.key) : null) &&
    (row['step'] === null ? !isStep : isStep && Number(row['step']) === entry.step)
  );
}

async function readHead({ session, schema }: Place): Promise<Result<ChainHead | null, ServerError>> {
  const rows = await session.query(`SELECT sequence, hash FROM ${ownTable(schema, 'chain_head')} WHERE id = 1`);
  // No tables: nothing was ever written here.
  if (!rows.ok) return isMissingTable(rows.error) ? succeed({ sequence: 0, hash: '0'.repeat(64) }) : rows;
  const row = rows.value[0];
  return succeed(row === undefined ? null : { sequence: Number(row['sequence']), hash: String(row['hash']) });
}

async function hasTable({ session, schema }: Place, table: string): Promise<Result<boolean, ServerError>> {
  const rows = await session.query(
    'SELECT 1 AS one FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?',
    [schema, table],
  );
  return rows.ok ? succeed(rows.value.length > 0) : rows;
}
