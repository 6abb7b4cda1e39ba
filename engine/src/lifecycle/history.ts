/** The use case: what happened on an environment, by the ledgers of its targets, and whether they are whole. */
import { append } from '../base/long-lists';
import type { HistoryAnswer, HistoryRequest, LedgerPruning } from './answers/history';
import { failure, type Failure } from '../base/failure';
import { succeed, type Result } from '../base/result';
import type { DeploymentStarted, Ledger, RecordedEntry, StepFinished, StepIntended } from '../ledger/ledger';
import { readLeaseHolder } from '../ledger/mysql-lease';
import { distinctPrinter } from '../routine/distinct-names';
import type { RoutineKey } from '../routine/routine';
import { describeOthers, isForeign, readKnownHeads, rejectForeign } from './preflight/known-heads';
import { isOfProject, namesOf } from './target/last-deployed';
import { continueAs, describeRenamed, listStrange } from './planning/other-projects';
import { withTargets } from './target/open-targets';
import type { ProjectAccess } from './target/project-access';
import { openLedger, type OpenTarget } from './target/target-at-work';
import { summarizeLedgers, verifyLedger, type VerifiedLedger } from './verify-ledger';

type DeploymentHistory = HistoryAnswer['deployments'][number];

/** Returns the history, the newest deployment first. */
export async function history(
  project: ProjectAccess,
  request: HistoryRequest,
): Promise<Result<HistoryAnswer, Failure>> {
  const environment = project.environment(request.environment);
  if (!environment.ok) return environment;
  const { head, verify = false } = request;
  if (head !== undefined && !/^[0-9a-f]{64}$/.test(head))
    return failure(
      'usage',
      `'${head}' is not a ledger head.`,
      'A head has 64 hexadecimal digits, as the history prints them.',
    );
  return withTargets(project, environment.value, async ({ targets }) => {
    const deployments = new Map<string, DeploymentHistory>();
    const prunings: LedgerPruning[] = [];
    const verified: VerifiedLedger[] = [];
    const renamed: string[] = [];
    const kept = verify ? await readKnownHeads(project, targets) : succeed(null);
    if (!kept.ok) return kept;
    if (kept.value !== null && isForeign(kept.value)) return rejectForeign(kept.value);
    for (const target of targets) {
      const ledger = await openLedger(target);
      if (!ledger.ok) return ledger;
      const entries = await ledger.value.salvage({
        environment: namesOf(target.environment),
        targetSchema: target.target.schema,
      });
      if (!entries.ok) return entries;
      const isHeld = await isAtWork(target);
      const printName = distinctPrinter(
        entries.value.flatMap(({ entry }) => ('logical' in entry ? [entry.logical] : [])),
      );
      for (const listed of listDeployments({ target: target.label, printName }, entries.value)) {
        const one = isHeld || listed.outcome !== 'running' ? listed : { ...listed, outcome: 'interrupted' as const };
        const known = deployments.get(one.deployment);
        deployments.set(one.deployment, known === undefined ? one : merge(known, one));
      }
      const strange = await noteRenamed(project, target, ledger.value);
      if (!strange.ok) return strange;
      append(renamed, strange.value);
      append(prunings, listPrunings(target.label, entries.value));
      const one = await verifyLedger(target, { head: head ?? null, kept: kept.value });
      if (!one.ok) return one;
      verified.push(one.value);
    }
    const newestFirst = [...deployments.values()].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
    const summary = summarizeLedgers(verified, head ?? null);
    const others = kept.value === null ? null : describeOthers(kept.value);
    return succeed({
      deployments: newestFirst,
      prunings: prunings.sort((a, b) => (a.at < b.at ? 1 : -1)),
      ...summary,
      notes: [...summary.notes, ...(others === null ? [] : [others]), ...renamed],
    });
  });
}

/** Returns a note about deployments to the same schema under names of environments that sproc.json does not have. */
async function noteRenamed(
  { config: { environments } }: ProjectAccess,
  { environment, target, label }: OpenTarget,
  ledger: Ledger,
): Promise<Result<readonly string[], Failure>> {
  const rows = await ledger.salvage({ kind: 'deployment-started', targetSchema: target.schema });
  if (!rows.ok) return rows;
  const starts = rows.value.map(({ entry }) => entry).filter((entry) => entry.kind === 'deployment-started');
  const own = starts.filter((entry) => isOfProject(entry, environment));
  const names = listStrange(own, { environments, environment, target });
  return succeed(names.length === 0 ? [] : [`${describeRenamed(names, label)} ${continueAs(names, environment)}`]);
}

