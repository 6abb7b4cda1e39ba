/**
 * The references of a routine, reduced to what questions about the whole project need: its callers and the users of a
 * table.
 */
import type { Definition, DynamicStatement, Reference } from '../../syntax/nodes';
import { identify, type RoutineKey } from '../../routine/routine';
import { targetKey } from './target-key';

/** A routine or a table; views are distinguished from tables only when all files are known. */
export interface ReferenceTarget {
  /** `identify(key)` of a routine; `table schema.name`. */
  readonly id: string;
  readonly kind: 'procedure' | 'function' | 'table';
  readonly schema: string;
  readonly name: string;
}

export interface SourceReference {
  readonly kind: 'call' | 'function' | 'read' | 'write';
  readonly certainty: DynamicStatement['certainty'];
  readonly target: ReferenceTarget;
  /** Inside the text of a dynamic statement: the places are those of its PREPARE. */
  readonly isDynamic: boolean;
  /** The offset of the name with its schema; then that of the name alone, and its end. */
  readonly start: number;
  readonly nameStart: number;
  readonly end: number;
}

/** A pool of targets: most of many thousand references name the same few, so each is stored once. */
export class TargetPool {
  /** The targets by kind and schema, then by name as written. */
  readonly #targets = new Map<string, Map<string, ReferenceTarget>>();
  #size = 0;

  share(kind: ReferenceTarget['kind'], schema: string, name: string): ReferenceTarget {
    const place = `${kind} ${schema}`;
    let names = this.#targets.get(place);
    if (names === undefined) this.#targets.set(place, (names = new Map<string, ReferenceTarget>()));
    const known = names.get(name);
    if (known !== undefined) return known;
    // While a name is typed, each letter adds a target. Forgetting all of them only costs memory for a while.
    if (++this.#size >= mostTargets) this.#forget();
    const [itsSchema, itsName] = [detach(schema), detach(name)];
    const kept = { id: idOf(kind, itsSchema, itsName), kind, schema: itsSchema, name: itsName };
    names.set(itsName, kept);
    return kept;
  }

  #forget(): void {
    this.#targets.clear();
    this.#size = 0;
  }
}

function idOf(kind: ReferenceTarget['kind'], schema: string, name: string): string {
  return kind === 'table' ? `table ${schema}.${name}` : identify({ schema, kind, name });
}

const mostTargets = 500_000;

/** Copies a part of a text, which would otherwise keep the whole text in memory. */
function detach(piece: string): string {
  return ` ${piece}`.slice(1);
}

/** Returns the references in the order of the text, each table once for each kind, then those in dynamic statements. */
export function collectReferences(
  owner: RoutineKey,
  definition: Definition,
  pool: TargetPool,
): readonly SourceReference[] {
  const references: SourceReference[] = [];
  const tables = new Set<string>();
  const add = (reference: Reference, certainty: SourceReference['certainty'], isDynamic: boolean): void => {
    const { kind, span, nameSpan } = reference;
    if (kind === 'ddl' || kind === 'temporary') return;
    const target = findTarget(owner, home, reference, pool);
    if (target.kind === 'table' && tables.size === tables.add(`${kind} ${target.id}`).size) return;
    references.push({
      kind,
      certainty,
      target,
      isDynamic,
      start: span.start,
      nameStart: nameSpan.start,
      end: span.end,
    });
  };
  const home = tableHome(owner, definition);
  for (const reference of definition.references) add(reference, 'certain', false);
  for (const { references, certainty } of definition.dynamic)
    for (const reference of references) add(reference, certainty, true);
  return references;
}

/**
 * Returns the schema of unqualified tables: for a view the current schema at its creation, for other kinds the
 * routine's own. Functions are always in its own schema, also those of a view (both servers).
 */
export function tableHome({ kind, schema }: RoutineKey, { home }: Pick<Definition, 'home'>): string {
  return kind === 'view' ? (home ?? schema) : schema;
}

function findTarget(owner: RoutineKey, home: string, reference: Reference, pool: TargetPool): ReferenceTarget {
  if (reference.kind === 'call' || reference.kind === 'function') {
    const { kind, schema, name } = targetKey(owner, reference);
    return pool.share(kind === 'function' ? 'function' : 'procedure', schema, name);
  }
  return pool.share('table', reference.schema ?? home, reference.name);
}

/**
 * Returns true if two routines have the same references, in the same order; `routines` leaves out tables. Targets of
 * one pool are shared, so that equal ones are one object.
 */
export function haveSameReferences(one: Referring, other: Referring, which: 'all' | 'routines' = 'all'): boolean {
  const [left, right] = which === 'all' ? [one.references, other.references] : [routinesIn(one), routinesIn(other)];
  return left.length === right.length && left.every(({ target }, i) => target === right[i]?.target);
}

interface Referring {
  readonly references: readonly SourceReference[];
}

function routinesIn({ references }: Referring): readonly SourceReference[] {
  return references.filter(({ target }) => target.kind !== 'table');
}
