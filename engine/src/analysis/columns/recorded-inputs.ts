/** The inputs of a conclusion about a statement's columns, so that it remains valid as long as they are the same. */
import type { LiveTable } from '../../routine/live-tables';

/** The meaning of names at the position of a statement. */
export interface ColumnScope {
  /** Returns true if a parameter or variable of this name is visible. */
  readonly isLocal: (name: string) => boolean;
  /** Returns null for an unknown table. */
  readonly findTable: (schema: string, name: string) => LiveTable | null;
}

interface SeenTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: LiveTable['columns'] | null;
}

/** A scope that records each lookup and its result. */
export class RecordedInputs implements ColumnScope {
  readonly #locals = new Map<string, boolean>();
  readonly #tables = new Map<string, SeenTable>();
  /** The scope, released once the statement is read because it holds the whole routine. */
  #scope: ColumnScope | null;

  constructor(scope: ColumnScope) {
    this.#scope = scope;
  }

  readonly isLocal = (name: string): boolean => {
    const found = this.#scope?.isLocal(name) ?? false;
    this.#locals.set(name, found);
    return found;
  };

  readonly findTable = (schema: string, name: string): LiveTable | null => {
    const found = this.#scope?.findTable(schema, name) ?? null;
    this.#tables.set(`${schema}.${name}`, { schema, name, columns: found?.columns ?? null });
    return found;
  };

  close(): void {
    this.#scope = null;
  }

  holds({ isLocal, findTable }: ColumnScope): boolean {
    for (const [name, found] of this.#locals) if (isLocal(name) !== found) return false;
    for (const { schema, name, columns } of this.#tables.values())
      if ((findTable(schema, name)?.columns ?? null) !== columns) return false;
    return true;
  }
}
