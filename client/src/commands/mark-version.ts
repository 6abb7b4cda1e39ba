/** Mark Version…: changes a version's status, with the reason. */
import type { VersionStatus } from '#engine';
import { mark } from '#protocol';
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
    const to = argument.status ?? (await askStatus(context, title, picked.status));
    if (to === undefined) return undefined;
    const reason =
      argument.reason ?? (await context.dialogs.ask({ title, prompt: 'Reason (recorded with the change)' }));
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

const statuses: readonly VersionStatus[] = ['DEVELOPMENT', 'TESTING', 'PRODUCTION', 'DEPRECATED', 'RETIRED'];

async function askStatus(
  { dialogs }: CommandContext,
  title: string,
  now: VersionStatus,
): Promise<VersionStatus | undefined> {
  const choices = statuses.filter((status) => status !== now).map((status) => ({ label: status, value: status }));
  return dialogs.pick(choices, title, `It is ${now} now.`);
}
