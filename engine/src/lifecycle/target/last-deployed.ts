/** Checks that a live routine is the last deployed one, and whose deployment it was: the only rules for status, drift and plans. */
import type { ProjectId, StepFinished } from '../../ledger/ledger';
import type { Environment, Target } from '../../project/environment';
import { isExactOf } from '../../routine/checksums';
import { makeExactChecksums } from '../../routine/make-checksums';
import type { Routine, TriggerOrder } from '../../routine/routine';
import { isReached, type Clock } from '../../routine/schedule/over';

/** Returns true if the live routine is as deployed; false if it does not exist. */
export function isAsDeployed(live: Routine | undefined, step: Pick<StepFinished, 'live' | 'order' | 'key'>): boolean {
  return live !== undefined && hasDeployedText(live, step) && isInOrder(live, step);
}

/** Returns true if the live routine has the deployed text, whatever its place among triggers. */
export function hasDeployedText(live: Routine, step: Pick<StepFinished, 'live'>): boolean {
  return isExactOf(live.checksums, step.live) || isDisabledByServer(live, step);
}

/** Returns true if an event is over, and no longer enabled as it was deployed: the server did that. */
function isDisabledByServer(live: Routine, step: Pick<StepFinished, 'live'>): boolean {
  const { key, characteristics, definer, modes, parts } = live;
  if (parts.event?.isOver !== true || parts.eventStatus !== 'disable') return false;
  const enabled = { ...parts, eventStatus: 'enable' };
  const hashed = { kind: key.kind, characteristics, definer, modes, parts: enabled };
  return isExactOf({ ...live.checksums, ...makeExactChecksums(hashed) }, step.live);
}

/** Returns true unless a trigger runs before one that it ran after when it was deployed, or the other way round. */
function isInOrder({ parts: { order } }: Routine, step: Pick<StepFinished, 'order' | 'key'>): boolean {
  const deployed = deployedOrder(step);
  if (order === null || deployed === null) return true;
  const passed = order.before.some((name) => deployed.after.includes(name));
  return !passed && !order.after.some((name) => deployed.before.includes(name));
}

/** Returns the order of a trigger when it was deployed; null if the ledger does not have it, and for other kinds. */
export function deployedOrder({ key, order }: Pick<StepFinished, 'order' | 'key'>): TriggerOrder | null {
  if (key.kind !== 'trigger' || order === undefined) return null;
  const at = order.indexOf(key.name);
  return { before: order.slice(0, at), after: order.slice(at + 1), isComplete: true };
}

/** Returns the place of a trigger as the last steps left it, of which the others of its table know a part. */
export function placeAsDeployed(
  step: Pick<StepFinished, 'order' | 'key'>,
  all: Iterable<StepFinished>,
): Pick<TriggerOrder, 'before' | 'after'> & { readonly kind: 'stated' } {
  const own = deployedOrder(step);
  const [before, after] = [[...(own?.before ?? [])], [...(own?.after ?? [])]];
  for (const other of all) {
    const order =
      other.key.schema === step.key.schema && other.key.name !== step.key.name ? deployedOrder(other) : null;
    if (order?.after.includes(step.key.name) === true) before.push(other.key.name);
    if (order?.before.includes(step.key.name) === true) after.push(other.key.name);
  }
  return { kind: 'stated', before, after };
}

/** Returns true if a deployed event that is gone is over by that clock: that is the end of it, and no drift. */
export function isFinished({ event }: Pick<StepFinished, 'event'>, clock: Clock | null): boolean {
  return event?.until != null && isReached(event.until, clock);
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
  const isThere = step.after !== null || step.event?.until?.at === '';
  return isOfEnvironment(step, environment) && step.targetSchema === target.schema && isThere;
}
