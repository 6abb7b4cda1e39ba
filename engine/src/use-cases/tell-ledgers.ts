/** What the status of environments has to say beside its matrix: deployments that never ended, ledgers that cannot be read. */
import type { StatusAnswer } from '../base/contract';
import type { Failure } from '../base/failure';
import { printFailure } from '../lifecycle/execute-plan';
import type { Environment } from '../project/environment';
import type { Side } from './sides';

export interface StatusColumn {
  readonly environment: Environment;
  /** None where the environment could not be read. */
  readonly sides: readonly Side[];
  readonly failure: Failure | null;
}

export function tellLedgers(
  columns: readonly StatusColumn[],
  routines: StatusAnswer['routines'],
): Pick<StatusAnswer, 'unread' | 'unfinished' | 'notes'> {
  const unfinished: NonNullable<StatusAnswer['unfinished']>[number][] = [];
  const unread: NonNullable<StatusAnswer['unread']>[number][] = [];
  const notes: string[] = [];
  for (const { environment, sides, failure } of columns) {
    const { name } = environment;
    if (failure !== null) {
      const message = printFailure(failure);
      unread.push({ environment: name, kind: failure.kind, message });
      notes.push(`What runs in ${name} is unknown. ${message}`);
    }
    for (const { ledger, unreadable } of sides) {
      notes.push(...tellUnreadable([...unreadable.values()].map(({ reason }) => reason)));
      if (ledger === null) continue;
      const { target, problem, holder } = ledger;
      if (problem !== null)
        notes.push(
          `The ledger of ${target} could not be read, so it is not known what was deployed there. ${printFailure(problem)}`,
        );
      if (holder !== null) notes.push(`${target} is being deployed to by ${holder}.`);
      else for (const deployment of ledger.unfinished) unfinished.push({ environment: name, target, deployment });
    }
    const changed = routines.filter(({ environments }) => environments[name]?.isChangedOutside === true);
    if (changed.length > 0)
      notes.push(
        `Changed outside Sproc since the last deployment to ${name}: ${changed.map(({ routine }) => routine).join(', ')}. See \`sproc drift ${name}\`; \`--adopt\` makes it what was deployed last.`,
      );
  }
  notes.push(
    ...unfinished.map(
      ({ environment, target, deployment }) =>
        `Deployment ${deployment} to ${target} was interrupted; routines may be in an intermediate state. Run \`sproc recover ${environment}\`.`,
    ),
  );
  return {
    ...(unread.length > 0 ? { unread } : {}),
    ...(unfinished.length > 0 ? { unfinished } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** A privilege that is missing hides all of a schema at once. */
const mostTold = 3;

function tellUnreadable(reasons: readonly string[]): readonly string[] {
  const more = reasons.length - mostTold;
  const told = reasons.slice(0, mostTold);
  return more > 0 ? [...told, `${more} more cannot be read there.`] : told;
}
