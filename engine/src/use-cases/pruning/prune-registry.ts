/** Removes versions from the registry that were RETIRED long enough, and that no environment's ledger names. */
import { append } from '../../base/long-lists';
import type { Failure } from '../../base/failure';
import { plural } from '../../base/plural';
import { succeed, type Result } from '../../base/result';
import { namesOf } from '../../lifecycle/target/last-deployed';
import { withTargets } from '../../lifecycle/target/open-targets';
import { openLedger } from '../../lifecycle/target/target-at-work';
import type { Environment } from '../../project/environment';
import type { StatusChange, Version } from '../../registry/records/registry';
import { statusOf } from '../../registry/records/statuses';
import { printKey } from '../../routine/routine';
import { nameVersion, nameVersions } from '../shared/name-versions';
import type { Project } from '../shared/project';
import type { PruningJob } from './prune-ledger';

export interface RegistryPruning extends Pick<PruningJob, 'goOn' | 'onRemoved'> {
  /** The environment whose ledgers have been read already. */
  readonly environment: string;
  /** Versions that they name. */
  readonly used: ReadonlySet<string>;
  readonly isDry: boolean;
}

/** Removes versions; returns sentences about those that are kept beyond the retention. */
export async function pruneRegistry(
  project: Project,
  pruning: RegistryPruning,
): Promise<Result<readonly string[], Failure>> {
  const { retiredFor } = project.config;
  if (retiredFor === null) return succeed([]);
  const { registry, provenance } = project.ports;
  const limit = new Date(provenance.now().getTime() - retiredFor * 86_400_000).toISOString();
  const found = await findRetired(project, limit);
  if (!found.ok || found.value.length === 0) return found.ok ? succeed([]) : found;
  const elsewhere = await readUsedElsewhere(project, pruning.environment);
  if (!elsewhere.ok)
    return succeed([
      `No retired version was removed, because another environment may need it. ${elsewhere.error.message}`,
    ]);
  const notes: string[] = [];
  for (const { version, retired, isNewest } of found.value) {
    const name = `${printKey(version.key)} ${version.version}`;
    const place = nameVersion(version.key, version.version);
    const isUsed = pruning.used.has(place) || elsewhere.value.has(place);
    if (isUsed) notes.push(`${name} is RETIRED but kept: a deployment in a ledger still uses it.`);
    else if (isNewest)
      notes.push(`${name} is RETIRED but kept: it is the newest version, and the next number follows it.`);
    if (isUsed || isNewest) continue;
    const removed = pruning.isDry ? succeed(undefined) : await pruning.goOn();
    if (!removed.ok) return removed;
    const gone = pruning.isDry ? succeed(undefined) : await registry.remove(version.key, version.version);
    if (!gone.ok) return gone;
    pruning.onRemoved({
      kind: 'version',
      name,
      target: null,
      why: `RETIRED by ${retired.by} at ${retired.at}: more than ${plural(retiredFor, 'day')} ago.`,
    });
  }
  return succeed(notes);
}

interface RetiredVersion {
  readonly version: Version;
  readonly retired: StatusChange;
  readonly isNewest: boolean;
}

async function findRetired({ ports }: Project, limit: string): Promise<Result<readonly RetiredVersion[], Failure>> {
  const records = await ports.registry.list();
  if (!records.ok) return records;
  const found: RetiredVersion[] = [];
  for (const record of records.value.filter(({ conflict }) => conflict === null))
    for (const version of record.versions) {
      if (statusOf(record, version.version) !== 'RETIRED') continue;
      const retired = record.changes.findLast((change) => change.version === version.version);
      if (retired === undefined || retired.at > limit) continue;
      found.push({ version, retired, isNewest: version === record.versions.at(-1) });
    }
  return succeed(found);
}

/** Returns the versions of every other environment; fails if one is not reachable, because it may run any version. */
async function readUsedElsewhere(project: Project, but: string): Promise<Result<ReadonlySet<string>, Failure>> {
  const used = new Set<string>();
  for (const environment of Object.values(project.config.environments)) {
    if (environment.name === but) continue;
    const names = await readUsed(project, environment);
    if (!names.ok) return names;
    for (const name of names.value) used.add(name);
  }
  return succeed(used);
}

function readUsed(project: Project, environment: Environment): Promise<Result<readonly string[], Failure>> {
  return withTargets(project, environment, async ({ targets }) => {
    const names: string[] = [];
    for (const target of targets) {
      const ledger = await openLedger(target);
      if (!ledger.ok) return ledger;
      const rows = await ledger.value.read({ environment: namesOf(environment), targetSchema: target.target.schema });
      if (!rows.ok) return rows;
      append(names, nameVersions(rows.value));
    }
    return succeed(names);
  });
}
