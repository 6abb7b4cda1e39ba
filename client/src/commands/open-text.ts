/** Opens a routine's text: of a version, of an environment, or otherwise the source file itself. */
import { Range, Uri, window, workspace, type TextEditor } from 'vscode';
import { sourceRoutines, type SourceRoutine } from '#protocol';
import { rowCommands } from '../workbench/contributions';
import { routinesOf } from '../workbench/command-argument';
import { uriOfText } from '../documents/text-documents';
import { askProject } from './ask';
import type { Command, CommandContext } from './command';

export const openText: Command = {
  id: rowCommands.openText,
  async run(context, argument) {
    const state = await askProject(context, argument);
    if (state === undefined) return undefined;
    const routines = routinesOf(argument) ?? [];
    let last: TextEditor | undefined;
    for (const ref of routines)
      last = await openOne(
        context,
        { project: state.project, ref, environment: argument.environment },
        routines.length === 1,
      );
    return last;
  },
};

async function openOne(
  context: CommandContext,
  {
    project,
    ref,
    environment,
  }: { readonly project: string; readonly ref: string; readonly environment: string | undefined },
  preview: boolean,
): Promise<TextEditor> {
  const isVersion = ref.includes('@');
  const source = isVersion || environment !== undefined ? undefined : await findSource(context, project, ref);
  if (source !== undefined) {
    const start = source.line - 1;
    return window.showTextDocument(Uri.parse(source.uri), { selection: new Range(start, 0, start, 0), preview });
  }
  const uri = uriOfText({ project, ref: isVersion || environment === undefined ? ref : `${ref}@${environment}` });
  return window.showTextDocument(await workspace.openTextDocument(uri), { preview });
}

async function findSource(
  { server }: CommandContext,
  project: string,
  routine: string,
): Promise<SourceRoutine | undefined> {
  const reply = await server.ask(sourceRoutines, { project });
  return reply.ok ? reply.value.find((candidate) => candidate.routine === routine) : undefined;
}
