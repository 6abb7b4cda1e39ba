/** Import from Environment…: writes a source file for each live routine that has none, or replaces named texts. */
import { plural } from '../documents/plural';
import { importRoutines as importRequest, printForEditor } from '#protocol';
import { routinesOf } from '../workbench/command-argument';
import { commands, rowCommands } from '../workbench/contributions';
import { press, showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProjectToChange, findUnsaved } from './ask';
import type { Command } from './command';
import { nextAfterImport } from './next-actions';
import { saveBeforeWriting } from './save-before-writing';

export const importRoutines: Command = {
  id: commands.importRoutines,
  async run(context, argument) {
    const state = await askProjectToChange(context, argument);
    const environment = state && (await askEnvironment(context, state, argument, 'Import'));
    if (state === undefined || environment === undefined) return undefined;
    const purpose = `Import writes the routines of ${environment.name} to source files`;
    if (!(await saveBeforeWriting(context.dialogs, findUnsaved(state.project), purpose))) return undefined;
    const routines = routinesOf(argument);
    const where = { project: state.project, environment: environment.name };
    const { overwrite = false } = argument;
    const request = routines === null ? where : { ...where, routines, overwrite };
    const reply = await whileAsking(`Importing from ${environment.name}`, (token) =>
      context.server.ask(importRequest, request, token),
    );
    if (!reply.ok) {
      await showFailure(context, reply.error, where);
      return undefined;
    }
    const { written, skipped, unlisted = [] } = reply.value;
    const details = 'Show Details';
    const sentence = `Imported ${plural(written.length, 'routine')} from ${environment.name}, skipped ${skipped.length}.`;
    const isWhole = unlisted.length === 0;
    const told = isWhole ? sentence : `${sentence} There may be more: the account cannot see everything.`;
    const next = nextAfterImport(where, reply.value);
    const answers = [details, ...next.map(({ title }) => title)];
    void context.dialogs.report(isWhole ? 'information' : 'warning', told, ...answers).then(async (pressed) => {
      await press(next, pressed);
      if (pressed !== details) return;
      const lines = [
        sentence,
        '',
        ...written.map(({ routine, file }) => `✔ ${routine}: ${file}`),
        ...skipped.map(({ routine, reason }) => `– ${routine}: ${printForEditor(reason)}`),
        ...unlisted.map((note) => `? ${note}`),
      ];
      await context.reports.show('sproc-report', `Import from ${environment.name}.txt`, `${lines.join('\n')}\n`);
    });
    return reply.value;
  },
};

/** Imports the routine of a row. */
export const importRoutine: Command = {
  id: rowCommands.importRoutine,
  run: (context, argument) => importRoutines.run(context, argument),
};
