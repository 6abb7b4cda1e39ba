/** The report of the versions in each environment: a table, the meaning of its words, and totals. */
import { plural, printState, type RoutineState, type StatusAnswer } from '#engine';
import { oneLine, type Style } from './style';
import { printTable } from './table';

type Row = StatusAnswer['routines'][number];
type Cell = Row['environments'][string];

/** The meaning of each word in a cell. */
const meanings: Readonly<Record<RoutineState, string>> = {
  'in-sync': 'the newest version that the environment accepts',
  behind: 'an older version than the environment accepts',
  ahead: 'a version that the environment does not accept yet, or no longer',
  drifted: 'a text that is neither a registered version nor the last deployment',
  missing: 'not on the server',
  unmanaged: 'on the server, but never deployed by this project',
  unknown: 'could not be read, or may exist without being visible to the account',
};

const order = Object.keys(meanings) as readonly RoutineState[];

export function printStatus({ routines, notes = [] }: StatusAnswer, style: Style, onlyChanged: boolean): string {
  const shown = onlyChanged ? routines.filter(isChanged) : routines;
  const names = [...new Set(routines.flatMap(({ environments }) => Object.keys(environments)))];
  return [
    printRows(shown, names, style),
    printLegend(shown, style),
    printTotals(routines, names, style),
    ...(onlyChanged ? [`${plural(routines.length - shown.length, 'unchanged routine')} not shown\n`] : []),
    ...notes.map((note) => `${style.warn('note')} ${oneLine(note)}\n`),
  ].join('');
}

function printRows(routines: readonly Row[], names: readonly string[], style: Style): string {
  if (routines.length === 0) return '';
  const head = ['routine', 'kind', 'workspace', 'registry', ...names].map((text) => ({ text, paint: style.bold }));
  const rows = routines.map(({ routine, kind, workspace, registry, environments }) => [
    routine,
    { text: kind, paint: style.faint },
    registry === null && workspace === 'modified' ? 'new' : (workspace ?? '-'),
    registry ?? '-',
    ...names.map((name) => printCell(environments[name], style)),
  ]);
  return printTable([head, ...rows]);
}

/** Returns true if the routine differs anywhere, or if this is unknown. */
function isChanged({ workspace, registry, environments }: Row): boolean {
  if (workspace !== registry || registry === 'unknown') return true;
  return Object.values(environments).some((cell) => cell.state !== 'in-sync' || cell.isChangedOutside === true);
}

function printLegend(routines: readonly Row[], style: Style): string {
  const cells = routines.flatMap(({ environments }) => Object.values(environments));
  const used = order.filter((state) => state !== 'in-sync' && cells.some((cell) => cell.state === state));
  return printTable(used.map((state) => [{ text: `  ${printWord(state)}`, paint: style.faint }, meanings[state]]));
}

/** Returns `42 routines: dev 42 in sync · prod 41 in sync, 1 behind`. */
function printTotals(routines: readonly Row[], names: readonly string[], style: Style): string {
  const totals = names.map((name) => {
    const cells = routines.map(({ environments }) => environments[name]).filter((cell) => cell !== undefined);
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
function wordOf({ state, isChangedOutside }: Cell): RoutineState | typeof changedOutside {
  return isChangedOutside === true ? changedOutside : state;
}

function printWord(word: RoutineState | typeof changedOutside): string {
  return word.replace('-', ' ');
}

function printCell(cell: Cell | undefined, style: Style) {
  if (cell === undefined) return '-';
  const paints: Readonly<Record<RoutineState, (text: string) => string>> = {
    'in-sync': style.good,
    behind: style.warn,
    ahead: style.warn,
    drifted: style.bad,
    missing: style.bad,
    unmanaged: style.faint,
    unknown: style.warn,
  };
  const paint = cell.isNeverDeployed === true ? style.warn : paints[cell.state];
  return {
    text: [cell.version, printState(cell)].filter((word) => word !== null).join(' '),
    paint: cell.isChangedOutside === true ? style.warn : paint,
  };
}
