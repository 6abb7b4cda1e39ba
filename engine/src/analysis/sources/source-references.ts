/** What a routine mentions, as little of it as questions about the whole project need: who calls it, who touches a table. */
import type { Definition, DynamicStatement, Reference } from '../../syntax/nodes';
import { identify, type RoutineKey } from '../../routine/routine';
import { targetKey } from './target-key';

/** A routine, or a table; views are told from tables only when all files are known. */
export interface MentionTarget {
  /** `identify(key)` of a routine; `table schema.name`. */
  readonly id: string;
  readonly kind: 'procedure' | 'function' | 'table';
  readonly schema: string;
  readonly name: string;
}

export interface SourceReference {
  readonly kind: 'call' | 'function' | 'read' | 'write';
  readonly certainty: DynamicStatement['certainty'];
  readonly target: MentionTarget;
  /** Inside the text of a dynamic statement: the places are those of its PREPARE. */
  readonly isDynamic: boolean;
  /** Offset of the name with its schema, of the name alone, and behind it. */
  readonly start: number;
  readonly nameStart: number;
  readonly end: number;
}

/** Of many thousand mentions most name the same few targets: each is kept once. */
export class TargetPool {
  /** By kind and schema, then by name as it is written. */
  readonly #targets = new Map<string, Map<string, MentionTarget>>();
  #size = 0;

  share(kind: MentionTarget['kind'], schema: string, name: string): MentionTarget {
    const place = `${kind} ${schema}`;
    let names = this.#targets.get(place);
    if (names === undefined) this.#targets.set(place, (names = new Map<string, MentionTarget>()));
    const known = names.get(name);
    if (known !== undefined) return known;
    // What is typed letter by letter leaves a name for each: forgetting all of them costs memory for a while, no more.
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

function idOf(kind: MentionTarget['kind'], schema: string, name: string): string {
  return kind === 'table' ? `table ${schema}.${name}` : identify({ schema, kind, name });
}

const mostTargets = 500_000;

/** A piece of a text would keep the whole text in memory. */
function detach(piece: string): string {
  return ` ${piece}`.slice(1);
}

/** Every mention of a routine in the order of the text, each table once for each kind, then those in dynamic statements. */
export function collectReferences(
  owner: RoutineKey,
  definition: Definition,
  pool: TargetPool,
): readonly SourceReference[] {
  const mentions: SourceReference[] = [];
  const tables = new Set<string>();
  const add = (reference: Reference, certainty: SourceReference['certainty'], isDynamic: boolean): void => {
    const { kind, span, nameSpan } = reference;
    if (kind === 'ddl' || kind === 'temporary') return;
    const target = findTarget(owner, home, reference, pool);
    if (target.kind === 'table' && tables.size === tables.add(`${kind} ${target.id}`).size) return;
    mentions.push({ kind, certainty, target, isDynamic, start: span.start, nameStart: nameSpan.start, end: span.end });
  };
  const home = tableHome(owner, definition);
  for (const reference of definition.references) add(reference, 'certain', false);
  for (const { references, certainty } of definition.dynamic)
    for (const reference of references) add(reference, certainty, true);
  return mentions;
}

/**
 * Where tables without a schema lie: those of a view in the schema in use when it is made, all others in the routine's own.
 * Functions lie in its own, also those of a view (both servers).
 */
export function tableHome({ kind, schema }: RoutineKey, { home }: Pick<Definition, 'home'>): string {
  return kind === 'view' ? (home ?? schema) : schema;
}

function findTarget(owner: RoutineKey, home: string, reference: Reference, pool: TargetPool): MentionTarget {
  if (reference.kind === 'call' || reference.kind === 'function') {
    const { kind, schema, name } = targetKey(owner, reference);
    return pool.share(kind === 'function' ? 'function' : 'procedure', schema, name);
  }
  return pool.share('table', reference.schema ?? home, reference.name);
}

/** Whether two routines mention the same, in the same order; `routines`: tables left out. Targets of one pool are shared, so that equal ones are one object. */
export function mentionTheSame(one: Mentioning, other: Mentioning, which: 'all' | 'routines' = 'all'): boolean {
  const [left, right] = which === 'all' ? [one.mentions, other.mentions] : [routinesIn(one), routinesIn(other)];
  return left.length === right.length && left.every(({ target }, i) => target === right[i]?.target);
}

interface Mentioning {
  readonly mentions: readonly SourceReference[];
}

function routinesIn({ mentions }: Mentioning): readonly SourceReference[] {
  return mentions.filter(({ target }) => target.kind !== 'table');
}
