/**
 * Tables and views of a live schema with their columns, as the server reports them, under the project's own schema
 * names.
 */
import type { ServerVersion } from '../syntax/dialect';

export interface LiveColumn {
  readonly name: string;
  /** The type as the server writes it: `decimal(10,2) unsigned`. */
  readonly type: string;
  readonly nullable: boolean;
  /** The value of a row without one, as the server reports it; null if there is none or if it is NULL. */
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
  /** The environment in which they were read: `dev`. */
  readonly environment: string;
  /** The moment of the look; absent where it does not matter. */
  readonly readAt?: Date;
  /** The server's version; null if none was read. */
  readonly server: ServerVersion | null;
  /** The rules of a server in strict mode hold for a routine that states no sql_mode. Upper case. */
  readonly sqlMode: readonly string[];
  readonly tables: readonly LiveTable[];
  /** Finds a table without regard to case; null if it does not exist or not all of its columns are known. */
  find(schema: string, name: string): LiveTable | null;
}

/** Creates the tables. Those without a column, whose columns could not be read, are listed but not found. */
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

/** Finds a column by a linear search: no server has a table of more than 4,096 columns. */
export function findColumn({ columns }: LiveTable, name: string): LiveColumn | null {
  const wanted = name.toLowerCase();
  return columns.find((column) => column.name.toLowerCase() === wanted) ?? null;
}

/** Returns a column as a definition writes it: `decimal(10,2) NOT NULL DEFAULT 0.00`. */
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
