/** Mark Version…: changes a version's status, with the reason. */
import type { MarkAnswer, VersionAnswer, VersionStatus } from '#engine';
import { plural } from '../documents/plural';
import { mark, nextStatuses } from '#protocol';
import { commands } from '../workbench/contributions';
import { press, showFailure } from '../workbench/failure-message';
import { askProjectToChange, checkReason } from './ask';
import type { Command, CommandContext } from './command';
import { nextAfterMark } from './next-actions';
import { pickVersions } from './pick-version';

export const markVersion: Command = {
  id: commands.markVersion,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    const picked = state && (await pickVersions(context, state, argument, 'Mark Version'));
    const [first] = picked ?? [];
    if (state === undefined || picked === undefined || first === undefined) return undefined;
    const { project } = state;
    const title = picked.length === 1 ? `Mark ${print(first)}` : `Mark ${plural(picked.length, 'version')}`;
    const to = argument.status ?? (await askStatus(context, title, [...new Set(picked.map(({ status }) => status))]));
    if (to === undefined) return undefined;
    const reason =
      argument.reason ??
      (await context.dialogs.ask({ title, prompt: 'Reason (recorded with the change)', check: checkReason }));
    if (reason === undefined) return undefined;
    const done: MarkAnswer[] = [];
    for (const version of picked) {
      const ref = `${version.routine}@${version.version}`;
      const reply = await context.server.ask(mark, { project, ref, from: version.status, status: to, reason });
      if (reply.ok) done.push(reply.value);
      else await showFailure(context, reply.error, { project });
    }
    const [marked] = done;
    if (marked === undefined) return undefined;
    const sentence =
      picked.length === 1
        ? `${print(first)}: ${marked.from} → ${marked.to}.`
        : `${done.length} of ${plural(picked.length, 'version')} marked as ${to}.`;
    const next = nextAfterMark(state, done);
    void context.dialogs
      .report(done.length === picked.length ? 'information' : 'warning', sentence, ...next.map((each) => each.title))
      .then((pressed) => press(next, pressed));
    return picked.length === 1 ? marked : done;
  },
};

function print({ routine, version }: VersionAnswer): string {
  return `${routine} ${version}`;
}

/** Asks for the new status among those that may follow each of the present ones. */
async function askStatus(
  context: CommandContext,
  title: string,
  now: readonly VersionStatus[],
): Promise<VersionStatus | undefined> {
  const replies = await Promise.all(now.map((from) => context.server.ask(nextStatuses, { from })));
  const lists = replies.map((reply) => (reply.ok ? reply.value : []));
  const common = (lists[0] ?? []).filter((status) => lists.every((list) => list.includes(status)));
  const failed = replies.find((reply) => !reply.ok);
  if (failed?.ok === false) {
    await showFailure(context, failed.error);
    return undefined;
  }
  if (common.length === 0 && now.length > 1) {
    const message = `No status may follow each of ${now.join(', ')}. Mark the versions of one status at a time.`;
    await context.dialogs.report('warning', message);
    return undefined;
  }
  const choices = common.map((status) => ({ label: status, value: status }));
  const question = now.length === 1 ? `It is ${now.join()} now.` : `They are ${now.join(', ')} now.`;
  return context.dialogs.pick(choices, title, question);
}
