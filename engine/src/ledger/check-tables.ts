/** Checks, before anything is written, that the ledger's tables are those that this program creates. */
import type { Advice } from '../base/advice';
import { readTablesVersion } from '../database/own-tables';
import { migrations } from './ledger-tables';
import { tablesOf, type LedgerPlace } from './ledger-place';

export interface TableFault {
  readonly kind: 'newer' | 'altered';
  readonly message: string;
  readonly remedy: Advice;
}

/** Returns the faults; none if the account may not read the tables, because other checks name the missing privilege. */
export async function findTableFaults(place: LedgerPlace): Promise<readonly TableFault[]> {
  const version = await readTablesVersion(tablesOf(place));
  if (!version.ok) {
    const { errno, kind, message, remedy = '' } = version.error;
    return errno === 0 && kind === 'could-not' ? [{ kind: 'newer', message, remedy }] : [];
  }
  if (version.value === 0) return [];
  const rows = await place.session.query(
    `SELECT TABLE_NAME AS tab, COLUMN_NAME AS col, DATA_TYPE AS type, IS_NULLABLE AS nullable,
      CHARACTER_MAXIMUM_LENGTH AS length FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = ?`,
    [place.schema],
  );
  if (!rows.ok) return [];
  const found = new Map(
    rows.value.map((row) => [
      `${String(row['tab'])}.${String(row['col'])}`.toLowerCase(),
      printColumn(
        String(row['type']),
        row['length'] === null ? null : Number(row['length']),
        row['nullable'] === 'YES',
      ),
    ]),
  );
  const tables = new Set(rows.value.map((row) => String(row['tab']).toLowerCase()));
  return listColumns(version.value).flatMap(({ table, column, type }, i, all) => {
    const known = found.get(`${table}.${column}`);
    if (known === type) return [];
    const name = `Table ${place.schema}.${table} of the ledger of ${place.environment}`;
    if (!tables.has(table)) return all[i - 1]?.table === table ? [] : [altered(place, `${name} is missing.`)];
    return [
      altered(
        place,
        known === undefined
          ? `${name} has no column ${column}.`
          : `${name} was altered: column ${column} is ${known}, not ${type}.`,
      ),
    ];
  });
}

function altered({ schema }: LedgerPlace, message: string): TableFault {
  const remedy = `Restore it from a backup of the server, or rename schema ${schema}; the next deployment creates a new ledger.`;
  return { kind: 'altered', message, remedy };
}

export interface LedgerColumn {
  readonly table: string;
  readonly column: string;
  /** The type as `printColumn` prints it. */
  readonly type: string;
}

/** Returns the columns that the migrations up to that version create. */
function listColumns(version: number): readonly LedgerColumn[] {
  return migrations.slice(0, version).flatMap((statements) =>
    statements.flatMap((statement) => {
      const table = /^CREATE TABLE IF NOT EXISTS (\w+)/.exec(statement)?.[1];
      if (table === undefined) return [];
      return [...statement.matchAll(/^ {2}(\w+) ([A-Z]+)(?:\((\d+)\))?(.*)$/gm)]
        .filter(([, column]) => column !== 'KEY')
        .map(([, column = '', type = '', length, rest = '']) => ({
          table,
          column,
          type: printColumn(type, type.endsWith('CHAR') ? Number(length) : null, !rest.includes('NOT NULL')),
        }));
    }),
  );
}

/** Prints a column without the widths of numbers and times, which only some servers print. */
function printColumn(type: string, length: number | null, isNullable: boolean): string {
  const isCounted = length !== null && /char$/i.test(type);
  return `${type.toUpperCase()}${isCounted ? `(${length})` : ''}${isNullable ? '' : ' NOT NULL'}`;
}
