/** The use case: the steps of one deployment with their statements, and the texts that the ledger has of them. */
import { append } from '../base/long-lists';
import type { DeploymentStepAnswer, DeploymentStepsAnswer, DeploymentStepsRequest } from './answers/deployment-steps';
import type { LedgerText } from './answers/deployment-steps';
import { advise } from '../base/advice';
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import type { Ledger, RecordedEntry, SavedDefinition, StepFinished, StepIntended } from '../ledger/ledger';
import { distinctPrinter } from '../routine/distinct-names';
import type { RoutineKey } from '../routine/routine';
import { withTargets } from './target/open-targets';
import { namesOf } from './target/last-deployed';
import type { ProjectAccess } from './target/project-access';
import { openLedger } from './target/target-at-work';

/** Returns the steps in the order of the plan; fails if no ledger of the environment has the deployment. */
export async function deploymentSteps(
  project: ProjectAccess,
  request: DeploymentStepsRequest,
): Promise<Result<DeploymentStepsAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const { deployment } = request;
  return withTargets(project, environment.value, async ({ targets }) => {
    const steps: DeploymentStepAnswer[] = [];
    let startedAt: string | null = null;
    for (const target of targets) {
      const ledger = await openLedger(target);
      if (!ledger.ok) return ledger;
      const rows = await ledger.value.salvage({
        ...{ environment: namesOf(target.environment), targetSchema: target.target.schema, deployment },
      });
      if (!rows.ok) return rows;
      startedAt ??= rows.value.find(({ entry }) => entry.kind === 'deployment-started')?.at ?? null;
      const recorded = collectRecorded(rows.value).filter(({ last }) => (request.step ?? last.step) === last.step);
      append(steps, await describeSteps(ledger.value, target.label, recorded));
    }
    if (startedAt === null) return rejectUnknown(request);
    return succeed({ deployment, startedAt, steps: steps.sort((a, b) => a.step - b.step) });
  });
}

function rejectUnknown({ deployment, environment }: DeploymentStepsRequest): Result<never, Failure> {
  return failure(
    'not-found',
    `The ledger of ${environment} has no deployment ${deployment}. It may have been removed by a cleanup.`,
    advise`List the deployments with ${{ id: 'history', environment }}.`,
  );
}

/** A step by its rows. */
interface RecordedStep {
  readonly last: StepIntended | StepFinished;
  readonly sql: readonly string[];
  /** The outcome with which it was completed, before it was undone; null if it was not. */
  readonly done: StepFinished | null;
}

function collectRecorded(rows: readonly RecordedEntry[]): readonly RecordedStep[] {
  const steps = new Map<number, RecordedStep>();
  for (const { entry } of rows) {
    if (entry.kind !== 'step-intended' && entry.kind !== 'step-finished') continue;
    const known = steps.get(entry.step);
    const isDone = entry.kind === 'step-finished' && entry.outcome === 'done';
    const intended = entry.kind === 'step-intended' ? entry.sql : [];
    // The second intent of a step announces that it is undone, and has no statements.
    const sql = known === undefined || known.sql.length === 0 ? intended : known.sql;
    steps.set(entry.step, { last: entry, sql, done: isDone ? entry : (known?.done ?? null) });
  }
  return [...steps.values()];
}

async function describeSteps(
  ledger: Ledger,
  target: string,
  steps: readonly RecordedStep[],
): Promise<readonly DeploymentStepAnswer[]> {
  const printName = distinctPrinter(steps.map(({ last }) => last.logical));
  const digests = steps.flatMap(({ last, done }) => [last.before, done?.after ?? null].filter((one) => one !== null));
  const findText = await readTexts(ledger, [...new Set(digests)]);
  return steps.map(({ last, sql, done }) => {
    const { step, logical, action, from, to, before } = last;
    return {
      ...{ step, routine: printName(logical), kind: logical.kind, target, action, from, to, sql },
      outcome: last.kind === 'step-finished' ? last.outcome : 'running',
      before: findText(before),
      after: done === null ? { kind: 'unknown', reason: explainUndone(last, printName) } : findText(done.after),
    };
  });
}

function explainUndone(last: StepIntended | StepFinished, printName: (key: RoutineKey) => string): string {
  const routine = `${last.logical.kind} ${printName(last.logical)}`;
  if (last.kind === 'step-intended')
    return `The ledger has no outcome of this step: ${routine} may have changed or not.`;
  return last.outcome === 'not-run'
    ? `This step did not run: ${routine} was not changed.`
    : `This step did not create a text of ${routine}: it failed.`;
}

/** Returns a function that finds the text of a digest. One that was changed does not hide the others. */
async function readTexts(ledger: Ledger, digests: readonly string[]): Promise<(digest: string | null) => LedgerText> {
  const texts = new Map<string, LedgerText>();
  const all = await ledger.definitions(digests);
  for (const digest of digests) {
    const one = all.ok ? all : await ledger.definitions([digest]);
    const saved = one.ok ? one.value.get(digest) : undefined;
    if (saved !== undefined) texts.set(digest, describeText(saved));
    else if (!one.ok) texts.set(digest, { kind: 'unknown', reason: one.error.message });
  }
  const removed = { kind: 'unknown', reason: 'The ledger does not have this text any more.' } as const;
  return (digest) => (digest === null ? { kind: 'absent' } : (texts.get(digest) ?? removed));
}

function describeText(saved: SavedDefinition): LedgerText {
  const { text, sqlMode, characterSet, collation, databaseCollation, timeZone, triggerPlace, grants } = saved;
  const settings = [
    `sql_mode: ${sqlMode === '' ? 'none' : sqlMode}`,
    `character set: ${characterSet}, collation: ${collation}`,
    ...(databaseCollation === null ? [] : [`database collation: ${databaseCollation}`]),
    ...(timeZone === null ? [] : [`time zone: ${timeZone}`]),
    ...(triggerPlace === null ? [] : [`place among triggers: ${triggerPlace}`]),
    ...(grants === null
      ? ['grants: not readable']
      : grants.map(({ privileges, user, host }) => `grant: ${privileges.join(', ')} to ${user}@${host}`)),
  ];
  return { kind: 'text', text, settings };
}
