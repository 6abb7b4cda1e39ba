/** Tables and views of a live schema with their columns, as the server tells, under the project's own schema names. */
import type { ServerVersion } from '../syntax/dialect';

export interface LiveColumn {
  readonly name: string;
  /** As the server writes it: `decimal(10,2) unsigned`. */
  readonly type: string;
  readonly nullable: boolean;
  /** What the server says a row gets that is given nothing; null where there is none, or it is NULL. */
  readonly defaultValue: string | null;
  /** Computed from other columns, or by the server itself: no value may be given. */
  readonly generated: boolean;
  readonly autoIncrement: boolean;
}

export interface LiveTable {
  readonly schema: string;
  readonly name: string;
  readonly isView: boolean;
  /** A BEFORE INSERT trigger may give values to what a statement leaves out. */
  readonly hasInsertTrigger: boolean;
  readonly columns: readonly LiveColumn[];
}

export interface LiveTables {
  /** Where they were seen: `dev`. */
  readonly environment: string;
  /** The server they are on; null where no one was asked. */
  readonly server: ServerVersion | null;
  /** The rules of a server in strict mode hold for a routine that states no sql_mode. Upper case. */
  readonly sqlMode: readonly string[];
  readonly tables: readonly LiveTable[];
  /** Null where there is none, or not all of its columns are known. Names are compared without regard to case. */
  find(schema: string, name: string): LiveTable | null;
}

/** Tables without a column are those whose columns could not be read: they are listed, and not found. */
export function makeLiveTables(seen: Omit<LiveTables, 'find'>): LiveTables {
  const known = new Map(seen.tables.map((table) => [identifyTable(table.schema, table.name), table]));
  return {
    ...seen,
    find(schema, name) {
      const table = known.get(identifyTable(schema, name));
      return table === undefined || table.columns.length === 0 ? null : table;
    },
  };
}

/** Looked for one by one: no server has a table of more than 4,096 columns. */
export function findColumn({ columns }: LiveTable, name: string): LiveColumn | null {
  const wanted = name.toLowerCase();
  return columns.find((column) => column.name.toLowerCase() === wanted) ?? null;
}

/** `decimal(10,2) NOT NULL DEFAULT 0.00`, as a definition would say it. */
export function printColumn({ type, nullable, defaultValue, generated, autoIncrement }: LiveColumn): string {
  return [
    type,
    nullable ? '' : 'NOT NULL',
    defaultValue === null || generated ? '' : `DEFAULT ${defaultValue}`,
    generated ? 'GENERATED' : '',
    autoIncrement ? 'AUTO_INCREMENT' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function identifyTable(schema: string, name: string): string {
  return `${schema}.${name}`.toLowerCase();
}
