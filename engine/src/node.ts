/** The door `#engine/node`: the real world behind the ports, for composition roots only. */
import { resolve } from 'node:path';
import { connectMysql } from './database/mysql-session';
import { nodeCircumstances } from './project/node-circumstances';
import { nodeSecrets } from './project/node-secrets';
import { nodeSourceTree } from './project/node-source-tree';
import { folderRegistry } from './registry/folder-registry';
import { nodeRegistryFiles } from './registry/node-registry-files';
import type { SprocPorts } from './use-cases/open-project';

export { nodeSourceTree };

/** The ports of a project folder; `variables` are those of the process. */
export function nodePorts(root: string, variables: Readonly<Record<string, string | undefined>>): SprocPorts {
  return {
    tree: nodeSourceTree(root),
    secrets: nodeSecrets({ root, variables }),
    circumstances: nodeCircumstances(root, variables),
    connect: connectMysql,
    openRegistry: ({ registryFolder }) =>
      folderRegistry(nodeRegistryFiles({ path: resolve(root, registryFolder), name: registryFolder })),
  };
}
