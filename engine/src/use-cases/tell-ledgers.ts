/** What the status of environments has to say beside its matrix: deployments that never ended, ledgers that cannot be read. */
import type { StatusAnswer } from '../base/contract';
import { printFailure } from '../lifecycle/execute-plan';
import type { Environment } from '../project/environment';
import type { Side } from './sides';

export interface StatusColumn {
  readonly environment: Environment;
  readonly sides: readonly Side[];
}

export function tellLedgers(
  columns: readonly StatusColumn[],
  routines: StatusAnswer['routines'],
): Pick<StatusAnswer, 'unfinished' | 'notes'> {
  const unfinished: NonNullable<StatusAnswer['unfinished']>[number][] = [];
  const notes: string[] = [];
  for (const { environment, sides } of columns) {
    const { name } = environment;
    for (const { ledger } of sides) {
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
  return { ...(unfinished.length > 0 ? { unfinished } : {}), ...(notes.length > 0 ? { notes } : {}) };
}
