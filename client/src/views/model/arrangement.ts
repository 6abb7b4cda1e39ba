/** The arrangement of the Routines view: by what its rows are grouped, and their order. */
import type { VersionStatus } from '#engine';
import { isChanged, type KnownRoutine } from './known-routine';
import { schemaOf } from './routine-name';
import { kindIcon, statusAppearance, type Appearance } from './state-appearance';
import { worstRank, type Place } from './places';

export const groupings = ['schema', 'folder', 'kind', 'status'] as const;
export const sortings = ['name', 'state'] as const;

export interface Arrangement {
  readonly group: (typeof groupings)[number];
  readonly sort: (typeof sortings)[number];
}

export const usualArrangement: Arrangement = { group: 'schema', sort: 'name' };

/** The facts of a routine beyond its names. */
export interface RoutineFacts {
  placesOf(known: KnownRoutine): readonly Place[];
  /** Returns the status of its newest version; null if it has none, or if that could not be read. */
  statusOf(known: KnownRoutine): VersionStatus | null;
  /** Returns the tables that it names; empty if they were not read. */
  tablesOf(known: KnownRoutine): readonly string[];
}

export interface Group extends Pick<Appearance, 'icon'> {
  readonly label: string;
  readonly members: readonly KnownRoutine[];
}

/** Returns the groups in order, each with its routines in order. */
export function arrange(
  routines: readonly KnownRoutine[],
  { group, sort }: Arrangement,
  facts: RoutineFacts,
  project: string,
): readonly Group[] {
  const ordered = sort === 'name' ? routines : sortByState(routines, facts);
  const groups = new Map<string, Head & { readonly members: KnownRoutine[] }>();
  for (const known of ordered) {
    const head = headOf(known, group, facts, project);
    const found = groups.get(head.label);
    if (found === undefined) groups.set(head.label, { ...head, members: [known] });
    else found.members.push(known);
  }
  return [...groups.values()].toSorted((a, b) => a.rank - b.rank || compareTexts(a.label, b.label));
}

interface Head {
  readonly label: string;
  readonly icon: string;
  /** Groups of a lower rank come first, those of the same by name. */
  readonly rank: number;
}

function headOf(known: KnownRoutine, group: Arrangement['group'], facts: RoutineFacts, project: string): Head {
  const { routine, kind, source, registry } = known;
  switch (group) {
    case 'schema':
      return { label: schemaOf(routine) || '(no schema)', icon: 'symbol-namespace', rank: 0 };
    case 'kind':
      return { label: kind, icon: kindIcon(kind), rank: 0 };
    case 'folder':
      if (source === null) return { label: '(not in the workspace)', icon: 'folder', rank: 1 };
      return { label: folderOf(source.uri, project), icon: 'folder', rank: 0 };
    case 'status': {
      if (registry === null) return { label: 'no version yet', icon: 'tag', rank: 8 };
      const status = facts.statusOf(known);
      if (status === null) return { label: 'status not known', icon: 'question', rank: 9 };
      const { words, icon } = statusAppearance[status];
      return { label: words, icon, rank: Object.keys(statusAppearance).indexOf(status) };
    }
  }
}

/** Returns the folder of a file relative to the project. */
function folderOf(uri: string, project: string): string {
  const path = uri.startsWith(`${project}/`) ? uri.slice(project.length + 1) : uri;
  const end = path.lastIndexOf('/');
  return end < 0 ? '(project folder)' : decodeURIComponent(path.slice(0, end));
}

/** Returns those first that need attention: the worst state in any environment, then changes that no version has. */
function sortByState(routines: readonly KnownRoutine[], facts: RoutineFacts): readonly KnownRoutine[] {
  return routines
    .map((known) => ({ known, rank: worstRank(facts.placesOf(known)), changed: isChanged(known) }))
    .toSorted((a, b) => a.rank - b.rank || Number(b.changed) - Number(a.changed))
    .map(({ known }) => known);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
