/**
 * The SQL that writes to the ledger. Values are literals in it: the driver's placeholders took half of a batch's time.
 * The ledger's sessions read a backslash as an escape (see `mysql-session.ts`).
 */
import { ownTable } from '../database/own-tables';
import { identify } from '../routine/routine';
import { quoteTextUnder } from '../syntax/quoting';
import { digestDefinition, emptyHead, signRow, type StoredRow } from './chain';
import type { ChainHead, Gap, LedgerRecord, SavedDefinition } from './ledger';
import { encodeGrants } from './saved-grants';

/** A row to be written, with the definitions that go with it. */
export interface JournalRow extends StoredRow, LedgerRecord {}

/** Renders the definitions, the rows and the new head. */
export function renderAppend(schema: string, rows: readonly JournalRow[], key: string | null): readonly string[] {
  const definitions = rows.flatMap((row) => row.definitions);
  const head = rows.at(-1) ?? emptyHead;
  return [
    ...renderInsert(`INSERT IGNORE INTO ${ownTable(schema, 'saved_definition')}`, definitions.map(renderDefinition)),
    ...renderInsert(`INSERT INTO ${ownTable(schema, 'journal')} (${journalOrder})`, rows.map(renderRow)),
    ...renderMacs(schema, rows, key),
    `UPDATE ${ownTable(schema, 'chain_head')} SET sequence = ${head.sequence}, hash = ${renderValue(head.hash)} WHERE id = 1`,
  ];
}

/** Renders the proofs that the writer of the rows has the key. */
function renderMacs(schema: string, rows: readonly StoredRow[], key: string | null): readonly string[] {
  if (key === null) return [];
  const macs = rows.map(({ sequence, hash }) => renderTuple([sequence, signRow(hash, key)]));
  return renderInsert(`REPLACE INTO ${ownTable(schema, 'row_mac')} (sequence, mac)`, macs);
}

/** Renders the statement that makes a row the end of the chain, whatever was recorded before. */
export function renderHead(schema: string, { sequence, hash }: ChainHead): string {
  return `REPLACE INTO ${ownTable(schema, 'chain_head')} (id, sequence, hash) VALUES (1, ${sequence}, ${renderValue(hash)})`;
}

/** Takes rows and definitions away. */
export function renderPrune(schema: string, gaps: readonly Gap[], digests: readonly string[]): readonly string[] {
  const journal = ownTable(schema, 'journal');
  const rows = gaps.flatMap(({ from, to }) =>
    [journal, ownTable(schema, 'row_mac')].map(
      (table) => `DELETE FROM ${table} WHERE sequence BETWEEN ${from} AND ${to}`,
    ),
  );
  if (digests.length === 0) return rows;
  return [...rows, `DELETE FROM ${ownTable(schema, 'saved_definition')} WHERE digest IN ${renderTuple(digests)}`];
}

function renderInsert(into: string, tuples: readonly string[]): readonly string[] {
  return tuples.length === 0 ? [] : [`${into} VALUES ${tuples.join(', ')}`];
}

const journalOrder =
  'sequence, at, kind, environment, target_schema, deployment, step, routine, outcome, payload, previous, hash';

function renderRow({ entry, sequence, at, payload, previous, hash }: JournalRow): string {
  const isStep = entry.kind === 'step-intended' || entry.kind === 'step-finished';
  const outcome = entry.kind === 'step-finished' || entry.kind === 'deployment-finished' ? entry.outcome : null;
  const place = [entry.environment, entry.targetSchema, entry.deployment];
  const step = isStep ? [entry.step, identify(entry.key)] : [null, null];
  return renderTuple([sequence, at, entry.kind, ...place, ...step, outcome, payload, previous, hash]);
}

function renderDefinition(definition: SavedDefinition): string {
  const { key, text, sqlMode, characterSet, collation, databaseCollation, timeZone, triggerPlace, grants } = definition;
  const settings = [sqlMode, characterSet, collation, databaseCollation, timeZone, triggerPlace];
  const values = [key.kind, key.schema, key.name, text, ...settings, encodeGrants(grants)];
  return `(${renderValue(digestDefinition(definition))}, UTC_TIMESTAMP(6), ${values.map(renderValue).join(', ')})`;
}

type Value = string | number | null;

function renderTuple(values: readonly Value[]): string {
  return `(${values.map(renderValue).join(', ')})`;
}

function renderValue(value: Value): string {
  return typeof value === 'string' ? quoteTextUnder(value, []) : String(value ?? 'NULL');
}
