/** Show Log: opens the output of the language server. */
import { commands } from '../workbench/contributions';
import type { Command } from './command';

export const showLog: Command = {
  id: commands.showLog,
  async run(context) {
    context.showLog();
    return Promise.resolve();
  },
};
