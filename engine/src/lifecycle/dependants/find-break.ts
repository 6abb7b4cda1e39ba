/** The part of a routine or view that a step takes away from its users. */
import { findDifferences } from '../../routine/difference';
import { findViewColumns, type ColumnsOf } from '../../routine/names/view-columns';
import type { DeploymentStep } from '../planning/steps/plan';

export type Break =
  | { readonly kind: 'drop' }
  | { readonly kind: 'signature' }
  /** The columns that a view loses; null if it is unknown which it keeps. */
  | { readonly kind: 'columns'; readonly lost: readonly string[] | null };

/** The kinds that others can use by their names. */
const used: ReadonlySet<string> = new Set(['procedure', 'function', 'view', 'package']);

export interface BreakFacts {
  readonly columnsOf: ColumnsOf;
  readonly defaultCharacterSet: string;
}

/** Returns true for a step that may take something away: only then its columns have to be known. */
export function mayBreak({ key, before }: Pick<DeploymentStep, 'key' | 'before'>): boolean {
  return before !== null && used.has(key.kind);
}

/** Returns null for a step that takes nothing away. */
export function findBreak(
  { key, before, after }: Pick<DeploymentStep, 'key' | 'before' | 'after'>,
  { columnsOf, defaultCharacterSet }: BreakFacts,
): Break | null {
  if (before === null || !mayBreak({ key, before })) return null;
  if (after === null) return { kind: 'drop' };
  if (key.kind !== 'view') {
    const differences = findDifferences(before.live.routine, after.routine, { defaultCharacterSet });
    return differences.some(({ kind }) => kind === 'signature') ? { kind: 'signature' } : null;
  }
  const present = columnsOf(key.schema, key.name);
  const keeps = findViewColumns(after.routine, columnsOf);
  if (present === null || keeps === null) return { kind: 'columns', lost: null };
  const lost = present.filter((column) => !keeps(column));
  return lost.length === 0 ? null : { kind: 'columns', lost };
}
