/** The list that environments are picked from: by stage, and production never where Enter alone would choose it. */
import type { EnvironmentState } from '#protocol';
import type { Choice } from '../workbench/dialogs';

/** Returns the choices. `chosen`, if it is not null, was selected before, and comes first unless it is a production. */
export function makeEnvironmentChoices(
  environments: readonly EnvironmentState[],
  chosen: string | null,
  isPromotion = false,
): readonly Choice<EnvironmentState>[] {
  // A promotion goes to a stage beyond development.
  const last = (one: EnvironmentState): number => Number(isPromotion && one.stage === 'DEVELOPMENT');
  const rank = ({ stage, name }: EnvironmentState): number => (stage === 'PRODUCTION' ? 2 : Number(name !== chosen));
  return environments
    .toSorted((a, b) => last(a) - last(b) || rank(a) - rank(b) || byStage(a, b) || selectedFirst(a, b))
    .map(environmentChoice);

  function selectedFirst(a: EnvironmentState, b: EnvironmentState): number {
    return Number(b.name === chosen) - Number(a.name === chosen);
  }
}

const stages: readonly EnvironmentState['stage'][] = ['DEVELOPMENT', 'TESTING', 'PRODUCTION'];

function byStage(a: EnvironmentState, b: EnvironmentState): number {
  return stages.indexOf(a.stage) - stages.indexOf(b.stage);
}

function environmentChoice(environment: EnvironmentState): Choice<EnvironmentState> {
  return {
    label: `$(${environment.protected ? 'lock' : 'database'}) ${environment.name}`,
    description: environment.stage,
    detail: environment.targets.join(', '),
    value: environment,
    isDeliberate: environment.stage === 'PRODUCTION',
  };
}
