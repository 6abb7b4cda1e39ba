/** The effects of statements on the definitions before them, found while a text is read from top to bottom. */
import type { Span } from '../base/text';
import type { Alteration, Definition, Fate, LaterStatements } from './nodes';
import type { LaterObject, LaterStatement } from './read-later-statement';

/** A definition that is neither dropped nor replaced so far. */
interface Remaining {
  readonly id: string;
  readonly start: number;
  readonly schema: string | null;
  /** The identity of a trigger's table; null for other kinds. */
  readonly table: string | null;
}

export class LaterStatementsFinder {
  readonly #remaining = new Map<string, Remaining[]>();
  readonly #onTable = new Map<string, Set<string>>();
  readonly #undone = new Map<number, { readonly id: string; readonly by: Span }>();
  readonly #alterations = new Map<number, Alteration[]>();
  readonly #defined = new Set<string>();
  /** The statements by their offsets, with the identities of the stored programs that they name. */
  readonly #named = new Map<number, readonly string[]>();

  define(definition: Definition): void {
    const { kind, schema, name, span, trigger } = definition;
    const id = identityOf({ kind, schema, name: name.name.text });
    if (definition.orReplace) {
      this.#undo(id, span);
      // A server drops the body of a package with it.
      if (kind === 'package') this.#undo(identityOf({ kind: 'package body', schema, name: name.name.text }), span);
    }
    const table =
      trigger === null
        ? null
        : identityOf({ kind: 'table', schema: trigger.table.schema?.text ?? schema, name: trigger.table.name.text });
    this.#defined.add(id);
    const own = { id, start: span.start, schema, table };
    const before = this.#remaining.get(id);
    if (before === undefined) this.#remaining.set(id, [own]);
    else before.push(own);
    if (table !== null) this.#onTable.set(table, (this.#onTable.get(table) ?? new Set()).add(id));
  }

  change(statement: LaterStatement | null): void {
    if (statement === null) return;
    const { start } = statement.kind === 'drop' ? statement.span : statement.alteration.span;
    const programs = statement.objects.filter(({ kind }) => kind !== 'table' && kind !== 'schema');
    if (programs.length > 0) this.#named.set(start, programs.map(identityOf));
    const ids = statement.objects.flatMap((object) => this.#concerned(object, statement.kind === 'alter'));
    for (const id of ids) {
      if (statement.kind === 'drop') this.#undo(id, statement.span);
      else
        for (const { start: defined } of this.#remaining.get(id) ?? [])
          this.#alterations.set(defined, [...(this.#alterations.get(defined) ?? []), statement.alteration]);
    }
  }

  find(): LaterStatements {
    const foreign = [...this.#named].filter(([, ids]) => !ids.some((id) => this.#defined.has(id)));
    return { fates: this.#findFates(), foreign: new Set(foreign.map(([start]) => start)) };
  }

  #findFates(): ReadonlyMap<number, Fate> {
    const found = new Map<number, Fate>();
    for (const [start, alterations] of this.#alterations)
      found.set(start, { undoneBy: null, isReplaced: false, alterations });
    for (const [start, { id, by }] of this.#undone)
      found.set(start, { undoneBy: by, isReplaced: this.#remaining.has(id), alterations: [] });
    return found;
  }

  /** Returns the identities of what a statement about an object concerns. RENAME TABLE renames views, too. */
  #concerned(object: LaterObject, isAlter: boolean): readonly string[] {
    const id = identityOf(object);
    if (object.kind === 'schema')
      return [...this.#remaining].flatMap(([one, [first]]) => (first?.schema === object.name ? [one] : []));
    if (object.kind === 'package') return [id, identityOf({ ...object, kind: 'package body' })];
    if (object.kind !== 'table') return [id];
    const onTable = [...(this.#onTable.get(id) ?? [])];
    return isAlter ? [identityOf({ ...object, kind: 'view' }), ...onTable] : onTable;
  }

  #undo(id: string, by: Span): void {
    for (const { start, table } of this.#remaining.get(id) ?? []) {
      this.#undone.set(start, { id, by });
      this.#alterations.delete(start);
      if (table !== null) this.#onTable.get(table)?.delete(id);
    }
    this.#remaining.delete(id);
  }
}

/** Returns a string that is equal for equal objects; the case of names counts where it does on the servers. */
function identityOf({ kind, schema, name }: LaterObject): string {
  const isExact = kind === 'trigger' || kind === 'view' || kind === 'table' || kind === 'schema';
  return `${kind} ${schema ?? ''}.${isExact ? name : name.toLowerCase()}`;
}

/** Returns true if the definition remains after the whole text has run. */
export function remains({ fates }: LaterStatements, { span }: Pick<Definition, 'span'>): boolean {
  return (fates.get(span.start)?.undoneBy ?? null) === null;
}
