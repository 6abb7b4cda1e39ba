/** The rows that one step leaves in the ledger. */
import type { LedgerRecord, StepFinished, StepIntended } from '../../ledger/ledger';
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
): LedgerRecord {
  const read = { after: after?.digest ?? null, live: after?.live.routine.checksums.exact ?? null };
  const entry: StepFinished = { kind: 'step-finished', ...stepFacts(task), ...outcome, ...read };
  return { entry, definitions: found === null ? [] : [found.saved] };
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
