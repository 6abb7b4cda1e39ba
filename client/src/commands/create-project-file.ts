/** Create sproc.json: a starter in the workspace's folder, opened for editing; and Open sproc.json. */
import { RelativePattern, Uri, window, workspace, type WorkspaceFolder } from 'vscode';
import { commands, projectFileName } from '../workbench/contributions';
import { makeStarterProject } from '../workbench/starter-project';
import type { Command, CommandContext } from './command';

/** How many SQL files are looked at for the proposal. */
const most = 500;

export const createProjectFile: Command = {
  id: commands.createProjectFile,
  async run(context) {
    const folder = await askFolder(context);
    if (folder === undefined) return undefined;
    const uri = Uri.joinPath(folder.uri, projectFileName);
    if (!(await exists(uri))) {
      const found = await workspace.findFiles(new RelativePattern(folder, '**/*.sql'), '**/node_modules/**', most);
      const paths = found.map((file) => file.path.slice(folder.uri.path.length + 1));
      await workspace.fs.writeFile(uri, new TextEncoder().encode(makeStarterProject(paths)));
      await context.projects.find();
    }
    await window.showTextDocument(uri);
    return uri.toString();
  },
};

export const openProjectFile: Command = {
  id: commands.openProjectFile,
  async run({ projects }, argument) {
    const project = argument.project ?? projects.current();
    return project === null ? undefined : window.showTextDocument(Uri.joinPath(Uri.parse(project), projectFileName));
  },
};

async function askFolder({ dialogs }: CommandContext): Promise<WorkspaceFolder | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length <= 1) return folders[0];
  return dialogs.pick(
    folders.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, value: folder })),
    'Create sproc.json',
    'In which folder?',
  );
}

async function exists(uri: Uri): Promise<boolean> {
  return workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
