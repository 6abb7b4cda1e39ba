/** The tables that one SELECT, UPDATE or DELETE names, and the columns that are qualified with one of them. */
import type { NamePart } from './name-part';

/** The meaning of a name before a column: a table by its own name, or an alias. */
type Exposed = { readonly isTable: true; readonly schema: string | null } | { readonly isTable: false };

/** A name before a column or in the list of a DELETE: a table, an alias, or neither, as a variable of a row. */
export type Qualifier = Pick<NamePart, 'span' | 'text' | 'schema'>;

export class TableScope {
  readonly parent: TableScope | null;
  /** True between FROM, JOIN or UPDATE and the next clause. */
  inTables = false;
  readonly #exposed = new Map<string, Exposed>();
  #pending: Qualifier[] = [];

  constructor(parent: TableScope | null) {
    this.parent = parent;
  }

  /** Adds a table that is named without an alias. */
  addTable(name: string, schema: string | null): void {
    this.#exposed.set(name.toLowerCase(), { isTable: true, schema });
  }

  /** Adds an alias, or a common table expression. A table of the same name has precedence. */
  addAlias(name: string): void {
    const known = name.toLowerCase();
    if (!this.#exposed.has(known)) this.#exposed.set(known, { isTable: false });
  }

  addQualifier(qualifier: Qualifier): void {
    this.#pending.push(qualifier);
  }

  /** Ends the tables of a SELECT; returns the names that mean a table. Those that it does not have are the outer one's. */
  close(): readonly NamePart[] {
    const found: NamePart[] = [];
    for (const qualifier of this.#pending) {
      const exposed = this.#exposed.get(qualifier.text.toLowerCase());
      if (exposed?.isTable === true)
        found.push({ ...qualifier, kind: 'view', schema: qualifier.schema ?? exposed.schema });
      else if (exposed === undefined && this.parent !== null) this.parent.addQualifier(qualifier);
      else if (exposed === undefined && qualifier.schema !== null) found.push({ ...qualifier, kind: 'view' });
    }
    this.#pending = [];
    this.#exposed.clear();
    this.inTables = false;
    return found;
  }
}
