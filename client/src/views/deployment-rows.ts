/** Rows of past deployments: day → deployment → step, made of an environment's history. Pure. */
import type { DescribedDeployment, DescribedHistory, DescribedStep } from '#protocol';
import { plural } from '../documents/plural';
import { printVersions } from '../documents/print-deployment';
import { localDay, localTime, printDay, printDuration } from '../documents/print-moments';
import { rowCommands, rowKinds } from '../workbench/contributions';
import { nameOf } from './model/routine-name';
import type { Row } from './row';
import type { Appearance } from './model/state-appearance';

/** The place of the rows, and how many of them are shown. */
export interface DeploymentsShown {
  readonly project: string;
  readonly environment: string;
  /** The id of the row above. */
  readonly parent: string;
  /** The routine of which alone the steps are shown; undefined for all. */
  readonly routine?: string;
  /** The maximum number of deployments. */
  readonly most: number;
  readonly now: Date;
}

type Pruning = DescribedHistory['prunings'][number];
type Entry = { readonly at: string } & ({ readonly deployment: DescribedDeployment } | { readonly pruning: Pruning });

/** Returns the notices of the ledger, the days with their deployments, the newest first, and a row that shows more. */
export function listDeploymentRows(history: DescribedHistory, shown: DeploymentsShown): readonly Row[] {
  const { deployments, prunings } = filterHistory(history, shown.routine);
  const entries = [
    ...deployments.map((deployment): Entry => ({ at: deployment.startedAt, deployment })),
    ...prunings.map((pruning): Entry => ({ at: pruning.at, pruning })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1));
  const visible = entries.slice(0, shown.most);
  const undoable = findUndoable(history.deployments);
  const sizes = new Map(history.deployments.map(({ deployment, steps }) => [deployment, steps.length]));
  const days = new Map<string, Entry[]>();
  for (const entry of visible) {
    const day = localDay(new Date(entry.at));
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [
    ...noticeRows(history, shown),
    ...[...days].map(([day, its]) => dayRow(day, its, { shown, undoable, sizes })),
    ...(entries.length === 0 ? [noneRow(history, shown)] : []),
    ...(entries.length > visible.length ? [olderRow(entries.length - visible.length, shown)] : []),
  ];
}

/** Returns the deployments that changed a routine, with its steps alone; of all routines if it is undefined. */
export function filterHistory(history: DescribedHistory, routine: string | undefined): DescribedHistory {
  if (routine === undefined) return history;
  const deployments = history.deployments.flatMap((deployment) => {
    const steps = deployment.steps.filter((step) => isOf(step, routine));
    return steps.length === 0 ? [] : [{ ...deployment, steps }];
  });
  return { ...history, deployments };
}

function isOf(step: DescribedStep, routine: string): boolean {
  const [, kind, name = ''] = /^(?:(\w+):)?(.*)$/.exec(routine.toLowerCase()) ?? [];
  return (kind === undefined || kind === step.kind) && step.routine.toLowerCase().replace(/^\w+:/, '') === name;
}

/** Returns the ids of the deployments that can be rolled back as a whole: no later one changed their routines. */
export function findUndoable(newestFirst: readonly DescribedDeployment[]): ReadonlySet<string> {
  const changedLater = new Set<string>();
  const undoable = new Set<string>();
  for (const { deployment, steps } of newestFirst) {
    const changed = steps.filter(({ outcome }) => outcome === 'done').map(identifyStep);
    if (changed.length > 0 && !changed.some((name) => changedLater.has(name))) undoable.add(deployment);
    for (const name of changed) changedLater.add(name);
  }
  return undoable;
}

function identifyStep({ target, kind, routine }: DescribedStep): string {
  return `${target} ${kind} ${routine.replace(/^\w+:/, '').toLowerCase()}`;
}

function noticeRows({ chain, problems, notes }: DescribedHistory, { project, environment, parent }: DeploymentsShown) {
  const about = { project, environment };
  const sentences = problems.map(({ message }) => message);
  const isBroken = chain === 'broken';
  const faults = isBroken && sentences.length === 0 ? ['The ledger was changed outside Sproc.'] : sentences;
  return [
    ...faults.map((message, i): Row => {
      const icon = { icon: 'error', color: 'list.errorForeground' };
      return { ...about, id: `${parent}/problem ${i}`, label: message, tooltip: message, icon };
    }),
    ...notes.map((message, i): Row => {
      const icon = { icon: 'info', color: null };
      return { ...about, id: `${parent}/note ${i}`, label: message, tooltip: message, icon };
    }),
  ];
}

function noneRow({ chain }: DescribedHistory, { parent, routine, environment }: DeploymentsShown): Row {
  const label =
    chain === 'broken'
      ? 'The rest of the ledger has no readable deployment'
      : `No deployment${routine === undefined ? '' : ` of ${nameOf(routine)}`} to ${environment} is recorded`;
  return { id: `${parent}/none`, label, icon: { icon: 'info', color: null } };
}

function olderRow(count: number, { project, environment, parent }: DeploymentsShown): Row {
  return {
    ...{ project, environment, within: parent },
    id: `${parent}/older`,
    label: 'Show older',
    description: `${count} more`,
    icon: { icon: 'ellipsis', color: null },
    command: rowCommands.showOlder,
  };
}

interface DayContext {
  readonly shown: DeploymentsShown;
  readonly undoable: ReadonlySet<string>;
  /** The number of steps by deployment. */
  readonly sizes: ReadonlyMap<string, number>;
}

function dayRow(day: string, entries: readonly Entry[], context: DayContext): Row {
  const { shown } = context;
  const id = `${shown.parent}/${day}`;
  const newest = new Date(entries[0]?.at ?? 0);
  const count = entries.filter((entry) => 'deployment' in entry).length;
  return {
    ...{ project: shown.project, environment: shown.environment, id },
    label: printDay(newest, shown.now),
    description: count === 0 ? 'removals only' : plural(count, 'deployment'),
    icon: { icon: 'calendar', color: null },
    open: true,
    children: () =>
      Promise.resolve(
        entries.map((entry) =>
          'pruning' in entry ? pruningRow(id, entry.pruning) : deploymentRow(id, entry.deployment, context),
        ),
      ),
  };
}

function pruningRow(parent: string, { at, deployment, by, reason, removed, rows }: Pruning): Row {
  const what = `removed ${plural(removed.length, 'deployment')}`;
  return {
    id: `${parent}/${deployment}`,
    label: `${localTime(new Date(at))} gc`,
    description: `${what} · ${shortAuthor(by)}`,
    tooltip: [`gc ${what} (${plural(rows, 'row')})`, `by ${by}`, ...(reason === null ? [] : [reason]), at].join('\n'),
    icon: { icon: 'trash', color: 'descriptionForeground' },
  };
}

function deploymentRow(parent: string, deployment: DescribedDeployment, context: DayContext): Row {
  const { shown, undoable, sizes } = context;
  const { deployment: id, command, startedAt, finishedAt, by, steps, outcome, end } = deployment;
  const { project, environment } = shown;
  const [only] = steps;
  const subject = steps.length === 1 && only !== undefined ? nameOf(only.routine) : plural(steps.length, 'routine');
  const took = finishedAt === null ? null : printDuration(Date.parse(finishedAt) - Date.parse(startedAt));
  const size = sizes.get(id) ?? steps.length;
  const facts = [
    ...(outcome === 'deployed' ? [] : [end]),
    ...(size === steps.length ? [] : [`${steps.length} of ${plural(size, 'routine')}`]),
    ...[shortAuthor(by), ...(took === null ? [] : [took])],
  ];
  const rowId = `${parent}/${id}`;
  return {
    ...{ project, environment, deployment: id, id: rowId },
    label: `${localTime(new Date(startedAt))} ${command} ${subject}`,
    description: facts.join(' · '),
    spoken: [end, ...facts].join(', '),
    tooltip: describeDeployment(deployment, undoable.has(id)),
    icon: outcomeIcons[outcome],
    kind: kindOf(deployment, undoable),
    ...(steps.length === 0
      ? {}
      : { children: () => Promise.resolve(steps.map((step) => stepRow(rowId, deployment, step, shown))) }),
  };
}

/** Returns the kind, for the menu: what is built on cannot be rolled back as a whole. */
function kindOf({ deployment, outcome }: DescribedDeployment, undoable: ReadonlySet<string>): string {
  if (outcome === 'interrupted') return rowKinds.deploymentInterrupted;
  return undoable.has(deployment) ? rowKinds.deployment : rowKinds.deploymentPast;
}

function describeDeployment(deployment: DescribedDeployment, isUndoable: boolean): string {
  const { deployment: id, command, end, by, from, account, commit, branch, reason, ticket, accepted } = deployment;
  const { startedAt, finishedAt, steps } = deployment;
  const wasDone = steps.some(({ outcome }) => outcome === 'done');
  return [
    `${command}: ${end}`,
    `by ${by} from ${from}${account === null ? '' : `, as ${account}`}`,
    ...(reason === null ? [] : [`reason: ${reason}`]),
    ...(ticket === null ? [] : [`ticket: ${ticket}`]),
    ...(commit === null ? [] : [`commit ${commit.slice(0, 10)}${branch === null ? '' : ` on ${branch}`}`]),
    ...(accepted.length === 0 ? [] : [`accepted: ${accepted.join(', ')}`]),
    `started ${printUtc(startedAt)}${finishedAt === null ? '' : `, finished ${printUtc(finishedAt)}`}`,
    id,
    ...(wasDone && !isUndoable ? ['A later deployment changed its routines again.'] : []),
  ].join('\n');
}

function printUtc(moment: string): string {
  return `${moment.slice(0, 19).replace('T', ' ')} UTC`;
}

function stepRow(parent: string, deployment: DescribedDeployment, step: DescribedStep, shown: DeploymentsShown): Row {
  const { step: number, routine, kind, target, action, strategy, outcome, error, end } = step;
  const isOnSeveral = new Set(deployment.steps.map((each) => each.target)).size > 1;
  const versions = printVersions(step);
  const facts = [versions, ...(outcome === 'done' ? [] : [end]), ...(isOnSeveral ? [target] : [])];
  return {
    ...{ project: shown.project, environment: shown.environment, routine: routine.replace(/^\w+:/, '') },
    ...{ deployment: deployment.deployment, step: number, id: `${parent}/${number} ${target}` },
    label: routine,
    description: facts.join(' · '),
    spoken: `${kind}, ${versions}, ${end}${isOnSeveral ? `, ${target}` : ''}`,
    tooltip: [
      `${kind} ${routine.replace(/^\w+:/, '')}: ${end} on ${target}`,
      versions,
      ...(strategy === action || deployment.kind === 'adopt' ? [] : [`strategy: ${strategy}`]),
      ...(error === null ? [] : [error]),
    ].join('\n'),
    icon: outcome === 'done' ? actionIcons[action] : stepIcons[outcome],
    kind: rowKinds.deploymentStep,
    command: rowCommands.openStep,
  };
}

/** Returns `Ada` of `Ada <ada@example.org>`. */
function shortAuthor(author: string): string {
  return author.replace(/\s*<[^>]*>$/, '') || author;
}

type Icon = Pick<Appearance, 'icon' | 'color'>;

const outcomeIcons: Readonly<Record<DescribedDeployment['outcome'], Icon>> = {
  deployed: { icon: 'pass', color: 'testing.iconPassed' },
  'nothing-to-do': { icon: 'circle-outline', color: 'disabledForeground' },
  'rolled-back': { icon: 'discard', color: 'list.warningForeground' },
  failed: { icon: 'error', color: 'list.errorForeground' },
  partial: { icon: 'error', color: 'list.errorForeground' },
  running: { icon: 'sync', color: 'charts.blue' },
  interrupted: { icon: 'warning', color: 'list.warningForeground' },
};

const actionIcons: Readonly<Record<DescribedStep['action'], Icon>> = {
  create: { icon: 'diff-added', color: 'charts.green' },
  replace: { icon: 'diff-modified', color: 'charts.blue' },
  alter: { icon: 'diff-modified', color: 'charts.blue' },
  drop: { icon: 'diff-removed', color: 'charts.red' },
};

const stepIcons: Readonly<Record<Exclude<DescribedStep['outcome'], 'done'>, Icon>> = {
  failed: { icon: 'error', color: 'list.errorForeground' },
  restored: { icon: 'discard', color: 'list.warningForeground' },
  'not-run': { icon: 'circle-slash', color: 'disabledForeground' },
  running: { icon: 'sync', color: 'charts.blue' },
};
