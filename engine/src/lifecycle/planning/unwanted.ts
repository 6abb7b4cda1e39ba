/** An existing routine that a deployment does not overwrite unasked: its code, and the sentence about it. */
import { printable } from '../../base/printable';

export type Unwanted = 'drifted' | 'unmanaged';

interface UnwantedFacts {
  readonly state: Unwanted;
  readonly isDeployed: boolean;
  /** The project that deployed it last, if that is another one. */
  readonly other: string | undefined;
}

/** Returns the word that `status` has for it, too: a routine has drifted only if the ledger has a deployment of it. */
export function codeOfUnwanted(state: Unwanted, { isDeployed, other }: Omit<UnwantedFacts, 'state'>): string {
  if (other !== undefined) return 'unmanaged';
  return state === 'drifted' && !isDeployed ? 'different' : state;
}

export function describeUnwanted(routine: string, { state, isDeployed, other }: UnwantedFacts): string {
  if (other !== undefined) return `${routine} already exists, and was deployed by project ${printable(other)}.`;
  if (state === 'unmanaged') return `${routine} already exists, and was never deployed by this project.`;
  return isDeployed
    ? `${routine} was changed on the server since the last deployment.`
    : `${routine} differs from every registered version, and no deployment of it is recorded here.`;
}
