/** What a conclusion on a statement's columns rests on, so that it holds for as long as the same would be found again. */
import type { LiveTable } from '../../routine/live-tables';

/** What a statement's names can mean where it stands. */
export interface ColumnScope {
  /** Whether a parameter or variable of this name is in sight. */
  readonly isLocal: (name: string) => boolean;
  /** Null for a table that is not known. */
  readonly findTable: (schema: string, name: string) => LiveTable | null;
}

interface SeenTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: LiveTable['columns'] | null;
}

/** A sight that remembers what it was asked, and what it said. */
export class RecordedInputs implements ColumnScope {
  readonly #locals = new Map<string, boolean>();
  readonly #tables = new Map<string, SeenTable>();
  /** Let go once the statement is read: it holds the whole routine. */
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
