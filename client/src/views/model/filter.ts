/** The filter of a view: words, each of which occurs in something that is known of a routine. */
import type { RoutineSnapshot } from '#protocol';
import type { RoutineFacts } from './arrangement';
import { isChanged, type KnownRoutine } from './known-routine';
import { isDrifted } from './live-row-kind';
import { statusAppearance } from './state-appearance';

/** Returns true if every word of the filter occurs in one of the texts; upper and lower case are the same. */
export function matches(filter: string, texts: readonly string[]): boolean {
  const lower = texts.map((text) => text.toLowerCase());
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => lower.some((text) => text.includes(word)));
}

/** Returns the texts of a routine of the project: names, kind, version, status, states and tables. */
export function textsOfRoutine(known: KnownRoutine, facts: RoutineFacts): readonly string[] {
  const { routine, kind, source, registry } = known;
  const status = facts.statusOf(known);
  return [
    routine,
    kind,
    ...(registry === null ? ['no version yet'] : [registry]),
    ...(source === null ? ['not in the workspace'] : []),
    ...(isChanged(known) ? ['changed'] : []),
    ...(status === null ? [] : [statusAppearance[status].words]),
    ...facts.placesOf(known).flatMap(({ environment, snapshot }) => [environment, ...statesOf(snapshot)]),
    ...facts.tablesOf(known),
  ];
}

/** Returns the texts of a routine in an environment. */
export function textsOfLive(snapshot: RoutineSnapshot): readonly string[] {
  const { routine, kind, version } = snapshot;
  return [routine, kind, version ?? '', ...statesOf(snapshot)];
}

function statesOf(snapshot: RoutineSnapshot): readonly string[] {
  return [snapshot.words, ...(isDrifted(snapshot) ? ['drifted'] : [])];
}

/** The number of routines that a filter shows, and of those that there are. */
export interface FilterCount {
  readonly shown: number;
  readonly all: number;
}

/** Returns `Filter: orders · 3 of 44`; without a count while nothing was counted yet. */
export function printFilter(filter: string, counts: readonly FilterCount[]): string {
  if (counts.length === 0) return `Filter: ${filter}`;
  const sum = (part: keyof FilterCount): number => counts.reduce((total, count) => total + count[part], 0);
  return `Filter: ${filter} · ${sum('shown')} of ${sum('all')}`;
}
