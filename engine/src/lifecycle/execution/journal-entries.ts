/** The rows that one step leaves in the ledger. */
import type { LedgerRecord, StepFinished, StepIntended } from '../../ledger/ledger';
import type { DeploymentStep, DeployedObject } from '../planning/steps/plan';
import { listStatements } from '../planning/steps/step-script';
import type { StepTask } from './step-task';

/** With what stood there before, so that it can be brought back. */
export function intentOf(task: StepTask): LedgerRecord {
  const { before, script } = task.step;
  const sql = listStatements(script);
  const entry: StepIntended = { kind: 'step-intended', ...stepFacts(task), expected: expectedBody(task.step), sql };
  return { entry, definitions: before === null ? [] : [before.saved] };
}

export type Outcome = Pick<StepFinished, 'outcome' | 'durationMs' | 'error'>;

/** With what stands there after it; `found` is kept instead, where something else stood there when it was restored. */
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

/** The server rewrites a view, so what stands there then cannot be told by its text. */
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
