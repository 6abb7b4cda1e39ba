/** The hazards that a person should know before a step, beyond those of its strategy. */
import { append } from '../../../base/long-lists';
import { printable } from '../../../base/printable';
import type { ValueChange } from '../../../routine/difference';
import { printKindAndKey, type Routine } from '../../../routine/routine';
import type { ClassifiedState } from './classify-state';

export interface HazardFacts {
  readonly classified: ClassifiedState;
  /** The existing routine; null if there is none. */
  readonly live: Routine | null;
  /** True if the ledger has a deployment of it. */
  readonly isDeployed: boolean;
  /** The project that deployed it last, if that is another one. */
  readonly other?: string | undefined;
  /** Names of the routines that form a circle with it. */
  readonly cycle: readonly string[];
}

/** Returns sentences that a person can act on. */
export function collectHazards({ classified, live, isDeployed, other, cycle }: HazardFacts): readonly string[] {
  const hazards: string[] = [];
  for (const { kind, changes } of classified.differences) {
    if (kind === 'signature' || kind === 'definer' || kind === 'modes') append(hazards, changes.map(printChange));
    if (kind === 'layout') hazards.push('Only its formatting changes (whitespace, comments or case).');
  }
  const isUnwanted = classified.state === 'drifted' || classified.state === 'unmanaged';
  if (isUnwanted && live !== null && other !== undefined)
    hazards.push(
      `${printKindAndKey(live.key)} was deployed by project ${printable(other)}. It is overwritten, and saved in the ledger.`,
    );
  else if (classified.state === 'drifted' && live !== null)
    hazards.push(
      isDeployed
        ? `${printKindAndKey(live.key)} was changed on the server since the last deployment. That change is overwritten, and saved in the ledger.`
        : `${printKindAndKey(live.key)} differs from every registered version, and no deployment of it is recorded here. It is overwritten, and saved in the ledger.`,
    );
  else if (classified.state === 'unmanaged' && live !== null)
    hazards.push(
      `${printKindAndKey(live.key)} was never deployed by this project. It is overwritten, and saved in the ledger.`,
    );
  if (cycle.length > 0) hazards.push(`It is deployed together with ${cycle.join(', ')}, because they call each other.`);
  return hazards;
}

function printChange({ name, from, to }: ValueChange): string {
  if (name === 'sql_mode') return printModeChange(from, to);
  return name === 'parameters'
    ? `Its parameters change from ${from} to ${to}.`
    : `Its ${name} changes from ${from} to ${to}.`;
}

/** Prints only the words that differ: a sql_mode is long. */
function printModeChange(from: string, to: string): string {
  const [before, after] = [from, to].map((list) => list.split(',').filter((mode) => mode !== '' && mode !== "''"));
  const without = (one: readonly string[] = [], other: readonly string[] = []): string =>
    one.filter((mode) => !other.includes(mode)).join(', ');
  const [removed, added] = [without(before, after), without(after, before)];
  const parts = [...(removed === '' ? [] : [`${removed} removed`]), ...(added === '' ? [] : [`${added} added`])];
  return parts.length === 0
    ? `Its sql_mode changes from ${from} to ${to}.`
    : `Its sql_mode changes: ${parts.join('; ')}.`;
}
