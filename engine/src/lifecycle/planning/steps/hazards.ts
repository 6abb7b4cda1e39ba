/** What a person should know before a step is run, beyond what its strategy says. */
import { printKindAndKey, type Routine } from '../../../routine/routine';
import type { ClassifiedState } from './classify-state';

export interface HazardFacts {
  readonly classified: ClassifiedState;
  /** What stands there; null for nothing. */
  readonly live: Routine | null;
  /** Names of the routines that form a circle with it. */
  readonly cycle: readonly string[];
  /** Routines of the project that call it and are not in the plan. */
  readonly callers: readonly string[];
}

/** Sentences a person can act on. */
export function collectHazards({ classified, live, cycle, callers }: HazardFacts): readonly string[] {
  const hazards: string[] = [];
  for (const { kind, detail } of classified.differences) {
    if (kind === 'signature') {
      const who = callers.length === 0 ? '' : `; ${callers.join(', ')} call it and are not part of this plan`;
      hazards.push(`Its signature changes as follows: ${detail}${who}.`);
    }
    if (kind === 'definer') hazards.push(`Its definer changes: ${detail}.`);
    if (kind === 'modes') hazards.push(`Settings of its creation change: ${detail}.`);
    if (kind === 'layout') hazards.push(`Only its layout changes: ${detail}.`);
  }
  if (classified.state === 'drifted' && live !== null)
    hazards.push(
      `${printKindAndKey(live.key)} was changed on the server since the last deployment: that change is overwritten, and saved in the ledger.`,
    );
  if (classified.state === 'unmanaged' && live !== null)
    hazards.push(
      `${printKindAndKey(live.key)} was never deployed by this project: it is overwritten, and saved in the ledger.`,
    );
  if (cycle.length > 0) hazards.push(`It is deployed as a unit with ${cycle.join(', ')}: they call each other.`);
  return hazards;
}
