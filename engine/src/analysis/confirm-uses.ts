/** The uses in the texts of live routines, followed to the end and compared with the locks that the server takes. */
import { identifyUse, type UsedName } from '../routine/used-name';
import type { RoutineKey } from '../routine/routine';
import { isSystemSchema } from '../routine/reserved-schema';
import type { LiveText, LiveTexts, TextUse } from './live-texts';

/** A use, and the stored program whose text contains it. */
export interface OwnedUse {
  readonly owner: RoutineKey;
  readonly use: TextUse;
}

export interface ConfirmedUses {
  readonly root: string;
  /** Ids of all that both know. */
  readonly reached: ReadonlySet<string>;
  /** Uses that both know, each as one string. */
  readonly edges: ReadonlySet<string>;
  readonly shared: readonly OwnedUse[];
  readonly onlyText: readonly OwnedUse[];
  readonly onlyServer: readonly UsedName[];
  readonly texts: readonly LiveText[];
}

/** Confirms the uses. Linear in the closure. `root` is an id of the texts; the server locks it, too. */
export function confirmUses(texts: LiveTexts, root: string, locks: readonly UsedName[]): ConfirmedUses {
  const locked = new Map(
    locks.flatMap((one) => (isSystemSchema(one.schema) ? [] : [[identifyUse(one), one] as const])),
  );
  const walk = new Walk(texts, locked);
  walk.from(root);
  const passing = new Set(walk.texts.flatMap((text) => text.passing));
  const left = [...locked].filter(([id]) => !walk.reached.has(id) && !passing.has(id)).map(([id]) => id);
  return {
    root,
    reached: walk.reached,
    edges: walk.edges,
    shared: walk.shared,
    onlyText: walk.onlyText.filter(({ use }) => !passing.has(use.id)),
    onlyServer: leaveOutImplied(left, texts, locked),
    texts: walk.texts,
  };
}

/** Leaves out the uses by a routine that only the server knows: reporting that routine is enough. */
function leaveOutImplied(
  left: readonly string[],
  texts: LiveTexts,
  locked: ReadonlyMap<string, UsedName>,
): readonly UsedName[] {
  const implied = new Set<string>();
  for (const id of left) {
    if (implied.has(id) || !texts.byId.has(id)) continue;
    const walk = new Walk(texts, locked);
    walk.from(id);
    for (const other of walk.reached) if (other !== id) implied.add(other);
  }
  return left.flatMap((id) => (implied.has(id) ? [] : (locked.get(id) ?? [])));
}

class Walk {
  readonly reached = new Set<string>();
  readonly edges = new Set<string>();
  readonly shared: OwnedUse[] = [];
  readonly onlyText: OwnedUse[] = [];
  readonly texts: LiveText[] = [];
  readonly #live: LiveTexts;
  readonly #locked: ReadonlyMap<string, UsedName>;
  /** The texts still to be read, each with whether it certainly runs. */
  readonly #waiting: { readonly text: LiveText; readonly isCertain: boolean }[] = [];
  readonly #seen = new Map<LiveText, boolean>();

  constructor(live: LiveTexts, locked: ReadonlyMap<string, UsedName>) {
    this.#live = live;
    this.#locked = locked;
  }

  from(root: string): void {
    this.reached.add(root);
    this.#visit(this.#live.byId.get(root), true);
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop())
      for (const use of next.text.uses) this.#follow(next.text.key, use, next.isCertain);
  }

  /** Visits a text once, or twice if it first may run and then is found to run. */
  #visit(text: LiveText | undefined, isCertain: boolean): void {
    if (text === undefined) return;
    const before = this.#seen.get(text);
    if (before === true || before === isCertain) return;
    if (before === undefined) this.texts.push(text);
    this.#seen.set(text, isCertain);
    this.#waiting.push({ text, isCertain });
  }

  #follow(owner: RoutineKey, use: TextUse, isCertain: boolean): void {
    const { id, target, dynamic, fires } = use;
    if (dynamic !== null || isSystemSchema(target.schema)) return;
    if (!this.#locked.has(id)) {
      if (isCertain) this.onlyText.push({ owner, use });
      return;
    }
    this.reached.add(id);
    const edge = `${owner.kind} ${owner.schema}.${owner.name} ${id}`;
    if (this.edges.size !== this.edges.add(edge).size) this.shared.push({ owner, use });
    this.#visit(this.#live.byId.get(id), isCertain);
    for (const trigger of this.#live.triggers.get(id) ?? [])
      this.#visit(trigger, isCertain && trigger.events.some((event) => fires.includes(event)));
  }
}
