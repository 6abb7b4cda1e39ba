/** Copies the names of the selected routines, one in each line. */
import { env } from 'vscode';
import { rowCommands } from '../workbench/contributions';
import { routinesOf } from '../workbench/command-argument';
import type { Command } from './command';

export const copyName: Command = {
  id: rowCommands.copyName,
  async run(_, argument) {
    const names = [...new Set((routinesOf(argument) ?? []).map((routine) => routine.replace(/@[^@]*$/, '')))];
    if (names.length > 0) await env.clipboard.writeText(names.join('\n'));
    return names;
  },
};

/** Copies the names of a group. */
export const copyNames: Command = {
  id: rowCommands.copyNames,
  run: (context, argument) => copyName.run(context, argument),
};
