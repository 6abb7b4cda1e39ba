/**
 * The part of a ledger that the retention does not keep: whole deployments, and the texts that no row refers to then.
 * Pure.
 */
import { digestsOf } from '../../ledger/digests-of';
import type { RecordedEntry, StepFinished } from '../../ledger/ledger';
import { listEffectiveSteps } from '../../lifecycle/rollback/past-states';
import { isOfProject } from '../../lifecycle/target/last-deployed';
import type { Environment, Retention } from '../../project/environment';
import { identify, printKey } from '../../routine/routine';

export interface ExpiredDeployment {
  readonly deployment: string;
  /** The moment of its last row, by the server's clock. */
  readonly at: string;
  readonly rows: readonly RecordedEntry[];
  /** Digests that nothing names once this deployment and those before it are gone, each with its routine. */
  readonly definitions: ReadonlyMap<string, string>;
}

export interface Expiry {
  /** The oldest first. */
  readonly expired: readonly ExpiredDeployment[];
  /** Deployments that are old enough, and kept since what runs now came by them. */
  readonly needed: number;
}

export interface LedgerContents {
  /** All rows of the ledger, those of other environments too. */
  readonly entries: readonly RecordedEntry[];
  readonly environment: Pick<Environment, 'name' | 'project'>;
  readonly targetSchema: string;
  /** Deployments that were neither finished nor settled. */
  readonly open: readonly string[];
  /** ISO 8601: what ended at this moment or later is kept by its age; null keeps everything. */
  readonly keptSince: string | null;
}

export function findExpired(contents: LedgerContents, { deployments: most }: Pick<Retention, 'deployments'>): Expiry {
  const { entries, environment, targetSchema, open, keptSince } = contents;
  if (keptSince === null) return { expired: [], needed: 0 };
  const own = findOwn(entries, environment).filter(({ entry }) => entry.targetSchema === targetSchema);
  const groups = groupByDeployment(own.filter(({ entry }) => entry.kind !== 'pruned'));
  const effective = listEffectiveSteps(own.map(({ entry }) => entry).filter((entry) => entry.kind === 'step-finished'));
  const last = findLast(effective, most);
  const needed = findNeeded(effective);
  const old = groups.filter(
    ({ deployment, at }) => at < keptSince && !last.has(deployment) && !open.includes(deployment),
  );
  const gone = old.filter(({ deployment }) => !needed.has(deployment));
  return { expired: addDefinitions(gone, entries), needed: old.length - gone.length };
}

/** Returns the rows of this environment of this project: what other projects deployed is theirs to remove. */
function findOwn(
  entries: readonly RecordedEntry[],
  environment: LedgerContents['environment'],
): readonly RecordedEntry[] {
  const others = new Set(
    entries.flatMap(({ entry }) => ('type' in entry && !isOfProject(entry, environment) ? [entry.deployment] : [])),
  );
  return entries.filter(({ entry }) => entry.environment === environment.name && !others.has(entry.deployment));
}

type Group = Omit<ExpiredDeployment, 'definitions'>;

function groupByDeployment(rows: readonly RecordedEntry[]): readonly Group[] {
  const groups = new Map<string, RecordedEntry[]>();
  for (const row of rows) {
    const known = groups.get(row.entry.deployment);
    if (known === undefined) groups.set(row.entry.deployment, [row]);
    else known.push(row);
  }
  return [...groups].map(([deployment, own]) => ({ deployment, at: own.at(-1)?.at ?? '', rows: own }));
}

/** Returns the last deployments with a change that is in effect; failed and empty ones do not count. */
function findLast(effective: readonly StepFinished[], most: number): ReadonlySet<string> {
  return new Set([...new Set(effective.map(({ deployment }) => deployment))].slice(-most));
}

/**
 * Returns the present states and the previous ones, which the last step of each routine determines. After a rollback
 * all earlier steps are needed.
 */
function findNeeded(effective: readonly StepFinished[]): ReadonlySet<string> {
  const steps = new Map<string, StepFinished[]>();
  for (const step of effective) {
    const identity = identify(step.key);
    const known = steps.get(identity);
    if (known === undefined) steps.set(identity, [step]);
    else known.push(step);
  }
  return new Set(
    [...steps.values()].flatMap((own) => {
      const kept = own.at(-1)?.type === 'rollback' ? own : own.slice(-1);
      return kept.map(({ deployment }) => deployment);
    }),
  );
}

/** Adds the texts, each to the last of the deployments that refer to it, unless a remaining row refers to it too. */
function addDefinitions(groups: readonly Group[], entries: readonly RecordedEntry[]): readonly ExpiredDeployment[] {
  const goingRows = new Set(groups.flatMap(({ rows }) => rows));
  const staying = new Set(entries.filter((row) => !goingRows.has(row)).flatMap(({ entry }) => digestsOf(entry)));
  const taken = new Set<string>();
  const newestFirst = groups.toReversed().map((group) => {
    const definitions = new Map<string, string>();
    for (const row of group.rows) {
      for (const digest of digestsOf(row.entry)) {
        if (staying.has(digest) || taken.has(digest)) continue;
        taken.add(digest);
        if ('key' in row.entry) definitions.set(digest, printKey(row.entry.key));
      }
    }
    return { ...group, definitions };
  });
  return newestFirst.reverse();
}
