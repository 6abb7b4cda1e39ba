/** Records in the ledger that what lives on a target is the registered version, as if it had been deployed. */
import { advise } from '../../base/advice';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { DeploymentStarted, LedgerRecord, RecordedEntry } from '../../ledger/ledger';
import { readTargetFacts } from '../../lifecycle/planning/target-facts';
import { keepLastHead } from '../../lifecycle/target/keep-heads';
import { describeDeployed } from '../../lifecycle/execution/journal-entries';
import { makeClaim } from '../../lifecycle/target/make-claim';
import { releaseAll, takeLeases } from '../../lifecycle/target/take-leases';
import { appendEntries, type OpenTarget } from '../../lifecycle/target/target-at-work';
import { identify, printKey } from '../../routine/routine';
import type { Project } from '../shared/project';
import type { Match } from './compare-baseline';
import { describeStart } from './record-adoption';

export interface Baseline {
  readonly target: OpenTarget;
  readonly matches: readonly (Match & { readonly version: string })[];
}

/** The rows of one transaction: with their texts they fit a packet. */
const rowsTogether = 20;

/**
 * Records the rows and notes their head; fails if a routine has changed since it was compared. Returns a warning if the
 * head could not be noted.
 */
export async function recordBaseline(
  project: Project,
  { target, matches }: Baseline,
  reason: string | null,
): Promise<Result<string | null, Failure>> {
  const claim = await makeClaim(project);
  const leased = await takeLeases([target], claim);
  if (!leased.ok) return leased;
  try {
    const again = await readTargetFacts({ ...target, wanted: matches.map(({ key }) => key) });
    if (!again.ok) return again;
    for (const { key, current, source } of matches)
      if (again.value.deployed.get(identify(key))?.digest !== current.digest)
        return failure(
          'could-not',
          `${printKey(source.key)} on ${target.label} was changed meanwhile.`,
          advise`Compare it with ${{ id: 'compare' }}, then take it over again.`,
        );
    const started = await describeStart(project, target, {
      deployment: claim.owner,
      steps: matches.length,
      reason,
      ticket: null,
    });
    const { deployment, environment, targetSchema } = started;
    const steps = matches.map((match, i) => stepOf(match, started, i + 1));
    const finished = { deployment, environment, targetSchema, outcome: 'deployed' } as const;
    const rows: readonly LedgerRecord[] = [
      { entry: started, definitions: [] },
      ...steps,
      { entry: { kind: 'deployment-finished', ...finished }, definitions: [] },
    ];
    let last: readonly RecordedEntry[] = [];
    for (let i = 0; i < rows.length; i += rowsTogether) {
      const written = await appendEntries(target, rows.slice(i, i + rowsTogether));
      if (!written.ok) return written;
      last = written.value;
    }
    return succeed(await keepLastHead(project, target, last));
  } finally {
    await releaseAll(leased.value);
  }
}

/**
 * Creates the row of one routine. The state before it is the same one: a rollback never drops what Sproc did not create.
 */
function stepOf(
  { key, source, current, stated, version }: Baseline['matches'][number],
  { deployment, type, environment, targetSchema }: DeploymentStarted,
  step: number,
): LedgerRecord {
  return {
    entry: {
      kind: 'step-finished',
      ...{ deployment, type, environment, targetSchema, step, key, logical: source.key },
      action: 'replace',
      strategy: 'nothing',
      ...{ from: version, to: version },
      ...{ desired: source.exact, before: current.digest, after: current.digest },
      live: current.live.routine.checksums.exact,
      ...describeDeployed(key, { stated, live: current.live }),
      ...{ outcome: 'done', durationMs: 0, error: null },
    },
    definitions: [current.saved],
  };
}
