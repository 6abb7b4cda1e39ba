/** The definition of a routine that counts if several files have one. */
import type { SourceRoutine } from './source-file';

/** The number of the first pattern of `duplicates.prefer` that a file matches, by path. */
export type FileRanks = ReadonlyMap<string, number>;

export const noRanks: FileRanks = new Map();

export function areEqual(one: FileRanks, other: FileRanks): boolean {
  return one === other || (one.size === other.size && [...one].every(([file, rank]) => other.get(file) === rank));
}

/**
 * Orders the definitions of a routine. If a pattern decides, one remains: the last by path among the files of the first
 * matching pattern; in that file the last definition. Otherwise all remain. Numbers in paths count as numbers: V10
 * comes after V9.
 */
export function orderDefinitions(all: readonly SourceRoutine[], ranks: FileRanks): readonly SourceRoutine[] {
  const rankOf = ({ file }: SourceRoutine): number => ranks.get(file) ?? Infinity;
  const ordered = all.toSorted(
    (a, b) => compareNumbers(rankOf(a), rankOf(b)) || comparePaths(b.file, a.file) || b.span.start - a.span.start,
  );
  const [first] = ordered;
  return first !== undefined && rankOf(first) < Infinity ? [first] : ordered;
}

function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

const collator = new Intl.Collator('en', { numeric: true });

function comparePaths(a: string, b: string): number {
  return a === b ? 0 : collator.compare(a, b);
}
