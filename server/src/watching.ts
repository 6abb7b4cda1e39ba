/** Files that change outside of the editor: sources, project files, registries. */
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  WatchKind,
  type Connection,
  type Disposable,
  type FileEvent,
  type FileSystemWatcher,
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
  const globOf = (pattern: string): FileSystemWatcher['globPattern'] =>
    watching === 'relative' ? { baseUri: folder, pattern } : `${pathOf(folder)}/${pattern}`;
  const folders = config === null ? [] : [...new Set(config.sources.flatMap(folderPatterns))];
  return connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [
      ...patterns.map((pattern) => ({ globPattern: globOf(pattern) })),
      ...folders.map((pattern) => ({ globPattern: globOf(pattern), kind: WatchKind.Create | WatchKind.Delete })),
    ],
  });
}

/**
 * Returns the patterns of the folders of sources: of a folder that comes or goes at once with its files VS Code reports
 * only the folder.
 */
function folderPatterns(source: string): readonly string[] {
  if (source.startsWith('!')) return [];
  const parts = source.split('/').slice(0, -1);
  const first = parts.findIndex((part) => /[*?[\]{}()!+@]/.test(part));
  const named = first === -1 ? parts : parts.slice(0, first);
  const parents = named.map((_, i) => named.slice(0, i + 1).join('/'));
  return first === -1 ? parents : [...parents, [...named, '**'].join('/')];
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
  /** All files and folders of the events that are not of the registry. */
  readonly paths: readonly string[];
}

export function readChanges(project: OpenProject, events: readonly FileEvent[]): ProjectChange {
  const own = events.flatMap(({ uri, type }) => {
    const path = relativePath(project.folder, uri);
    return path === null ? [] : [{ path, type, isSource: project.sourcePath(uri) !== null }];
  });
  const registry = project.config?.registry;
  const registryFolder = registry?.kind === 'folder' ? registry.folder : null;
  const isRegistry = (path: string): boolean => registryFolder !== null && path.startsWith(`${registryFolder}/`);
  const isOther = ({ path, type, isSource }: (typeof own)[number]): boolean =>
    path !== projectFile &&
    !isRegistry(path) &&
    (isSource || type !== FileChangeType.Deleted || hasSourceBelow(project, path));
  const others = own.filter(isOther);
  return {
    projectFile: own.some(({ path }) => path === projectFile),
    registry: own.some(({ path }) => isRegistry(path)),
    files: others.some(({ type, isSource }) => type === FileChangeType.Deleted || !isSource),
    contents: others.filter(({ isSource }) => isSource).map(({ path }) => path),
    paths: others.map(({ path }) => path),
  };
}

function hasSourceBelow({ sources }: OpenProject, path: string): boolean {
  for (const source of sources) if (source.startsWith(`${path}/`)) return true;
  return false;
}
