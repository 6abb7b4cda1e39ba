/** The rows that one step leaves in the ledger. */
import type { LedgerRecord, StepFinished, StepIntended } from '../../ledger/ledger';
import type { LiveRoutine } from '../../database/catalog';
import type { RoutineKey } from '../../routine/routine';
import { findLastMoment } from '../../routine/schedule/over';
import type { TargetDefinition } from '../planning/steps/target-definition';
import type { DeploymentStep, DeployedObject } from '../planning/steps/plan';
import { listStatements } from '../planning/steps/step-script';
import type { StepTask } from './step-task';

/** Creates the intent with the previous definition, so that it can be restored. */
export function intentOf(task: StepTask): LedgerRecord {
  const { before, script } = task.step;
  const sql = listStatements(script);
  const entry: StepIntended = { kind: 'step-intended', ...stepFacts(task), expected: expectedBody(task.step), sql };
  return { entry, definitions: before === null ? [] : [before.saved] };
}

/** Creates the second intent of a step, before it is undone. The statements depend on what is found then. */
export function undoingOf(task: StepTask): StepIntended {
  return { kind: 'step-intended', ...stepFacts(task), expected: expectedBody(task.step), sql: [] };
}

export type Outcome = Pick<StepFinished, 'outcome' | 'durationMs' | 'error'>;

/**
 * Creates the outcome with the definition after the step; `found` is stored instead if something else was there before
 * a restore.
 */
export function outcomeOf(
  task: StepTask,
  outcome: Outcome,
  after: DeployedObject | null,
  found: DeployedObject | null = after,
): LedgerRecord & { readonly entry: StepFinished } {
  const read = { after: after?.digest ?? null, live: after?.live.routine.checksums.exact ?? null };
  const stated = outcome.outcome === 'done' && task.type === 'deploy' ? task.step.after : null;
  const entry: StepFinished = {
    ...{ kind: 'step-finished', ...stepFacts(task), ...outcome, ...read },
    ...describeDeployed(task.step.key, { stated, live: after?.live ?? null }),
  };
  return { entry, definitions: found === null ? [] : [found.saved] };
}

/**
 * Returns what the ledger notes beside the checksums: the order of triggers, and what an event's text states. An event
 * that is gone when it is read back has run already.
 */
export function describeDeployed(
  { kind, name }: RoutineKey,
  { stated, live }: { readonly stated: TargetDefinition | null; readonly live: LiveRoutine | null },
): Pick<StepFinished, 'order' | 'event'> {
  const order = live?.routine.parts.order ?? null;
  if (kind === 'trigger' && order !== null) return { order: [...order.before, name, ...order.after] };
  if (kind !== 'event') return {};
  const parts = stated?.routine.parts ?? null;
  const at = live === null ? (stated === null ? null : '') : findLastMoment(live.routine.parts);
  return {
    event: {
      schedule: parts?.event?.schedule ?? null,
      status: parts?.eventStatus ?? null,
      until: at === null ? null : { at, zone: live?.timeZone ?? null },
    },
  };
}

/**
 * Returns the checksum of the new body; null for a view, which the server rewrites, so that its text does not identify
 * it.
 */
export function expectedBody({ key, after }: DeploymentStep): string | null {
  return after === null || key.kind === 'view' ? null : after.routine.checksums.semanticBody;
}

function stepFacts({ step, ...work }: StepTask): Omit<StepIntended, 'kind' | 'sql' | 'expected'> {
  const { key, logical, action, strategy, from, to, before } = step;
  const { deployment, type, number, desired } = work;
  const { name: environment } = work.target.environment;
  const targetSchema = work.target.target.schema;
  const about = { deployment, type, environment, targetSchema, step: number, key, logical, action, strategy };
  return { ...about, from, to, desired, before: before?.digest ?? null };
}
