/** What a routine mentions, as little of it as questions about the whole project need: who calls it, who touches a table. */
import type { Definition, DynamicStatement, Reference } from '../syntax/nodes';
import { identify, type RoutineKey } from '../routine/routine';
import { targetKey } from './target-key';

/** A routine, or a table; views are told from tables only when all files are known. */
export interface MentionTarget {
  /** `identify(key)` of a routine; `table schema.name`. */
  readonly id: string;
  readonly kind: 'procedure' | 'function' | 'table';
  readonly schema: string;
  readonly name: string;
}

export interface Mention {
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
  readonly #targets = new Map<string, MentionTarget>();

  share(target: MentionTarget): MentionTarget {
    const key = `${target.id} ${target.name}`;
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    // What is typed letter by letter leaves a name for each: forgetting all of them costs memory for a while, no more.
    if (this.#targets.size >= mostTargets) this.#targets.clear();
    const kept = { ...target, schema: detach(target.schema), name: detach(target.name) };
    this.#targets.set(key, kept);
    return kept;
  }
}

const mostTargets = 500_000;

/** A piece of a text would keep the whole text in memory. */
function detach(piece: string): string {
  return ` ${piece}`.slice(1);
}

/** Every mention of a routine in the order of the text, each table once for each kind, then those in dynamic statements. */
export function collectMentions(owner: RoutineKey, definition: Definition, pool: TargetPool): readonly Mention[] {
  const mentions: Mention[] = [];
  const tables = new Set<string>();
  const add = (reference: Reference, certainty: Mention['certainty'], isDynamic: boolean): void => {
    const { kind, span, nameSpan } = reference;
    if (kind === 'ddl' || kind === 'temporary') return;
    const target = pool.share(findTarget(owner, home, reference));
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

function findTarget(owner: RoutineKey, home: string, reference: Reference): MentionTarget {
  if (reference.kind === 'call' || reference.kind === 'function') {
    const key = targetKey(owner, reference);
    return {
      id: identify(key),
      kind: reference.kind === 'call' ? 'procedure' : 'function',
      schema: key.schema,
      name: key.name,
    };
  }
  const schema = reference.schema ?? home;
  return { id: `table ${schema}.${reference.name}`, kind: 'table', schema, name: reference.name };
}
