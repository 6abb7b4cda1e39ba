/** The door `#engine/node`: the real world behind the ports, for composition roots only. */
import { resolve } from 'node:path';
import { nodeIndexStore } from './analysis/node-index-store';
import { connectMysql } from './database/mysql-session';
import { sendOnlyDecoded } from './database/well-formed-session';
import { decodeSource } from './project/decode-source';
import { nodeCircumstances } from './project/node-circumstances';
import { nodeSecrets } from './project/node-secrets';
import { nodeSourceTree } from './project/node-source-tree';
import { folderRegistry } from './registry/folder-registry';
import { nodeRegistryFiles } from './registry/node-registry-files';
import { serverRegistry } from './registry/server-registry';
import type { SprocPorts } from './use-cases/open-project';

export { decodeSource, nodeIndexStore, nodeSourceTree };

/** The ports of a project folder; `variables` are those of the process. */
export function nodePorts(root: string, variables: Readonly<Record<string, string | undefined>>): SprocPorts {
  return {
    tree: nodeSourceTree(root),
    secrets: nodeSecrets({ root, variables }),
    circumstances: nodeCircumstances(root, variables),
    connect: sendOnlyDecoded(connectMysql),
    openRegistry(place, { config, connect, secrets }) {
      if (place.kind === 'folder')
        return folderRegistry(nodeRegistryFiles({ path: resolve(root, place.folder), name: place.folder }));
      const environment = config.environments[place.environment];
      if (environment === undefined) throw new Error(`sproc.json has no environment '${place.environment}'.`);
      return serverRegistry(environment, place.schema, { connect, secrets });
    },
  };
}
