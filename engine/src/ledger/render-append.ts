/**
 * What is written to the ledger, as SQL. The values stand in it as literals: the driver's placeholders took half of the time
 * that a batch of rows costs its writer. The ledger's sessions read a backslash as an escape (see `mysql-session.ts`).
 */
import { ownTable } from '../database/own-tables';
import { identify } from '../routine/routine';
import { quoteTextUnder } from '../syntax/quoting';
import { digestDefinition, emptyHead, type StoredRow } from './chain';
import type { Gap, LedgerRecord, SavedDefinition } from './ledger';

/** A row to be written, with the definitions that go with it. */
export interface JournalRow extends StoredRow, LedgerRecord {}

/** Definitions, rows and the new head. */
export function renderAppend(schema: string, rows: readonly JournalRow[]): readonly string[] {
  const definitions = rows.flatMap((row) => row.definitions);
  const head = rows.at(-1) ?? emptyHead;
  return [
    ...renderInsert(`INSERT IGNORE INTO ${ownTable(schema, 'saved_definition')}`, definitions.map(renderDefinition)),
    ...renderInsert(`INSERT INTO ${ownTable(schema, 'journal')} (${journalOrder})`, rows.map(renderRow)),
    `UPDATE ${ownTable(schema, 'chain_head')} SET sequence = ${head.sequence}, hash = ${renderValue(head.hash)} WHERE id = 1`,
  ];
}

/** Takes rows and definitions away. */
export function renderPrune(schema: string, gaps: readonly Gap[], digests: readonly string[]): readonly string[] {
  const journal = ownTable(schema, 'journal');
  const rows = gaps.map(({ from, to }) => `DELETE FROM ${journal} WHERE sequence BETWEEN ${from} AND ${to}`);
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
  const values = [key.kind, key.schema, key.name, text, ...settings, grants?.join(';\n') ?? null];
  return `(${renderValue(digestDefinition(definition))}, UTC_TIMESTAMP(6), ${values.map(renderValue).join(', ')})`;
}

type Value = string | number | null;

function renderTuple(values: readonly Value[]): string {
  return `(${values.map(renderValue).join(', ')})`;
}

function renderValue(value: Value): string {
  return typeof value === 'string' ? quoteTextUnder(value, []) : String(value ?? 'NULL');
}
