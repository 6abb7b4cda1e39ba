/** A project for dry runs: a use case reads back its own writes, which remain in memory. */
import { failure } from '../../base/failure';
import { succeed } from '../../base/result';
import type { SourceTree } from '../../project/ports';
import { dryRegistry } from '../../registry/records/dry-registry';
import { Project } from './project';

/** Returns the project itself, and for a dry run one whose writes remain in memory. */
export function projectFor(project: Project, { dryRun }: { readonly dryRun?: boolean }): Project {
  if (dryRun !== true) return project;
  const { config, ports } = project;
  return new Project(config, {
    ...ports,
    tree: dryTree(ports.tree),
    registry: dryRegistry(ports.registry),
    openRegistry: (place) => dryRegistry(ports.openRegistry(place)),
  });
}

/** Returns a tree that lists new files for all patterns: use cases write them to the folders of the sources. */
function dryTree(tree: SourceTree): SourceTree {
  const written = new Map<string, string>();
  const created = new Set<string>();
  return {
    root: tree.root,
    list: async (patterns) => [...new Set([...(await tree.list(patterns)), ...created])].sort(),
    read: async (path, most) => written.get(path) ?? (await tree.read(path, most)),
    isFree: async (path) => !written.has(path) && (await tree.isFree(path)),
    async write(path, text) {
      if (await tree.isFree(path)) created.add(path);
      written.set(path, text);
      return succeed(undefined);
    },
    async create(path, text) {
      if (written.has(path) || !(await tree.isFree(path)))
        return failure('bad-input', `${path} already exists.`, 'It was not changed.');
      created.add(path);
      written.set(path, text);
      return succeed(undefined);
    },
  };
}
