/** Checks that a live routine is the last deployed one, and whose deployment it was: the only rules for status, drift and plans. */
import type { ProjectId, StepFinished } from '../../ledger/ledger';
import type { Environment, Target } from '../../project/environment';
import type { Routine } from '../../routine/routine';

/** Returns true if the live routine is as deployed; false if it does not exist. */
export function isAsDeployed(live: Routine | undefined, { live: deployed }: Pick<StepFinished, 'live'>): boolean {
  return live !== undefined && live.checksums.exact === deployed;
}

/** Returns the names under which the ledger may have deployments of an environment: its own first. */
export function namesOf({ name, formerly = [] }: Pick<Environment, 'name' | 'formerly'>): readonly string[] {
  return [name, ...formerly];
}

/**
 * Returns true if a row is not that of another project. A row without an id may be anyone's: earlier versions of Sproc
 * recorded none.
 */
export function isOfProject(row: { readonly project?: ProjectId }, { project }: Pick<Environment, 'project'>): boolean {
  return row.project === undefined || row.project === project;
}

/** Returns true if a step was made for this environment, in any of its schemas. */
export function isOfEnvironment(
  step: StepFinished,
  environment: Pick<Environment, 'name' | 'formerly' | 'project'>,
): boolean {
  return namesOf(environment).includes(step.environment) && isOfProject(step, environment);
}

/** Returns true if a step left a routine in this schema for this environment; several may share a ledger. */
export function leftHere(
  step: StepFinished,
  environment: Pick<Environment, 'name' | 'formerly' | 'project'>,
  target: Pick<Target, 'schema'>,
): boolean {
  return isOfEnvironment(step, environment) && step.targetSchema === target.schema && step.after !== null;
}
