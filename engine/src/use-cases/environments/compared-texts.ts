/** The texts of routines that differ, for an editor that shows both sides, with their versions and places. */
import type { ComparedText, ComparedTexts, Preset, TextPlace } from '../answers/compare';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { isPresetOnBoth } from '../../lifecycle/target/across-servers';
import type { RoutineRecord } from '../../registry/records/registry';
import { findDifferences, type DifferenceKind, type ValueChange } from '../../routine/difference';
import { identify, type Routine, type RoutineKey } from '../../routine/routine';
import { endOfStatement } from '../../routine/statement-text';
import type { Project } from '../shared/project';
import { findVersionOfText, type Side } from '../shared/sides';
import { textInFormOf } from '../shared/text-in-form-of';

export interface TextSources {
  readonly index: SourceIndex;
  readonly records: ReadonlyMap<string, RoutineRecord>;
}

/** Reads what texts need beside the two sides. */
export async function prepareTexts(project: Project): Promise<Result<TextSources, Failure>> {
  const listed = await project.ports.registry.list();
  if (!listed.ok) return listed;
  const records = new Map(listed.value.map((record) => [identify(record.key), record]));
  return succeed({ index: await project.sources(), records });
}

interface Found {
  readonly named: Pick<ComparedTexts, 'routine' | 'routineKind'>;
  readonly differences: readonly { readonly kind: DifferenceKind }[];
  readonly settings: readonly ValueChange[];
}

type Pair<T> = readonly [T, T];

/** Returns the texts of a routine that differs, and the settings of any that only the servers preset otherwise. */
export function makeTexts(
  sources: TextSources,
  sides: Pair<Side>,
  routines: Pair<Routine | undefined>,
  { named, differences, settings }: Found,
): { readonly texts?: ComparedTexts; readonly presets: readonly ValueChange[] } {
  const [a, b] = routines;
  const presets = a === undefined || b === undefined ? [] : findPresets(a, b, settings);
  if (differences.length === 0) return { presets };
  const kinds = new Set(differences.map(({ kind }) => kind));
  const [left, right] = sides.map((_, i) =>
    makeText(sources, sides, routines, i === 0 ? { kinds, i: 0 } : { kinds, i: 1 }),
  );
  const record = sources.records.get(identify((a ?? b)?.key ?? noKey));
  const newest = record?.versions.at(-1)?.version ?? null;
  const isPreset = a !== undefined && b !== undefined && settings.length > 0 && areAllPreset(settings, sides, [a, b]);
  return { presets, texts: { ...named, left: left ?? null, right: right ?? null, newest, settings, isPreset } };
}

const noKey: RoutineKey = { schema: '', kind: 'procedure', name: '' };

/** Adds up the routines of each change. */
export function sumPresets(changes: readonly ValueChange[]): readonly Preset[] {
  const sums = new Map<string, Preset>();
  for (const change of changes) {
    const id = JSON.stringify([change.name, change.from, change.to]);
    sums.set(id, { change, routines: (sums.get(id)?.routines ?? 0) + 1 });
  }
  return [...sums.values()];
}

/** Returns the creation settings that differ as they are, beside those that count. */
function findPresets(a: Routine, b: Routine, settings: readonly ValueChange[]): readonly ValueChange[] {
  const modes = findDifferences(a, b).flatMap(({ kind, changes }) => (kind === 'modes' ? changes : []));
  return modes.filter(({ name }) => !settings.some((counted) => counted.name === name));
}

function areAllPreset(settings: readonly ValueChange[], [left, right]: Pair<Side>, [a, b]: Pair<Routine>): boolean {
  const onSide = ({ dialect, sqlMode }: Side, routine: Routine) => ({ dialect, sqlMode, routine });
  return settings.every(({ name }) => isPresetOnBoth(name, onSide(left, a), onSide(right, b)));
}

/** Returns the text of one side: a server's in the form of the author's, or of the other server's on the right. */
function makeText(
  { index, records }: TextSources,
  sides: Pair<Side>,
  routines: Pair<Routine | undefined>,
  { kinds, i }: { readonly kinds: ReadonlySet<DifferenceKind>; readonly i: 0 | 1 },
): ComparedText | null {
  const [side, routine] = [sides[i], routines[i]];
  if (routine === undefined) return null;
  const identity = identify(routine.key);
  const source = index.find(identity)[0];
  if (side.label === 'workspace' && source !== undefined) {
    const version = findVersionOfText(records.get(identity), source.routine)?.version ?? null;
    return { text: source.routine.text, version, place: placeOf(source) };
  }
  const other = sides[1 - i] ?? side;
  const isModel = !side.isLive || (other.isLive && i === 1);
  const model = other.label === 'workspace' ? source?.routine : routines[1 - i];
  return {
    text: isModel || model === undefined ? routine.text : textInFormOf(model, routine, kinds),
    version: versionOn(side, identity, records.get(identity)),
    place: null,
  };
}

function placeOf({ file, script, definition }: SourceRoutine): TextPlace {
  return { file, start: definition.span.start, end: endOfStatement(script, definition) };
}

function versionOn(side: Side, identity: string, record: RoutineRecord | undefined): string | null {
  if (!side.isLive) return side.label === 'registry' ? (record?.versions.at(-1)?.version ?? null) : side.label.slice(9);
  const deployed = side.deployed.get(identity);
  return deployed?.isUnchanged === true ? deployed.version : null;
}
