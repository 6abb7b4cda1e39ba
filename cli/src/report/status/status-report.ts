/** The report of the versions in each environment: a table, the meaning of its words, and totals. */
import {
  plural,
  printState,
  shownState,
  stateWords,
  type LastSeen,
  type RoutineState,
  type ShownState,
  type StatusAnswer,
} from '#engine';
import { describeLastSeen, printSeenState } from './last-seen-report';
import { adviceText } from '../print-action';
import { printAge } from './print-age';
import { oneLine, type Style, printNote } from '../style';
import { printTable } from '../table';

type Row = StatusAnswer['routines'][number];
type Cell = Row['environments'][string];

/** The meaning of each word in a cell. */
const meanings: Readonly<Record<ShownState, string>> = {
  'in-sync': 'the newest version that the environment accepts',
  finished: 'an event that has run for the last time, or whose moment has passed',
  behind: 'the source or the registry has a newer text than this server',
  ahead: 'a version that the environment does not accept yet, or no longer',
  unregistered: 'the text of the workspace or of the last deployment, which is no registered version',
  drifted: 'was changed on the server since the last deployment',
  different: 'a text that is neither a registered version nor a known deployment',
  missing: 'not on the server: it was deployed, or the ledger cannot be read',
  'not-deployed': 'not on the server: never deployed there, or dropped by Sproc',
  unmanaged: 'on the server, and not deployed by this project, or by another one since',
  unreadable: 'on the server, but its text is not shown to the account',
  unknown: 'could not be read, or may exist without being visible to the account',
};

const order = Object.keys(meanings) as readonly ShownState[];

export interface StatusReportOptions {
  readonly onlyChanged: boolean;
  /** The moment from which ages are counted. */
  readonly now: Date;
}

export function printStatus(answer: StatusAnswer, style: Style, { onlyChanged, now }: StatusReportOptions): string {
  const { routines, notes = [], lastSeen = [] } = answer;
  const shown = onlyChanged ? routines.filter(isChanged) : routines;
  const names = [...new Set(routines.flatMap(({ environments }) => Object.keys(environments)))];
  return [
    printRows(shown, { names, lastSeen, now }, style),
    printLegend(shown, style),
    printTotals(routines, names, style),
    ...(onlyChanged && shown.length < routines.length
      ? [`${plural(routines.length - shown.length, 'unchanged routine')} not shown\n`]
      : []),
    ...notes.map((note) => printNote(adviceText(note), style)),
    ...lastSeen.map((seen) => printNote(describeLastSeen(seen, now), style)),
  ].join('');
}

interface Columns {
  readonly names: readonly string[];
  readonly lastSeen: readonly LastSeen[];
  readonly now: Date;
}

function printRows(routines: readonly Row[], { names, lastSeen, now }: Columns, style: Style): string {
  const memories = new Map(
    lastSeen.map((seen) => [seen.environment, { age: printAge(seen.at, now), routines: indexRoutines(seen) }]),
  );
  if (routines.length === 0) return '';
  const head = ['routine', 'kind', 'workspace', 'registry', ...names].map((text) => ({ text, paint: style.bold }));
  const rows = routines.map(({ routine, kind, workspace, registry, environments }) => [
    routine,
    { text: kind, paint: style.faint },
    registry === null && workspace === 'modified' ? 'new' : (workspace ?? '-'),
    registry ?? 'not registered',
    ...names.map((name) => {
      const cell = environments[name];
      if (cell === undefined || isElsewhere({ workspace, registry }, cell)) return '-';
      const memory = memories.get(name);
      const seen = memory?.routines.get(`${kind} ${routine}`);
      const printed = printCell(cell, style);
      return memory === undefined || seen === undefined
        ? printed
        : { ...printed, text: `${printed.text} (${memory.age}: ${printSeenState(seen)})` };
    }),
  ]);
  return printTable([head, ...rows]);
}

function indexRoutines({ routines }: LastSeen): ReadonlyMap<string, LastSeen['routines'][number]> {
  return new Map(routines.map((one) => [`${one.kind} ${one.routine}`, one]));
}

/** Returns true if the routine differs anywhere, or if this is unknown. */
export function isChanged({ workspace, registry, environments }: Row): boolean {
  if (workspace !== registry || registry === 'unknown') return true;
  return Object.values(environments).some(
    (cell) => cell.state !== 'in-sync' || cell.isChangedOutside === true || cell.isRetired === true,
  );
}

function printLegend(routines: readonly Row[], style: Style): string {
  const cells = routines.flatMap((row) => Object.values(row.environments).filter((cell) => !isElsewhere(row, cell)));
  const used = order.filter((state) => state !== 'in-sync' && cells.some((cell) => shownState(cell) === state));
  return printTable(used.map((state) => [{ text: `  ${stateWords[state]}`, paint: style.faint }, meanings[state]]));
}

/** Returns `42 routines: dev 42 in sync · prod 41 in sync, 1 behind`. */
function printTotals(routines: readonly Row[], names: readonly string[], style: Style): string {
  const totals = names.map((name) => {
    const cells = routines.flatMap((row) => {
      const cell = row.environments[name];
      return cell === undefined || isElsewhere(row, cell) ? [] : [cell];
    });
    const counts = ([...order, changedOutside] as const)
      .map((word) => ({ word, count: cells.filter((cell) => wordOf(cell) === word).length }))
      .filter(({ count }) => count > 0);
    return `${style.bold(oneLine(name))} ${counts.map(({ word, count }) => `${count} ${printWord(word)}`).join(', ')}`;
  });
  if (routines.length === 0) return 'No routines\n';
  const all = plural(routines.length, 'routine');
  return totals.length === 0 ? `${all}\n` : `${all}: ${totals.join(' · ')}\n`;
}

const changedOutside = 'changed outside Sproc';

/**
 * Returns the word of a cell. A routine that was changed outside does not count as in sync, although its text may equal
 * a version.
 */
function wordOf(cell: Cell): ShownState | typeof changedOutside {
  return cell.isChangedOutside === true ? changedOutside : shownState(cell);
}

function printWord(word: ShownState | typeof changedOutside): string {
  return word === changedOutside ? word : stateWords[word];
}

/** Returns true for a routine of another environment that this project does not have: nobody misses it here. */
function isElsewhere({ workspace, registry }: Pick<Row, 'workspace' | 'registry'>, cell: Cell): boolean {
  return workspace === null && registry === null && shownState(cell) === 'not-deployed';
}

function printCell(cell: Cell, style: Style) {
  const paints: Readonly<Record<RoutineState, (text: string) => string>> = {
    'in-sync': style.good,
    finished: style.faint,
    behind: style.warn,
    ahead: style.warn,
    unregistered: style.warn,
    drifted: style.bad,
    different: style.warn,
    missing: style.bad,
    unmanaged: style.faint,
    unreadable: style.warn,
    unknown: style.warn,
  };
  const paint = cell.isNeverDeployed === true ? style.warn : paints[cell.state];
  return {
    text: [cell.version, printState(cell)].filter((word) => word !== null).join(' '),
    paint: cell.isChangedOutside === true || cell.isRetired === true ? style.warn : paint,
  };
}
