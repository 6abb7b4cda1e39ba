/** The rows of the Routines view: group → routine, each made when its parent is opened. */
import { rowKinds } from '../workbench/contributions';
import { arrange, type Arrangement, type Group, type RoutineFacts } from './model/arrangement';
import { matches, textsOfRoutine, type FilterCount } from './model/filter';
import { isChanged, type KnownRoutine } from './model/known-routine';
import { isDrifted } from './model/live-row-kind';
import { inPages } from './pages';
import { printPlaces, speakPlace } from './model/places';
import { nameOf, schemaOf } from './model/routine-name';
import type { Row } from './row';
import { kindIcon } from './model/state-appearance';

export interface RoutineList {
  readonly project: string;
  readonly known: readonly KnownRoutine[];
  readonly facts: RoutineFacts;
  readonly arrangement: Arrangement;
  /** Words; empty without a filter. */
  readonly filter: string;
  versionRows(known: KnownRoutine): Promise<readonly Row[]>;
  /** Returns the tooltip of a routine, when the mouse rests on it. */
  explain(known: KnownRoutine): Promise<string>;
}

/** A group of more routines is closed at first. */
const mostOpened = 200;

/** Returns the rows of the groups, and how many routines the filter lets through. */
export function groupRows(list: RoutineList): { readonly rows: readonly Row[]; readonly count: FilterCount } {
  const { known, facts, filter, arrangement, project } = list;
  const shown = filter === '' ? known : known.filter((each) => matches(filter, textsOfRoutine(each, facts)));
  const groups = arrange(shown, arrangement, facts, project);
  return {
    rows: groups.map((group) => groupRow(list, group, groups.length === 1)),
    count: { shown: shown.length, all: known.length },
  };
}

function groupRow(list: RoutineList, { label, icon, members }: Group, isOnly: boolean): Row {
  const { project, filter, arrangement } = list;
  // Another id for each filter: what was closed before must not hide what was found.
  const id = `${project}/${arrangement.group} ${label}${filter === '' ? '' : `?${filter}`}`;
  const sources = members.filter(({ source }) => source !== null).map(({ routine }) => routine);
  return {
    id,
    project,
    label,
    description: String(members.length),
    spoken: members.length === 1 ? '1 routine' : `${members.length} routines`,
    icon: { icon, color: null },
    // Without names a command would mean the whole project.
    ...(sources.length === 0 ? {} : { kind: rowKinds.routineGroup, routines: sources }),
    open: (isOnly || filter !== '') && members.length <= mostOpened,
    children: () =>
      Promise.resolve(
        inPages(
          members,
          id,
          ({ routine }) => nameOf(routine),
          (member) => routineRow(list, member),
        ),
      ),
  };
}

function routineRow(list: RoutineList, known: KnownRoutine): Row {
  const { project, arrangement, facts } = list;
  const { routine, kind, source } = known;
  const places = facts.placesOf(known);
  const drifted = places.filter(({ snapshot }) => isDrifted(snapshot)).map(({ environment }) => environment);
  const version = printVersion(known);
  return {
    id: `${project}/${kind} ${routine}`,
    project,
    routine,
    label: arrangement.group === 'schema' || schemaOf(routine) === '' ? nameOf(routine) : routine,
    description: [version, printPlaces(places)].filter((part) => part !== '').join(' · '),
    spoken: [kind, version, ...places.map(speakPlace)].join(', '),
    explain: () => list.explain(known),
    icon: { icon: kindIcon(kind), color: source === null ? 'disabledForeground' : null },
    kind: kindOf(known),
    marks: { changed: isChanged(known), drifted, ...(source === null ? {} : { source }) },
    ...(source === null ? {} : { opens: { uri: source.uri, line: source.line } }),
    children: () => list.versionRows(known),
  };
}

function kindOf(known: KnownRoutine): string {
  if (known.source === null) return rowKinds.registeredRoutine;
  if (known.registry === null) return rowKinds.newRoutine;
  return isChanged(known) ? rowKinds.changedRoutine : rowKinds.routine;
}

function printVersion(known: KnownRoutine): string {
  const { source, workspace, registry } = known;
  if (source === null) return `${registry ?? ''}, not in the workspace`;
  if (registry === null) return 'no version yet';
  if (isChanged(known)) return `${registry}, changed`;
  return workspace === registry ? registry : `${workspace ?? ''}, newest is ${registry}`;
}
