/** Show Versions…: finds a registered version and opens its text. */
import { commands } from '../workbench/contributions';
import { askProject } from './ask';
import type { Command } from './command';
import { openText } from './open-text';
import { pickVersion } from './pick-version';

export const showVersions: Command = {
  id: commands.showVersions,
  async run(context, argument) {
    const state = await askProject(context, argument);
    const picked = state && (await pickVersion(context, state, argument, 'Show Versions'));
    if (state === undefined || picked === undefined) return undefined;
    const { routine, version } = picked;
    await openText.run(context, { project: state.project, routine, version });
    return picked;
  },
};
