/** The list that routines are picked from: each with its state where they go to, what is to be done there on top. */
import { snapshotName, type EnvironmentSnapshot, type RoutineSnapshot, type SourceRoutine } from '#protocol';
import type { Choice } from '../workbench/dialogs';

export interface RoutineList {
  readonly sources: readonly SourceRoutine[];
  /** The routine under the cursor; null for none. */
  readonly here: string | null;
  /** The versions there; null without an environment. */
  readonly observed: EnvironmentSnapshot | null;
  /** True to tick outdated routines, and those not deployed there; otherwise the one at the cursor is ticked. */
  readonly ticksDue: boolean;
}

export function makeRoutineChoices({
  sources,
  here,
  observed,
  ticksDue,
}: RoutineList): readonly (Choice<string> & { readonly picked: boolean })[] {
  const byName = new Map<string, readonly RoutineSnapshot[]>();
  for (const { routine, kind } of sources) {
    const seen = observed?.routines[snapshotName(kind, routine)];
    byName.set(routine, [...(byName.get(routine) ?? []), ...(seen === undefined ? [] : [seen])]);
  }
  const choices = [...byName].map(([routine, seen]) => ({
    label: routine,
    ...(seen.length === 0 ? {} : { description: seen.map(printSeen).join('; ') }),
    picked: ticksDue ? seen.some(isDue) : routine === here,
    value: routine,
  }));
  const rank = ({ value, picked }: { readonly value: string; readonly picked: boolean }): number => {
    if (picked) return 0;
    if (value === here) return 1;
    return byName.get(value)?.some(isDue) === true ? 2 : 3;
  };
  return choices.toSorted((a, b) => rank(a) - rank(b));
}

/** Returns true for routines that are on top, and ticked in advance where the environment was chosen first; those changed or dropped outside are left to the person. */
function isDue({ shown }: RoutineSnapshot): boolean {
  return shown === 'behind' || shown === 'not-deployed';
}

function printSeen({ version, words }: RoutineSnapshot): string {
  return version === null ? words : `${version} · ${words}`;
}
