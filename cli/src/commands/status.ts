/** `sproc status`: which version runs where, as observed. */
import type { RoutineState, StatusAnswer } from '#engine';
import { isChanged, printStatus } from '../report/status-report';
import { askProject } from '../shared/ask-project';
import type { Command } from '../shared/command';

interface StatusOptions {
  readonly changed?: boolean;
}

export const status: Command<StatusOptions> = {
  name: 'status',
  operands: '[environments...]',
  summary: 'Show which version runs where, and what has drifted',
  options: [{ flags: '--changed', summary: 'Show only routines that differ somewhere, or could not be read.' }],
  examples: ['status', 'status --changed', 'status prod --json'],
  run(call) {
    return askProject(
      call,
      (sproc) => sproc.status({ environments: call.operands }),
      (answer) => ({
        exit: hasDrifted(answer) ? 1 : 0,
        ...(call.options.changed === true && {
          answer: { ...answer, routines: answer.routines.filter(isChanged) },
        }),
        text: (style) => printStatus(answer, style, call.options.changed === true),
      }),
    );
  },
};

function hasDrifted({ routines, unread = [], unfinished = [] }: StatusAnswer): boolean {
  if (unread.length + unfinished.length > 0) return true;
  return routines.some(
    ({ registry, environments }) =>
      registry === 'unknown' ||
      Object.values(environments).some(
        ({ state, isChangedOutside }) => isChangedOutside === true || state === 'drifted' || isUnknown(state),
      ),
  );
}

function isUnknown(state: RoutineState): boolean {
  return state === 'unknown' || state === 'unreadable';
}
