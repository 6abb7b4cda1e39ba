/** The differences of a comparison, one entry for each routine, in groups as people think of them. */
import type { CompareAnswer, ComparedTexts, DifferenceKind } from '#engine';

/** The groups: on the right only, on both sides, on the left only, equal but for settings, and unknown. */
export type DifferenceGroup = 'new' | 'changed' | 'only-there' | 'only-settings' | 'unclear';

export const groupOrder: readonly DifferenceGroup[] = ['changed', 'new', 'only-there', 'only-settings', 'unclear'];

export interface DifferenceEntry {
  /** Unique in the comparison. */
  readonly id: string;
  readonly routine: string;
  readonly routineKind: string;
  /** The targets compared; null where each environment has one. */
  readonly target: string | null;
  readonly group: DifferenceGroup;
  readonly facets: readonly { readonly kind: DifferenceKind; readonly detail: string }[];
  /** The texts; null where a side is unreadable or may be unseen. */
  readonly texts: ComparedTexts | null;
}

/** The parts that can be ignored. */
export const ignorable = ['layout', 'modes', 'definer'] as const satisfies readonly DifferenceKind[];
export type Ignorable = (typeof ignorable)[number];

/** The differences that are not shown. */
export interface DifferenceFilter {
  readonly ignored: readonly Ignorable[];
  readonly hiddenKinds: readonly string[];
  readonly hiddenSchemas: readonly string[];
  /** A part of the name; empty for all. */
  readonly name: string;
}

export const noFilter: DifferenceFilter = { ignored: [], hiddenKinds: [], hiddenSchemas: [], name: '' };

/** Returns an entry for each routine that differs, and in each pair of targets. */
export function listEntries(answer: CompareAnswer, filter: DifferenceFilter = noFilter): readonly DifferenceEntry[] {
  const texts = new Map((answer.texts ?? []).map((each) => [idOf(each), each]));
  const byRoutine = new Map<string, CompareAnswer['differences'][number][]>();
  for (const difference of answer.differences) {
    const id = idOf(difference);
    byRoutine.set(id, [...(byRoutine.get(id) ?? []), difference]);
  }
  return [...byRoutine].flatMap(([id, its]) => {
    const facets = its.filter(({ kind }) => !(filter.ignored as readonly string[]).includes(kind));
    const [first] = facets;
    if (first === undefined || isHidden(first, filter)) return [];
    const { routine, routineKind, target = null } = first;
    const shown = facets.map(({ kind, detail }) => ({ kind, detail }));
    const group = groupOf(shown.map(({ kind }) => kind));
    return [{ id, routine, routineKind, target, group, facets: shown, texts: texts.get(id) ?? null }];
  });
}

function idOf(one: { readonly routine: string; readonly routineKind: string; readonly target?: string }): string {
  return `${one.routineKind} ${one.routine} ${one.target ?? ''}`;
}

function isHidden(
  { routine, routineKind }: { readonly routine: string; readonly routineKind: string },
  { hiddenKinds, hiddenSchemas, name }: DifferenceFilter,
): boolean {
  if (hiddenKinds.includes(routineKind) || hiddenSchemas.includes(schemaOfName(routine))) return true;
  return !routine.toLowerCase().includes(name.toLowerCase());
}

/** Returns the schema of a name that may begin with its kind: `function:shop.tax`. */
export function schemaOfName(routine: string): string {
  const bare = routine.slice(routine.indexOf(':') + 1);
  return bare.includes('.') ? bare.slice(0, bare.indexOf('.')) : '';
}

function groupOf(kinds: readonly DifferenceKind[]): DifferenceGroup {
  if (kinds.includes('unreadable') || kinds.includes('unknown')) return 'unclear';
  if (kinds.includes('missing-left')) return 'new';
  if (kinds.includes('missing-right')) return 'only-there';
  return kinds.every((kind) => kind === 'modes' || kind === 'definer') ? 'only-settings' : 'changed';
}

/** Returns true if a diff shows anything: of settings alone both texts are equal. */
export function hasDiff({ texts }: DifferenceEntry): boolean {
  return texts !== null && texts.left?.text !== texts.right?.text;
}

/** Returns true for what the right side can bring to the left. */
export function isDeployable({ group }: DifferenceEntry): boolean {
  return group === 'changed' || group === 'new' || group === 'only-settings';
}
