/** The projects of this window, the one that commands mean, and the environment chosen for each. */
import { EventEmitter, Uri, window, workspace, type Disposable, type Memento } from 'vscode';
import { projectFileName } from './contributions';
import { printFolder } from './name-project';

/** Enough for any window, and a bound where a folder holds thousands. */
const most = 100;

export class Projects implements Disposable {
  readonly #memento: Memento;
  readonly #changed = new EventEmitter<void>();
  readonly #watcher = workspace.createFileSystemWatcher(`**/${projectFileName}`, false, true, false);
  /** Watches deletions: of a folder that goes with its files VS Code reports only the folder. */
  readonly #folderWatcher = workspace.createFileSystemWatcher('**', true, true, false);
  #folders: readonly string[] = [];

  /** Fires after another set of folders, another current project or another chosen environment. */
  readonly onDidChange = this.#changed.event;

  constructor(memento: Memento) {
    this.#memento = memento;
    this.#watcher.onDidCreate(() => void this.find());
    this.#watcher.onDidDelete(() => void this.find());
    this.#folderWatcher.onDidDelete((uri) => {
      const deleted = uri.toString();
      if (this.#folders.some((folder) => folder === deleted || folder.startsWith(`${deleted}/`))) void this.find();
    });
  }

  /** Folder URIs, nearest to the workspace's root first. */
  get folders(): readonly string[] {
    return this.#folders;
  }

  async find(): Promise<readonly string[]> {
    const files = await workspace.findFiles(`**/${projectFileName}`, '**/{node_modules,.git}/**', most);
    const folders = files.map((file) => Uri.joinPath(file, '..').toString());
    this.#folders = folders.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    this.#changed.fire();
    return this.#folders;
  }

  /** Returns the chosen project; without a choice that of the active editor, otherwise the first. */
  current(): string | null {
    const chosen = this.#memento.get<string>('project');
    if (chosen !== undefined && this.#folders.includes(chosen)) return chosen;
    const active = window.activeTextEditor?.document.uri;
    return (active && this.projectOf(active)) ?? this.#folders[0] ?? null;
  }

  /** Returns the innermost project that contains a file. */
  projectOf(uri: Uri): string | null {
    const text = uri.toString();
    return this.#folders.findLast((folder) => text.startsWith(folder.endsWith('/') ? folder : `${folder}/`)) ?? null;
  }

  async choose(project: string): Promise<void> {
    await this.#memento.update('project', project);
    this.#changed.fire();
  }

  /** The chosen environment of each project that has one. */
  get selected(): Readonly<Record<string, string>> {
    const chosen = this.#folders.map((project) => [project, this.environment(project)] as const);
    return Object.fromEntries(chosen.filter((one): one is readonly [string, string] => one[1] !== null));
  }

  environment(project: string): string | null {
    return this.#memento.get<string>(`environment ${project}`) ?? null;
  }

  async chooseEnvironment(project: string, environment: string): Promise<void> {
    await this.#memento.update(`environment ${project}`, environment);
    this.#changed.fire();
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#folderWatcher.dispose();
    this.#changed.dispose();
  }
}

/** Returns the name of a project's folder: that of a workspace folder, or a path relative to one. */
export function printProject(project: string): string {
  const uri = Uri.parse(project);
  const folder = workspace.getWorkspaceFolder(uri);
  if (folder?.uri.toString() === uri.toString()) return folder.name;
  return printFolder(workspace.asRelativePath(uri));
}

/** Returns the path of a file as people read it: relative to its workspace folder. */
export function printPath(uri: string): string {
  return workspace.asRelativePath(Uri.parse(uri));
}
