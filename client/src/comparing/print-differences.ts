/** Differences in words: of a whole comparison, of a routine, and of one setting. */
import type { CompareAnswer, ValueChange } from '#engine';
import { plural } from '../documents/plural';
import { listEntries, type DifferenceEntry, type DifferenceGroup } from './differences';
import { nameSide, type Sides } from './sides';

/** Returns the label of a group. */
export function nameGroup(group: DifferenceGroup, { left, right }: Sides): string {
  switch (group) {
    case 'changed':
      return 'Changed';
    case 'new':
      return `Only in ${nameSide(right)}`;
    case 'only-there':
      return `Only in ${nameSide(left)}`;
    case 'only-settings':
      return 'Only settings differ';
    case 'unclear':
      return 'Cannot tell';
  }
}

/** Returns the whole comparison in a sentence or two. It claims nothing about what could not be read. */
export function summarize(answer: CompareAnswer, sides: Sides): string {
  const entries = listEntries(answer);
  const isWhole = (answer.unlisted ?? []).length === 0;
  const unseen = isWhole ? '' : ' Some objects may be unseen: see Cannot tell.';
  const settings = entries.filter(({ group }) => group === 'only-settings');
  if (settings.length < entries.length) return `${printCounts(entries, sides)}.${unseen}`;
  const presets = printPresets(answer, sides, settings);
  const isPreset = settings.every(({ texts }) => texts?.isPreset === true);
  const same = isWhole ? 'Same texts' : 'No text differs';
  if (settings.length > 0 && !isPreset)
    return `${same}; ${plural(settings.length, 'routine')} ${settings.length === 1 ? 'differs' : 'differ'} in settings only.${unseen}`;
  if (presets !== null) return `${same}; ${presets}.${unseen}`;
  return `No differences${isWhole ? '' : ' found'} between ${nameSide(sides.left)} and ${nameSide(sides.right)}.${unseen}`;
}

/** Returns `42 routines differ in server defaults only: sql_mode: …`; null if none does. */
function printPresets(
  { presets = [] }: CompareAnswer,
  sides: Sides,
  settings: readonly DifferenceEntry[],
): string | null {
  const changes = [...presets.map(({ change }) => change), ...settings.flatMap(({ texts }) => texts?.settings ?? [])];
  if (changes.length === 0) return null;
  const routines = Math.max(settings.length, ...presets.map((preset) => preset.routines));
  const named = new Set(changes.map((change) => printChange(change, sides)));
  return `${plural(routines, 'routine')} differ${routines === 1 ? 's' : ''} in server defaults only: ${[...named].join('; ')}`;
}

function printCounts(entries: readonly DifferenceEntry[], sides: Sides): string {
  const count = (group: DifferenceGroup): number => entries.filter((entry) => entry.group === group).length;
  const parts: readonly (readonly [number, string])[] = [
    [count('changed'), 'changed'],
    [count('new'), `only in ${nameSide(sides.right)}`],
    [count('only-there'), `only in ${nameSide(sides.left)}`],
    [count('only-settings'), 'with other settings only'],
    [count('unclear'), 'that cannot be compared'],
  ];
  return parts.flatMap(([n, words]) => (n === 0 ? [] : [`${n} ${words}`])).join(', ');
}

/** Returns what differs in a routine, in a few words. */
export function describeEntry({ group, facets }: DifferenceEntry): string {
  if (group === 'new' || group === 'only-there') return '';
  const words: Readonly<Record<string, string>> = { layout: 'formatting', modes: 'settings' };
  const first = facets.find(({ kind }) => kind === 'body');
  const others = facets.filter((facet) => facet !== first).map(({ kind }) => words[kind] ?? kind);
  return [...(first === undefined ? [] : [first.detail]), ...new Set(others)].join(', ');
}

/** Returns all that differs in a routine, a sentence in each line. */
export function explainEntry({ facets, texts }: DifferenceEntry, sides: Sides): readonly string[] {
  const settings = (texts?.settings ?? []).map((change) => printChange(change, sides));
  const others = facets.filter(({ kind }) => kind !== 'modes' && kind !== 'definer');
  return [...others.map(({ kind, detail }) => `${kind}: ${detail}`), ...settings];
}

/** Returns the change of a setting; of a list, the members that only one side has. */
export function printChange({ name, from, to }: ValueChange, { left, right }: Sides): string {
  if (name !== 'sql_mode') return `${name}: ${from} → ${to}`;
  const [one, other] = [from, to].map((list) => list.split(',').filter((mode) => mode !== '' && mode !== "''"));
  const only = (side: string, modes: readonly string[] = [], others: readonly string[] = []): readonly string[] => {
    const own = modes.filter((mode) => !others.includes(mode));
    return own.length === 0 ? [] : [`only ${side} has ${own.join(', ')}`];
  };
  return `sql_mode: ${[...only(left, one, other), ...only(right, other, one)].join('; ')}`;
}

/** Returns the GRANT statements in a sentence. */
export function grantsIn(sentence: string): readonly string[] {
  return sentence.match(/\bGRANT [^;]+;/g) ?? [];
}
