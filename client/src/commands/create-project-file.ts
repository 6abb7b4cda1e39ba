/** Create sproc.json: made from the SQL files of the workspace's folder, and opened for editing; and Open sproc.json, at its first mistake. */
import { Position, Range, Uri, window, workspace, type WorkspaceFolder } from 'vscode';
import type { InitAnswer } from '#engine';
import { createProject, projectState } from '#protocol';
import { printCreated } from '../documents/print-created';
import { commands, projectFileName } from '../workbench/contributions';
import { press, showFailure } from '../workbench/failure-message';
import { demandTrust, findUnsaved } from './ask';
import type { Command, CommandContext } from './command';
import { saveBeforeWriting } from './save-before-writing';

export const createProjectFile: Command = {
  id: commands.createProjectFile,
  async run(context, { project }) {
    const named = workspace.workspaceFolders?.find(({ uri }) => uri.toString() === project);
    const folder = named ?? (await askFolder(context));
    if (folder === undefined) return undefined;
    const uri = Uri.joinPath(folder.uri, projectFileName);
    if (!(await exists(uri))) {
      if (!(await demandTrust(context))) return undefined;
      const purpose = 'Create sproc.json reads the SQL files and writes sproc.json';
      if (!(await saveBeforeWriting(context.dialogs, findUnsaved(folder.uri.toString()), purpose))) return undefined;
    }
    // Saving may have created it: the editor may have had the unsaved text of a deleted one.
    if (!(await exists(uri))) {
      const created = await context.server.ask(createProject, { folder: folder.uri.toString() });
      if (!created.ok) return showFailure(context, created.error);
      await context.projects.find();
      void report(context, folder.uri.toString(), created.value);
    }
    await window.showTextDocument(uri);
    return uri.toString();
  },
};

/** Says what was written and guessed, and leads on to the first environment; does not wait for the person to read it. */
async function report({ dialogs }: CommandContext, project: string, created: InitAnswer): Promise<void> {
  const add = { title: 'Add Environment…', command: commands.addEnvironment, argument: { project } };
  await press([add], await dialogs.report('information', printCreated(created), add.title));
}

export const openProjectFile: Command = {
  id: commands.openProjectFile,
  async run({ projects, server }, argument) {
    const project = argument.project ?? projects.current();
    if (project === null) return undefined;
    const state = await server.ask(projectState, { project });
    const mistake = state.ok ? state.value.firstMistake : null;
    const at = mistake === null ? null : new Position(mistake.line, mistake.character);
    return window.showTextDocument(
      Uri.joinPath(Uri.parse(project), projectFileName),
      at === null ? {} : { selection: new Range(at, at) },
    );
  },
};

async function askFolder({ dialogs }: CommandContext): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length <= 1) return folders[0];
  return dialogs.pick(
    folders.map((folder) => ({ label: folder.name, value: folder })),
    'Create sproc.json',
    'Select a folder',
  );
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
