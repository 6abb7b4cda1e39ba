/** The notes of a status beside its matrix: deployments that never ended, unreadable ledgers, incomplete lists. */
import { append } from '../../base/long-lists';
import { printIncompleteLists } from '../../database/list-completeness';
import { explainFailure, type Failure } from '../../base/failure';
import { advise, type Advice } from '../../base/advice';
import { acceptIt, describeFault } from '../../lifecycle/preflight/check-ledger';
import { plural } from '../../base/plural';
import { printState } from '../../routine/states/state-words';
import type { ChainFault } from '../../ledger/ledger';
import type { RoutineStatus } from '../../routine/states/routine-state';
import type { StatusAnswer } from '../answers/status';
import type { SeenEnvironment } from './seen-environments';

export function reportLedgers(
  columns: readonly SeenEnvironment[],
  routines: StatusAnswer['routines'],
  registry: Failure | null,
): Pick<StatusAnswer, 'unread' | 'unfinished' | 'changedLedgers' | 'notes'> {
  const unfinished: NonNullable<StatusAnswer['unfinished']>[number][] = [];
  const unread: NonNullable<StatusAnswer['unread']>[number][] = [];
  const changedLedgers: NonNullable<StatusAnswer['changedLedgers']>[number][] = [];
  const notes: Advice[] = [];
  if (registry !== null)
    notes.push(advise`The registry could not be read, so versions are unknown. ${explainFailure(registry)}`);
  for (const column of columns) {
    const { environment, sides, failure } = column;
    const { name } = environment;
    if (failure !== null) {
      const message = explainFailure(failure);
      unread.push({ environment: name, kind: failure.kind, message });
      notes.push(advise`The state of ${name} is unknown. ${message}`);
    }
    for (const side of sides) {
      const { ledger, unreadable } = side;
      append(notes, printIncompleteLists(side.incomplete));
      append(notes, reportUnreadable([...unreadable.values()].map(({ reason }) => reason)));
      if (ledger === null) continue;
      const { target, problem, holder, fault } = ledger;
      if (fault !== undefined)
        changedLedgers.push({ environment: name, target, message: explainFault(name, target, fault) });
      if (problem !== null)
        notes.push(
          advise`The ledger of ${target} could not be read, so it is unknown what was deployed there. ${explainFailure(problem)}`,
        );
      if (holder !== null) notes.push(`${holder} is deploying to ${target}.`);
      else for (const deployment of ledger.unfinished) unfinished.push({ environment: name, target, deployment });
    }
    append(notes, reportUnequalTargets(name, routines));
    append(notes, reportOutsiders(name, routines));
    append(notes, reportRetired(name, routines));
  }
  append(
    notes,
    changedLedgers.map(({ message }) => message),
  );
  append(notes, unfinished.map(explainInterruption));
  return {
    ...(unread.length > 0 ? { unread } : {}),
    ...(unfinished.length > 0 ? { unfinished } : {}),
    ...(changedLedgers.length > 0 ? { changedLedgers } : {}),
    ...(notes.length > 0 ? { notes } : {}),
  };
}

function explainFault(environment: string, target: string, fault: ChainFault): Advice {
  return explainFailure({
    message: describeFault(target, { fault }),
    remedy: acceptIt(environment),
  });
}

/** Returns a sentence about a deployment that never ended, with the way to end it. */
export function explainInterruption({
  environment,
  target,
  deployment,
}: NonNullable<StatusAnswer['unfinished']>[number]): Advice {
  return advise`Deployment ${deployment} to ${target} was interrupted; routines may be in an intermediate state. Run ${{ id: 'recover', environment }}.`;
}

/** Reports routines whose targets differ, with each target's own version and state. */
function reportUnequalTargets(name: string, routines: StatusAnswer['routines']): readonly string[] {
  const unequal = routines.flatMap(({ routine, environments }) => {
    const targets = environments[name]?.targets;
    return targets === undefined ? [] : [`${routine} differs among the targets of ${name}: ${printTargets(targets)}.`];
  });
  const more = unequal.length - mostUnequal;
  return more > 0
    ? [...unequal.slice(0, mostUnequal), `${plural(more, 'more routine')} differ among the targets of ${name}.`]
    : unequal;
}

const mostUnequal = 20;

function printTargets(targets: Readonly<Record<string, RoutineStatus>>): string {
  return Object.entries(targets)
    .map(([label, status]) => [label, status.version, printState(status)].filter((word) => word !== null).join(' '))
    .join('; ');
}

/** Reports routines that were changed outside Sproc; dropped ones cannot be adopted. */
function reportOutsiders(name: string, routines: StatusAnswer['routines']): readonly Advice[] {
  const outside = routines.filter(({ environments }) => environments[name]?.isChangedOutside === true);
  const list = (isDropped: boolean): string =>
    outside
      .filter(({ environments }) => (environments[name]?.state === 'missing') === isDropped)
      .map(({ routine }) => routine)
      .join(', ');
  const [changed, dropped] = [list(false), list(true)];
  return [
    ...(changed === ''
      ? []
      : [
          advise`Changed outside Sproc since the last deployment to ${name}: ${changed}. Review with ${{ id: 'drift', environment: name }}; ${{ id: 'option', name: 'adopt' }} accepts the change.`,
        ]),
    ...(dropped === ''
      ? []
      : [
          advise`Dropped outside Sproc since the last deployment to ${name}: ${dropped}. Run ${{ id: 'drift', environment: name, way: 'revert' }} to create it again.`,
        ]),
  ];
}

/** Reports the routines of which a RETIRED version still runs on a target. */
function reportRetired(name: string, routines: StatusAnswer['routines']): readonly Advice[] {
  const running = routines.flatMap(({ routine, environments }) => {
    const cell = environments[name];
    const cells = cell === undefined ? [] : Object.values(cell.targets ?? { '': cell });
    const versions = new Set(cells.flatMap((one) => (one.isRetired === true ? [one.version] : [])));
    return versions.size === 0 ? [] : [`${routine} ${[...versions].join(' and ')}`];
  });
  return running.length === 0
    ? []
    : [
        advise`RETIRED versions still run in ${name}: ${running.join(', ')}. Deploy other versions with ${{ id: 'deploy', environment: name }}, or remove them with ${{ id: 'option', name: 'prune' }}.`,
      ];
}

/** A privilege that is missing hides all of a schema at once. */
const mostShown = 3;

function reportUnreadable(reasons: readonly string[]): readonly string[] {
  const more = reasons.length - mostShown;
  const shown = reasons.slice(0, mostShown);
  return more > 0
    ? [...shown, more === 1 ? '1 more routine is not readable there.' : `${more} more routines are not readable there.`]
    : shown;
}
