/** Search in Routines…: the lines with a text, in the sources or in what lives in an environment, as a list that leads there. */
import { commands as vscodeCommands, Range, Uri, window } from 'vscode';
import type { GrepAnswer } from '#engine';
import { grep, type ProjectState } from '#protocol';
import { plural } from '../documents/plural';
import type { Choice } from '../workbench/dialogs';
import type { CommandArgument } from '../workbench/command-argument';
import { commands, rowCommands } from '../workbench/contributions';
import { showFailure } from '../workbench/failure-message';
import { isTrusted } from '../workbench/language-server';
import { whileAsking } from '../workbench/progress';
import { askEnvironment, askProject } from './ask';
import type { Command, CommandContext } from './command';

type Match = GrepAnswer['matches'][number];

/** The name of the sources in the request. */
const sources = 'workspace';

export const searchRoutines: Command = {
  id: commands.searchRoutines,
  async run(context, argument) {
    const state = await askProject(context, argument);
    if (state === undefined) return undefined;
    const place = await askPlace(context, state, argument);
    if (place === undefined) return undefined;
    const prompt = 'Text to find, as it is written; upper and lower case are the same.';
    const check = (text: string): string | null => (text === '' ? 'Type a text to find.' : null);
    const pattern = argument.text ?? (await context.dialogs.ask({ title: 'Search in Routines', prompt, check }));
    if (pattern === undefined) return undefined;
    const { project } = state;
    const request = { project, pattern, fixed: true, ignoreCase: true, places: [place] };
    const reply = await whileAsking(`Searching ${place}`, (token) => context.server.ask(grep, request, token));
    if (!reply.ok) {
      await showFailure(context, reply.error, place === sources ? { project } : { project, environment: place });
      return undefined;
    }
    await showMatches(context, project, { pattern, place, answer: reply.value });
    return reply.value;
  },
};

async function askPlace(
  context: CommandContext,
  state: ProjectState,
  argument: CommandArgument,
): Promise<string | undefined> {
  if (argument.environment === undefined) {
    if (state.environments.length === 0 || !isTrusted()) return sources;
    const choices: readonly Choice<boolean>[] = [
      { label: '$(file-code) source files', value: false },
      { label: '$(database) an environment…', description: 'the routines that live there', value: true },
    ];
    const isLive = await context.dialogs.pick(choices, 'Search in Routines', 'Select where to search');
    if (isLive !== true) return isLive === undefined ? undefined : sources;
  }
  return (await askEnvironment(context, state, argument, 'Search in Routines'))?.name;
}

async function showMatches(
  context: CommandContext,
  project: string,
  { pattern, place, answer }: { readonly pattern: string; readonly place: string; readonly answer: GrepAnswer },
): Promise<void> {
  const { matches, unsearched } = answer;
  const where = place === sources ? 'the source files' : place;
  if (unsearched.length > 0) {
    const reasons = unsearched.map(({ message }) => message).join(' ');
    void context.dialogs.report('warning', `Not everything in ${where} was searched. ${reasons}`);
  }
  if (matches.length === 0) {
    if (unsearched.length === 0) void context.dialogs.report('information', `${where} has no "${pattern}".`);
    return;
  }
  const choices = matches.map((match): Choice<Match> => {
    const name = 'file' in match ? match.file : match.routine;
    return { label: match.text.trim(), description: `${name}:${match.line}`, value: match };
  });
  const title = `${plural(matches.length, 'line')} in ${where} with "${pattern}"`;
  const picked = await context.dialogs.pick(choices, title, 'Select a line to open');
  if (picked !== undefined) await open(project, picked);
}

async function open(project: string, match: Match): Promise<void> {
  if (!('file' in match)) {
    const { routine, environment } = match;
    await vscodeCommands.executeCommand(rowCommands.openText, { project, routine, environment });
    return;
  }
  const at = match.line - 1;
  const selection = new Range(at, match.column - 1, at, match.column - 1);
  await window.showTextDocument(Uri.joinPath(Uri.parse(project), match.file), { selection });
}
