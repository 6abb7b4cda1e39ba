/** The rows of an environment: its routines by state, those that need attention first, and by schema if there are several. */
import type { EnvironmentSnapshot, RoutineSnapshot } from '#protocol';
import { commands } from '../workbench/contributions';
import { matches, textsOfLive, type FilterCount } from './model/filter';
import { isDrifted, liveGroupKind, liveRowKind } from './model/live-row-kind';
import { inPages } from './pages';
import { nameOf, schemaOf } from './model/routine-name';
import type { Row } from './row';
import { stateAppearance, stateOrder } from './model/state-appearance';

export interface LiveList {
  readonly project: string;
  readonly environment: string;
  readonly snapshot: EnvironmentSnapshot;
  /** Words; empty without a filter. */
  readonly filter: string;
  readonly onlyDiffering: boolean;
}

type ShownState = RoutineSnapshot['shown'];

/** The states in which there is nothing to do. */
const quiet: readonly ShownState[] = ['in-sync', 'finished'];

/** Returns the rows of the groups, and how many routines the filter lets through. */
export function liveRows(list: LiveList): { readonly rows: readonly Row[]; readonly count: FilterCount } {
  const { snapshot, filter, onlyDiffering, project, environment } = list;
  const all = Object.values(snapshot.routines).toSorted((a, b) => (a.routine < b.routine ? -1 : 1));
  const found = filter === '' ? all : all.filter((each) => matches(filter, textsOfLive(each)));
  const groups = stateOrder
    .map((state) => ({ state, members: found.filter((each) => groupOf(each) === state) }))
    .filter(({ members }) => members.length > 0);
  const shown = groups.filter(({ state }) => !onlyDiffering || !quiet.includes(state));
  const hidden = groups.filter((group) => !shown.includes(group));
  const rows = shown.map((group) => stateRow(list, group));
  const count = { shown: found.length, all: all.length };
  const id = `${project}/${environment}`;
  if (all.length === 0) return { rows: [{ id: `${id}/none`, label: 'No routines', icon: plain('info') }], count };
  if (found.length === 0) return { rows: [noMatchRow(id)], count };
  return { rows: [...rows, ...hidden.map((group) => hiddenRow(id, group))], count };
}

interface StateGroup {
  readonly state: ShownState;
  readonly members: readonly RoutineSnapshot[];
}

function groupOf(snapshot: RoutineSnapshot): ShownState {
  return isDrifted(snapshot) ? 'drifted' : snapshot.shown;
}

/** More rows are not opened by themselves. */
const mostOpened = 50;

function stateRow(list: LiveList, { state, members }: StateGroup): Row {
  const { project, environment, filter } = list;
  const id = `${project}/${environment}/${state}${filter === '' ? '' : `?${filter}`}`;
  const schemas = [...new Set(members.map(({ routine }) => schemaOf(routine)))].sort();
  return {
    ...groupRow(list, id, members),
    label: wordsOf(state),
    icon: stateAppearance[state],
    open: members.length <= mostOpened && (filter !== '' || !quiet.includes(state)),
    children: () =>
      Promise.resolve(
        schemas.length === 1
          ? memberRows(list, id, members)
          : schemas.map((schema) => schemaRow(list, id, schema, members)),
      ),
  };
}

function schemaRow(list: LiveList, parent: string, schema: string, all: readonly RoutineSnapshot[]): Row {
  const members = all.filter(({ routine }) => schemaOf(routine) === schema);
  const id = `${parent}/${schema}`;
  return {
    ...groupRow(list, id, members),
    label: schema === '' ? '(no schema)' : schema,
    icon: plain('symbol-namespace'),
    open: members.length <= mostOpened,
    children: () => Promise.resolve(memberRows(list, id, members)),
  };
}

function groupRow(
  { project, environment }: LiveList,
  id: string,
  members: readonly RoutineSnapshot[],
): Pick<Row, 'id' | 'project' | 'environment' | 'routines' | 'description' | 'kind'> {
  const kind = liveGroupKind(members);
  return {
    ...{ id, project, environment, description: String(members.length) },
    routines: members.map(({ routine }) => routine),
    ...(kind === null ? {} : { kind }),
  };
}

function memberRows(list: LiveList, id: string, members: readonly RoutineSnapshot[]): readonly Row[] {
  return inPages(
    members,
    id,
    ({ routine }) => nameOf(routine),
    (member) => liveRow(list, member),
  );
}

function liveRow({ project, environment }: LiveList, snapshot: RoutineSnapshot): Row {
  const { routine, kind, version, state, shown, words } = snapshot;
  // The group has the word already; what goes beyond it is said here.
  const more = words === wordsOf(groupOf(snapshot)) ? [] : [words];
  return {
    id: `${project}/${environment}/${kind} ${routine}`,
    project,
    environment,
    routine,
    label: nameOf(routine),
    description: [...(version === null ? [] : [version]), ...more].join(' · '),
    spoken: version === null ? `${kind}, ${words}` : `${kind}, ${version}, ${words}`,
    tooltip: `${kind} ${routine}: ${version === null ? '' : `${version}, `}${words} on ${environment}${meaningOf(shown)}`,
    icon: stateAppearance[shown],
    kind: liveRowKind(snapshot),
    ...(state === 'missing' ? {} : { opens: { ref: `${routine}@${environment}` } }),
  };
}

/** Returns the meaning of a state whose word does not say what to do; empty for the others. */
function meaningOf(state: ShownState): string {
  return state === 'unmanaged'
    ? '. It exists there, and no source of this project defines it. Import it to manage it, or leave it.'
    : '';
}

/** Names what *Only What Differs* leaves out: nothing is hidden without a word. */
function hiddenRow(id: string, { state, members }: StateGroup): Row {
  return {
    id: `${id}/hidden ${state}`,
    label: `${members.length} ${wordsOf(state)}`,
    description: 'not shown. Click to show everything',
    icon: plain('eye-closed'),
    command: commands.showAllStates,
  };
}

function noMatchRow(id: string): Row {
  return {
    id: `${id}/no-match`,
    label: 'No routine matches the filter',
    description: 'Click to clear it',
    icon: plain('filter'),
    command: commands.clearEnvironmentsFilter,
  };
}

/** Returns the engine's word for a state. */
function wordsOf(state: ShownState): string {
  return state.replace('-', ' ');
}

function plain(icon: string): NonNullable<Row['icon']> {
  return { icon, color: null };
}
