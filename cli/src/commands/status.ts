/** `sproc status`: which version runs where, as observed. */
import { printState, type RoutineState, type StatusAnswer } from '#engine';
import { askProject } from '../shared/ask-project';
import type { Command } from '../shared/command';
import { oneLine, type Style } from '../report/style';
import { printTable } from '../report/table';

export const status: Command = {
  name: 'status',
  operands: '[environments...]',
  summary: 'Show which version runs where, and mark what has drifted',
  options: [],
  examples: ['status', 'status prod --json'],
  run(call) {
    return askProject(
      call,
      (sproc) => sproc.status({ environments: call.operands }),
      (answer) => ({ exit: hasDrifted(answer) ? 1 : 0, text: (style) => printStatus(answer, style) }),
    );
  },
};

function hasDrifted({ routines, unread = [], unfinished = [] }: StatusAnswer): boolean {
  if (unread.length + unfinished.length > 0) return true;
  return routines.some(
    ({ registry, environments }) =>
      registry === 'unknown' ||
      Object.values(environments).some(
        ({ state, isChangedOutside }) => isChangedOutside === true || state === 'drifted' || state === 'unknown',
      ),
  );
}

function printStatus({ routines, notes = [] }: StatusAnswer, style: Style): string {
  const names = [...new Set(routines.flatMap(({ environments }) => Object.keys(environments)))];
  const bold = (text: string) => ({ text, paint: style.bold });
  const head = ['routine', 'workspace', 'registry', ...names].map(bold);
  const rows = routines.map(({ routine, workspace, registry, environments }) => [
    routine,
    workspace ?? '-',
    registry ?? '-',
    ...names.map((name) => printCell(environments[name], style)),
  ]);
  const table = routines.length === 0 ? 'No routines\n' : printTable([head, ...rows]);
  return `${table}${notes.map((note) => `${style.warn('note')} ${oneLine(note)}\n`).join('')}`;
}

function printCell(cell: StatusAnswer['routines'][number]['environments'][string] | undefined, style: Style) {
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
