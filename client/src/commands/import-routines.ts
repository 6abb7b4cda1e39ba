/** Import from Environment…: writes a source file for each live routine that has none, or replaces named texts. */
import { plural } from '../documents/plural';
import { importRoutines as importRequest, printForEditor } from '#protocol';
import type { ImportRequest } from '#engine';
import { routinesOf } from '../workbench/command-argument';
import { commands, rowCommands } from '../workbench/contributions';
import { press, showFailure } from '../workbench/failure-message';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProjectToChange, findUnsaved } from './ask';
import type { Command, CommandContext } from './command';
import { makeImportChoices, printImported } from './import-choices';
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
    const chosen = routines === null ? await chooseRoutines(context, where) : { routines, overwrite };
    if (chosen === undefined) return undefined;
    const request = { ...where, routines: chosen.routines ?? [], overwrite: chosen.overwrite ?? false };
    const reply = await whileAsking(`Importing from ${environment.name}`, (token) =>
      context.server.ask(importRequest, request, token),
    );
    if (!reply.ok) {
      await showFailure(context, reply.error, where);
      return undefined;
    }
    const { written, skipped } = reply.value;
    const unlisted = chosen.unlisted ?? reply.value.unlisted ?? [];
    const details = 'Show Details';
    const sentence = printImported(environment.name, reply.value);
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

interface Chosen extends Pick<ImportRequest, 'routines' | 'overwrite'> {
  readonly unlisted?: readonly string[];
}

/** Lists what the environment has, and returns what the person ticks; texts of source files are replaced after a question. */
async function chooseRoutines(
  context: CommandContext,
  where: { readonly project: string; readonly environment: string },
): Promise<Chosen | undefined> {
  const { dialogs, server } = context;
  const { environment } = where;
  const seen = await whileAsking(`Reading ${environment}`, (token) =>
    server.ask(importRequest, { ...where, dryRun: true }, token),
  );
  if (!seen.ok) {
    await showFailure(context, seen.error, where);
    return undefined;
  }
  const { unlisted = [] } = seen.value;
  const choices = makeImportChoices(seen.value);
  if (choices.length === 0) {
    const sentence =
      unlisted.length === 0 ? `${environment} has no routines.` : `No routine of ${environment} is visible.`;
    await dialogs.report('information', [sentence, ...unlisted].join(' '));
    return undefined;
  }
  const ticked = await dialogs.pickMany(
    choices,
    `Import from ${environment}`,
    'Type to filter; ticked routines are written',
  );
  if (ticked === undefined || ticked.length === 0) return undefined;
  const replaced = ticked.filter(({ replaces }) => replaces).length;
  if (replaced > 0) {
    const replace = 'Replace';
    const message = `Replace the text of ${plural(replaced, 'routine')} in source files with that of ${environment}?`;
    if ((await dialogs.confirm({ message, answers: [replace] })) !== replace) return undefined;
  }
  return { routines: ticked.map(({ routine }) => routine), overwrite: replaced > 0, unlisted };
}

/** Imports the routine of a row. */
export const importRoutine: Command = {
  id: rowCommands.importRoutine,
  run: (context, argument) => importRoutines.run(context, argument),
};
