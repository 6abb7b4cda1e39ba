/** Mark Version…: changes a version's status, with the reason. */
import type { VersionStatus } from '#engine';
import { mark, nextStatuses } from '#protocol';
import { commands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { askProject, demandTrust } from './ask';
import type { Command, CommandContext } from './command';
import { pickVersion } from './pick-version';

export const markVersion: Command = {
  id: commands.markVersion,
  async run(context, argument) {
    const state = (await demandTrust(context)) ? await askProject(context, argument) : undefined;
    const picked = state && (await pickVersion(context, state, argument, 'Mark Version'));
    if (state === undefined || picked === undefined) return undefined;
    const { project } = state;
    const { routine, version } = picked;
    const title = `Mark ${routine} ${version}`;
    const to = argument.status ?? (await askStatus(context, title, picked.status, project));
    if (to === undefined) return undefined;
    const reason =
      argument.reason ??
      (await context.dialogs.ask({ title, prompt: 'Reason (recorded with the change)', check: checkReason }));
    if (reason === undefined) return undefined;
    const wanted = { project, ref: `${routine}@${version}`, from: picked.status, status: to, reason };
    const reply = await context.server.ask(mark, wanted);
    if (!reply.ok) {
      await showFailure(context, reply.error, { project });
      return undefined;
    }
    void context.dialogs.report('information', `${routine} ${version}: ${reply.value.from} → ${reply.value.to}.`);
    return reply.value;
  },
};

function checkReason(text: string): string | null {
  return text.trim() === '' ? 'A reason is required: it is recorded with the change.' : null;
}

/** Asks for the new status among those that may follow the present one. */
async function askStatus(
  context: CommandContext,
  title: string,
  now: VersionStatus,
  project: string,
): Promise<VersionStatus | undefined> {
  const reply = await context.server.ask(nextStatuses, { from: now });
  if (!reply.ok) {
    await showFailure(context, reply.error, { project });
    return undefined;
  }
  const choices = reply.value.map((status) => ({ label: status, value: status }));
  return context.dialogs.pick(choices, title, `It is ${now} now.`);
}
