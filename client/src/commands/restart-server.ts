/** Restart Language Server: starts it again, also after it crashed too often to be started by itself. */
import { commands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import type { Command } from './command';

export const restartServer: Command = {
  id: commands.restartServer,
  async run(context) {
    try {
      await context.server.restart();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `The language server of Sproc does not start: ${reason}`;
      await showFailure(context, { kind: 'could-not', message, remedy: 'See the log.' });
      return undefined;
    }
    void context.dialogs.report('information', 'The language server of Sproc runs again.');
    return true;
  },
};
