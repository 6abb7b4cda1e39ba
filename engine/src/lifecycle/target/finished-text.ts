/** Events that a server does not have because they are over. */
import { isExactOf } from '../../routine/checksums';
import { identify, type Routine } from '../../routine/routine';
import { findLastMoment, isReached, type Clock } from '../../routine/schedule/over';
import type { Deployed } from './read-environment';

export interface ServerSide {
  readonly clock: Clock | null;
  readonly deployed: ReadonlyMap<string, Deployed>;
}

/** Returns true if the moment in the text has passed there, or if the deployed event of that text is over. */
export function isFinishedText({ key, parts, modes, checksums }: Routine, { clock, deployed }: ServerSide): boolean {
  if (key.kind !== 'event') return false;
  const at = findLastMoment(parts);
  if (at !== null && isReached({ at, zone: modes.timeZone ?? null }, clock)) return true;
  const last = deployed.get(identify(key));
  return last?.isOver === true && isExactOf(checksums, last.source);
}
