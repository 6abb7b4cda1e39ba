/** Resolve Registry Conflict…: settles what two merged branches recorded for one routine. */
import type { ConflictAnswer } from '#engine';
import { resolveConflict as resolveRequest, versions, type ProjectState } from '#protocol';
import { describeResolution } from '../documents/reports/effects';
import type { CommandArgument } from '../workbench/command-argument';
import { commands } from '../workbench/contributions';
import type { Choice } from '../workbench/dialogs';
import { showFailure } from '../workbench/failure-message';
import { askProjectToChange, checkReason } from './ask';
import type { Command, CommandContext } from './command';
import { tryThenRun } from './try-then-run';

export const resolveConflict: Command = {
  id: commands.resolveConflict,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    const routine = state && (await askRoutine(context, state, argument));
    if (state === undefined || routine === undefined) return undefined;
    const { dialogs } = context;
    const title = `Resolve the conflict of ${routine}`;
    const keep = await dialogs.pick(branches, title, 'Which branch should continue?');
    const statuses =
      keep && (await dialogs.pick(treatments, title, 'The status changes of the branch that is not kept'));
    if (keep === undefined || statuses === undefined) return undefined;
    const reason =
      argument.reason ??
      (await dialogs.ask({ title, prompt: 'Reason (recorded in the status log)', check: checkReason }));
    if (reason === undefined) return undefined;
    const { project } = state;
    const wanted = { project, routine, keep, statuses, reason };
    return tryThenRun(context, argument, {
      ...{ project, environment: null, title, button: 'Resolve' },
      ask: ({ dryRun }, token) => context.server.ask(resolveRequest, { ...wanted, dryRun }, token),
      describe: describeResolution,
    });
  },
};

const branches: readonly Choice<'ours' | 'theirs'>[] = [
  { label: 'Keep ours', detail: 'What your branch registered and marked', value: 'ours' },
  { label: 'Keep theirs', detail: 'What the merged branch registered and marked', value: 'theirs' },
];

const treatments: readonly Choice<'carry' | 'drop'>[] = [
  { label: 'Carry over', detail: 'Changes that may follow are recorded again', value: 'carry' },
  { label: 'Drop', detail: 'None of them count', value: 'drop' },
];

/** Returns the routine of the argument, or one of those in conflict. */
async function askRoutine(
  context: CommandContext,
  { project }: ProjectState,
  { routine }: CommandArgument,
): Promise<string | undefined> {
  if (routine !== undefined) return routine;
  const reply = await context.server.ask(versions, { project, listConflicts: true });
  if (!reply.ok) {
    await showFailure(context, reply.error, { project });
    return undefined;
  }
  const conflicts = reply.value.conflicts ?? [];
  if (conflicts.length === 0) {
    void context.dialogs.report('information', 'The registry has no conflict to resolve.');
    return undefined;
  }
  const choices = conflicts.map(({ routine: label, kind, message }: ConflictAnswer): Choice<string> => ({
    ...{ label, description: kind, detail: message },
    value: conflicts.filter(({ routine }) => routine === label).length > 1 ? `${kind}:${label}` : label,
  }));
  return context.dialogs.pick(choices, 'Resolve Registry Conflict', 'Select a routine in conflict');
}
