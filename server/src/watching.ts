/** Files that change outside of the editor: sources, project files, registries. */
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type Connection,
  type Disposable,
  type FileEvent,
} from 'vscode-languageserver';
import { projectFile, slashed, type ProjectConfig } from '#engine';
import type { EditorAbilities } from './editor-abilities';
import type { OpenProject } from './workspace/open-project';
import { pathOfUri } from './uri-paths';
import { relativePath } from './workspace/uris';

/** Asks the editor to watch what the project is made of; patterns that take files away again are its own business. */
export async function watchProject(
  connection: Connection,
  { folder, config }: OpenProject,
  watching: EditorAbilities['watching'],
): Promise<Disposable> {
  if (watching === 'none') return { dispose: () => undefined };
  const patterns = [
    projectFile,
    ...(config === null
      ? []
      : [...registryPatterns(config), ...config.sources.filter((pattern) => !pattern.startsWith('!'))]),
  ];
  return connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: patterns.map((pattern) => ({
      globPattern: watching === 'relative' ? { baseUri: folder, pattern } : `${pathOf(folder)}/${pattern}`,
    })),
  });
}

/** Returns the path in the form of glob patterns. */
function pathOf(folder: string): string {
  return slashed(pathOfUri(folder) ?? '');
}

/** Returns the patterns of a registry in a folder; changes of one on a server are not reported. */
function registryPatterns({ registry }: ProjectConfig): readonly string[] {
  return registry.kind === 'folder' ? [`${registry.folder}/**`] : [];
}

/** The meaning of a group of file events for a project. */
export interface ProjectChange {
  readonly projectFile: boolean;
  readonly registry: boolean;
  /** A source came or went. */
  readonly files: boolean;
  /** The sources whose content changed, or that were removed: they may exist again. */
  readonly contents: readonly string[];
}

export function readChanges(project: OpenProject, events: readonly FileEvent[]): ProjectChange {
  const own = events.flatMap(({ uri, type }) => {
    const path = relativePath(project.folder, uri);
    return path === null ? [] : [{ path, type, isSource: project.sourcePath(uri) !== null }];
  });
  const registry = project.config?.registry;
  const registryFolder = registry?.kind === 'folder' ? registry.folder : null;
  const isRegistry = (path: string): boolean => registryFolder !== null && path.startsWith(`${registryFolder}/`);
  const others = own.filter(({ path }) => path !== projectFile && !isRegistry(path));
  return {
    projectFile: own.some(({ path }) => path === projectFile),
    registry: own.some(({ path }) => isRegistry(path)),
    files: others.some(({ type, isSource }) => type === FileChangeType.Deleted || !isSource),
    contents: others.filter(({ isSource }) => isSource).map(({ path }) => path),
  };
}
