/** The number on Sproc's icon in the activity bar: routines that drifted, in the environments that were read. */
import type { ProjectState } from '#protocol';
import { isDrifted } from './live-row-kind';

export interface Badge {
  readonly value: number;
  readonly tooltip: string;
}

/** Returns the badge; null if nothing is known to have drifted. */
export function countDrift(states: readonly Pick<ProjectState, 'environments'>[]): Badge | null {
  const places = states.flatMap(({ environments }) =>
    environments.map(({ name, observed }) => ({
      name,
      drifted: Object.values(observed?.routines ?? {}).filter(isDrifted).length,
    })),
  );
  const found = places.filter(({ drifted }) => drifted > 0);
  if (found.length === 0) return null;
  return {
    value: found.reduce((sum, { drifted }) => sum + drifted, 0),
    tooltip: found.map(({ name, drifted }) => `${drifted} drifted on ${name}`).join(', '),
  };
}
