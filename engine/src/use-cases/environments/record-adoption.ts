/** Records in the ledger that the routines on a target are accepted as if they had been deployed. */
import { advise } from '../../base/advice';
import type { Failure } from '../../base/failure';
import { failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { DeploymentStarted, LedgerRecord, StepFinished } from '../../ledger/ledger';
import { describeDeployed } from '../../lifecycle/execution/journal-entries';
import { keepLastHead } from '../../lifecycle/target/keep-heads';
import { makeClaim } from '../../lifecycle/target/make-claim';
import { releaseAll, takeLeases } from '../../lifecycle/target/take-leases';
import { appendEntries, type OpenTarget } from '../../lifecycle/target/target-at-work';
import type { Project } from '../shared/project';
import { identify } from '../../routine/routine';
import { readDrift, type Drift } from './read-drift';

export interface Adoption {
  readonly target: OpenTarget;
  readonly drifts: readonly Drift[];
}

/**
 * Records the adoption and notes its head; fails if a routine has changed again since it was read. `versionOf` names the
 * version of a routine's text. Returns a warning if the head could not be noted.
 */
export async function recordAdoption(
  project: Project,
  { target, drifts }: Adoption,
  {
    versionOf,
    reason,
    ticket,
  }: {
    readonly versionOf: (drift: Drift) => string | null;
    readonly reason: string | null;
    readonly ticket: string | null;
  },
): Promise<Result<string | null, Failure>> {
  const claim = await makeClaim(project);
  const leased = await takeLeases([target], claim);
  if (!leased.ok) return leased;
  try {
    const again = await readDrift(target, []);
    if (!again.ok) return again;
    for (const { step, current, answer } of drifts)
      if (!again.value.drifts.some((each) => isSame(each, { step, current })))
        return failure(
          'could-not',
          `${answer.routine} on ${target.label} was changed again during the adoption.`,
          advise`Review it with ${{ id: 'drift', environment: target.environment.name }}, then adopt it again.`,
        );
    const started = await describeStart(project, target, {
      deployment: claim.owner,
      steps: drifts.length,
      reason,
      ticket,
    });
    const { deployment, environment, targetSchema } = started;
    const steps = drifts.flatMap((drift, i) => stepOf(drift, { started, step: i + 1, to: versionOf(drift) }));
    const finished = {
      kind: 'deployment-finished',
      deployment,
      environment,
      targetSchema,
      outcome: 'deployed',
    } as const;
    const written = await appendEntries(target, [
      { entry: started, definitions: [] },
      ...steps,
      { entry: finished, definitions: [] },
    ]);
    if (!written.ok) return written;
    return succeed(await keepLastHead(project, target, written.value));
  } finally {
    await releaseAll(leased.value);
  }
}

function isSame(one: Drift, other: Pick<Drift, 'step' | 'current'>): boolean {
  return identify(one.step.key) === identify(other.step.key) && one.current?.digest === other.current?.digest;
}

/** Returns the first row of an adoption. */
export async function describeStart(
  { ports }: Project,
  { environment, target, label }: OpenTarget,
  about: Pick<DeploymentStarted, 'deployment' | 'steps' | 'reason' | 'ticket'>,
): Promise<DeploymentStarted> {
  const { provenance } = ports;
  return {
    kind: 'deployment-started',
    type: 'adopt',
    environment: environment.name,
    targetSchema: target.schema,
    target: label,
    by: await provenance.author(),
    from: provenance.host(),
    commit: await provenance.commit(),
    branch: await provenance.branch(),
    fingerprint: '',
    settles: null,
    ...about,
  };
}

/** Creates the rows of one routine. Its previous definition is the last deployed one, to which a rollback returns. */
function stepOf(
  { step: last, current }: Drift,
  { started, step, to }: { readonly started: DeploymentStarted; readonly step: number; readonly to: string | null },
): readonly LedgerRecord[] {
  const { deployment, type, environment, targetSchema } = started;
  const facts = { deployment, type, environment, targetSchema, step, key: last.key, logical: last.logical };
  const entry: StepFinished = {
    ...facts,
    kind: 'step-finished',
    action: current === null ? 'drop' : 'replace',
    strategy: 'nothing',
    from: last.to,
    to: current === null ? null : (to ?? '-'),
    ...{ desired: null, before: last.after, after: current?.digest ?? null },
    live: current?.live.routine.checksums.exact ?? null,
    ...(current !== null && describeDeployed(last.key, { stated: null, live: current.live })),
    outcome: 'done',
    durationMs: 0,
    error: null,
  };
  return [{ entry, definitions: current === null ? [] : [current.saved] }];
}
