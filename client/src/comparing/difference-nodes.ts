/** The rows of the Differences view as data, apart from VS Code's interface. */
import { visible } from '#protocol';
import { nameOf, schemaOf } from '../views/model/routine-name';
import type { Comparison } from './comparison';
import type { DifferenceEntry, DifferenceGroup } from './differences';
import { describeEntry, explainEntry } from './print-differences';

/** A group, a routine that differs, or a sentence. */
export interface DifferenceNode {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly group: DifferenceGroup | 'unmanaged';
  readonly entry: DifferenceEntry | null;
  /** The sentences, for a command of its menu. */
  readonly message: string;
  /** The children of a group; null for a row. */
  readonly children: readonly DifferenceNode[] | null;
}

export function entryNode(entry: DifferenceEntry, all: readonly DifferenceEntry[]): DifferenceNode {
  const isOneSchema = new Set(all.map(({ routine }) => schemaOf(routine))).size <= 1;
  const words = [describeEntry(entry), entry.target ?? ''].filter((word) => word !== '').join(' · ');
  const label = visible(isOneSchema ? nameOf(entry.routine) : entry.routine);
  const message = entry.facets.map(({ detail }) => detail).join('\n');
  return { id: entry.id, label, description: visible(words), group: entry.group, entry, message, children: null };
}

export function noteNode(group: DifferenceNode['group'], sentence: string): DifferenceNode {
  return {
    ...{ id: `${group} ${sentence}`, label: visible(sentence), description: '', group, entry: null },
    ...{ message: sentence, children: null },
  };
}

export function groupNode(
  group: DifferenceNode['group'],
  label: string,
  children: readonly DifferenceNode[],
): DifferenceNode {
  return {
    id: group,
    label: visible(label),
    description: String(children.length),
    group,
    entry: null,
    message: '',
    children,
  };
}

/** Returns the tooltip of a routine, as plain text: no address in it becomes a link. */
export function explainNode(entry: DifferenceEntry, comparison: Comparison | null): string {
  const lines = comparison === null ? [] : explainEntry(entry, comparison);
  return [`${entry.routineKind} ${entry.routine}`, ...lines].map(visible).join('\n');
}