/** Returns true if a deployment holds the lease, so that one without an end may still be running. */
async function isAtWork(target: OpenTarget): Promise<boolean> {
  const session = await target.sessions.get('ledger');
  if (!session.ok) return true;
  const { ledgerSchema: schema, name: environment } = target.environment;
  return (await readLeaseHolder({ session: session.value, schema, environment })) !== null;
}

/** Returns what was removed, so that the rest is not mistaken for everything. */
function listPrunings(target: string, entries: readonly RecordedEntry[]): readonly LedgerPruning[] {
  return entries.flatMap(({ at, account, entry }) => {
    if (entry.kind !== 'pruned') return [];
    const { deployment, by, from, reason, removed, gaps } = entry;
    const rows = gaps.reduce((sum, gap) => sum + gap.to - gap.from + 1, 0);
    return [{ target, deployment, at, by, account, from, reason, removed, rows }];
  });
}

/** The names in the rows of one ledger: its target's, and those of routines, with their kind where two share it. */
interface LedgerPlaceNames {
  readonly target: string;
  readonly printName: (key: RoutineKey) => string;
}

/** Returns the deployments of one ledger, in the order of their start. */
function listDeployments(place: LedgerPlaceNames, entries: readonly RecordedEntry[]): readonly DeploymentHistory[] {
  const byId = new Map<string, RecordedEntry[]>();
  for (const recorded of entries) {
    const { deployment } = recorded.entry;
    const known = byId.get(deployment);
    if (known === undefined) byId.set(deployment, [recorded]);
    else known.push(recorded);
  }
  return [...byId.values()].flatMap((rows) => describeDeployment(place, rows) ?? []);
}

function describeDeployment(place: LedgerPlaceNames, rows: readonly RecordedEntry[]): DeploymentHistory | null {
  const start = rows.find(({ entry }) => entry.kind === 'deployment-started');
  if (start?.entry.kind !== 'deployment-started') return null;
  const end = rows.findLast(({ entry }) => entry.kind === 'deployment-finished');
  const outcome = end?.entry.kind === 'deployment-finished' ? end.entry.outcome : 'running';
  const steps = new Map<number, DeploymentHistory['steps'][number]>();
  for (const { entry } of rows)
    if (entry.kind === 'step-intended' || entry.kind === 'step-finished')
      steps.set(entry.step, describeStep(place, entry));
  return {
    ...describeStart(start.entry),
    account: start.account,
    startedAt: start.at,
    finishedAt: end?.at ?? null,
    outcome,
    steps: [...steps.values()],
  };
}

function describeStart(
  started: DeploymentStarted,
): Omit<DeploymentHistory, 'startedAt' | 'finishedAt' | 'outcome' | 'steps' | 'account'> {
  const { deployment, type: kind, by, from, commit, branch, reason, ticket } = started;
  const { project = null, command = kind, accepted = [] } = started;
  return { deployment, kind, by, from, commit, branch, reason, project, ticket, command, accepted };
}

function describeStep(
  { target, printName }: LedgerPlaceNames,
  entry: StepIntended | StepFinished,
): DeploymentHistory['steps'][number] {
  const { step, logical, action, from, to, strategy } = entry;
  const isFinished = entry.kind === 'step-finished';
  return {
    step,
    routine: printName(logical),
    kind: logical.kind,
    target,
    action,
    from,
    to,
    strategy,
    outcome: isFinished ? entry.outcome : 'running',
    error: isFinished ? entry.error : null,
  };
}

const badness: readonly DeploymentHistory['outcome'][] = [
  'nothing-to-do',
  'deployed',
  'rolled-back',
  'failed',
  'running',
  'interrupted',
  'partial',
];

/** Merges the parts of one deployment on several targets. */
function merge(left: DeploymentHistory, right: DeploymentHistory): DeploymentHistory {
  const outcome = badness.indexOf(right.outcome) > badness.indexOf(left.outcome) ? right.outcome : left.outcome;
  const ends = [left.finishedAt, right.finishedAt].filter((at) => at !== null).sort();
  return {
    ...left,
    startedAt: left.startedAt < right.startedAt ? left.startedAt : right.startedAt,
    finishedAt: ends.length < 2 ? null : (ends[1] ?? null),
    outcome,
    steps: [...left.steps, ...right.steps],
  };
}
