/** Removes what the retention of sproc.json no longer keeps: of the ledgers of an environment, and of the registry. */
import { append } from '../../base/long-lists';
import type { GcAnswer, GcRequest } from '../answers/gc';
import { failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import { makeClaim } from '../../lifecycle/target/make-claim';
import { withTargets } from '../../lifecycle/target/open-targets';
import { demandConfirmation } from '../../lifecycle/preflight/reject-plan';
import { releaseAll, takeLeases } from '../../lifecycle/target/take-leases';
import type { OpenTarget } from '../../lifecycle/target/target-at-work';
import type { Lease } from '../../ledger/lease';
import type { Environment } from '../../project/environment';
import type { Project } from '../shared/project';
import { pruneLedger } from './prune-ledger';
import { pruneRegistry } from './prune-registry';

export async function gc(project: Project, request: GcRequest): Promise<Result<GcAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const confirmed = demandConfirmation(environment.value, request);
  if (!confirmed.ok) return confirmed;
  const { name, retention } = environment.value;
  if (retention.days === null && project.config.retiredFor === null)
    return succeed({
      removed: [],
      notes: [
        `sproc.json sets no retention for ${name}, so nothing is removed. Set one, for example "retention": { "days": 365, "deployments": 20, "retired": 90 }.`,
      ],
    });
  const isDry = request.dryRun === true;
  return withTargets(project, environment.value, async ({ targets }) => {
    const collecting: Collecting = { project, environment: environment.value, request };
    if (isDry) return collect(collecting, targets, null);
    const claim = await makeClaim(project);
    const leased = await takeLeases(targets, claim);
    if (!leased.ok) return leased;
    try {
      return await collect(collecting, leased.value, claim.owner);
    } finally {
      await releaseAll(leased.value);
    }
  });
}

interface Collecting {
  readonly project: Project;
  readonly environment: Environment;
  readonly request: GcRequest;
}

/** Removes the expired entries; `id` names the gc in the ledgers, null on a dry run. */
async function collect(
  { project, environment, request }: Collecting,
  targets: readonly (OpenTarget & { readonly lease?: Lease })[],
  id: string | null,
): Promise<Result<GcAnswer, Failure>> {
  const removed: GcAnswer['removed'][number][] = [];
  const notes: string[] = [];
  const used = new Set<string>();
  const onRemoved = (what: GcAnswer['removed'][number]): void => {
    removed.push(what);
  };
  const goOn = async (): Promise<Result<void, Failure>> => {
    if (request.signal?.aborted === true) return failure('could-not', 'Cleanup was cancelled.');
    for (const { lease } of targets) {
      const renewed = (await lease?.renew()) ?? succeed(undefined);
      if (!renewed.ok) return renewed;
    }
    return succeed(undefined);
  };
  const { provenance } = project.ports;
  const by = await provenance.author();
  const from = provenance.host();
  const signature = id === null ? null : { deployment: id, by, from, reason: request.reason ?? null };
  for (const [i, target] of targets.entries()) {
    request.onProgress?.({ done: i, total: targets.length, message: target.label });
    const pruned = await pruneLedger(target, { signature, goOn, onRemoved });
    if (!pruned.ok) return explainHalf(pruned.error, id === null ? 0 : removed.length);
    append(notes, pruned.value.notes);
    for (const version of pruned.value.versions) used.add(version);
  }
  const pruned = await pruneRegistry(project, {
    environment: environment.name,
    used,
    isDry: id === null,
    goOn,
    onRemoved,
  });
  if (!pruned.ok) return explainHalf(pruned.error, id === null ? 0 : removed.length);
  return succeed({ removed, notes: [...notes, ...pruned.value] });
}

/** Explains an interruption; removed entries remain removed, because each part is complete. */
function explainHalf(error: Failure, removed: number): Result<never, Failure> {
  if (removed === 0) return fail(error);
  const done =
    removed === 1
      ? '1 entry was removed before that; nothing is half removed.'
      : `${removed} entries were removed before that; nothing is half removed.`;
  return fail({ ...error, message: `${error.message} ${done}` });
}
