/** `sproc status`: which version runs where, as observed. */
import type { Failure, RoutineState, Sproc, StatusAnswer } from '#engine';
import { printLastSeen } from '../report/status/last-seen-report';
import { isChanged, printStatus } from '../report/status/status-report';
import { renderReport } from '../report/style';
import type { Call, Command } from '../shared/command';

interface StatusOptions {
  readonly changed?: boolean;
}

export const status: Command<StatusOptions> = {
  name: 'status',
  operands: '[environments...]',
  summary: 'Show which version runs where, and what has drifted',
  options: [{ flags: '--changed', summary: 'Show only routines that differ somewhere, or could not be read.' }],
  examples: ['status', 'status --changed', 'status prod --json'],
  async run(call) {
    const sproc = await call.open();
    if (!sproc.ok) return sproc;
    const read = await sproc.value.status({ environments: call.operands });
    if (!read.ok) {
      if (isDown.has(read.error.kind)) await reportLastSeen(call, sproc.value);
      return read;
    }
    const answer = read.value;
    const onlyChanged = call.options.changed === true;
    return {
      ok: true,
      value: {
        exit: hasDrifted(answer) ? 1 : 0,
        answer: onlyChanged ? { ...answer, routines: answer.routines.filter(isChanged) } : answer,
        text: (style) => printStatus(answer, style, { onlyChanged, now: new Date() }),
      },
    };
  },
};

/** The failures of an environment that another moment, or another account, might read. */
const isDown: ReadonlySet<Failure['kind']> = new Set(['unreachable', 'not-permitted', 'could-not']);

/** Reports to a person what was last seen where no environment could be read; the failure is the answer nevertheless. */
async function reportLastSeen({ host, json, operands }: Call<StatusOptions>, sproc: Sproc): Promise<void> {
  if (json) return;
  const seen = await sproc.lastSeen(operands.length === 0 ? {} : { environments: operands });
  if (seen.ok) host.report(renderReport((style) => printLastSeen(seen.value, style, new Date()), false));
}

function hasDrifted({ routines, unread = [], unfinished = [] }: StatusAnswer): boolean {
  if (unread.length + unfinished.length > 0) return true;
  return routines.some(
    ({ workspace, registry, environments }) =>
      registry === 'unknown' ||
      Object.values(environments).some(
        ({ state, isChangedOutside }) =>
          isChangedOutside === true ||
          state === 'drifted' ||
          state === 'different' ||
          (state === 'unmanaged' && (workspace !== null || registry !== null)) ||
          isUnknown(state),
      ),
  );
}

function isUnknown(state: RoutineState): boolean {
  return state === 'unknown' || state === 'unreadable';
}
