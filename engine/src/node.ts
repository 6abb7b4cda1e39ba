/** The entry point `#engine/node` with the real adapters of the ports, for composition roots only. */
import { errorCode } from './base/files/error-code';
import { makeGate, openGate, type Gate } from './base/node-gate';
import { nodeIndexStore } from './analysis/sources/node-index-store';
import { silenceLibraries } from './base/node-console';
import { isPlainFile } from './base/files/node-plain-file';
import { connectMysqlFrom } from './database/connection/mysql-session';
import { sendOnlyDecoded } from './database/connection/well-formed-session';
import { decodeSource } from './project/decode-source';
import { nodeKeptTexts } from './base/node-kept-texts';
import { nodeProvenance } from './project/node-provenance';
import { nodeSecrets } from './project/node-secrets';
import { largestSource, nodeSourceTree } from './project/node-source-tree';
import { folderRegistry } from './registry/folder/folder-registry';
import { keptHeads } from './registry/folder/kept-heads';
import { nodeRegistryFiles } from './registry/folder/node-registry-files';
import { serverRegistry } from './registry/server/server-registry';
import type { SprocPorts } from './use-cases/open-project';

export {
  decodeSource,
  errorCode,
  isPlainFile,
  largestSource,
  makeGate,
  nodeIndexStore,
  nodeSourceTree,
  openGate,
  silenceLibraries,
};

export interface NodePortsOptions {
  /** The variables of the process environment. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly gate: Gate;
  /** Receives sentences beside the answers, for example that a registry was migrated. */
  readonly report?: (sentence: string) => void;
  /** The user's folder for the last seen states of environments; they are not kept without it. */
  readonly states?: string | null;
}

/** Creates the ports of a project folder. */
export function nodePorts(
  root: string,
  { variables, gate, report = () => undefined, states = null }: NodePortsOptions,
): SprocPorts {
  return {
    tree: nodeSourceTree(root, gate),
    ...(states !== null && { lastSeen: nodeKeptTexts(states, gate) }),
    secrets: nodeSecrets({ root, variables, gate, report }),
    provenance: nodeProvenance(root, variables, gate),
    connect: gate.connecting(sendOnlyDecoded(connectMysqlFrom(root))),
    openRegistry(place, { config, connect, secrets }) {
      if (place.kind === 'folder')
        return folderRegistry(nodeRegistryFiles({ project: root, name: place.folder, gate }), report);
      const environment = config.environments[place.environment];
      if (environment === undefined) throw new Error(`sproc.json has no environment '${place.environment}'.`);
      return serverRegistry(environment, place.schema, { connect, secrets, report });
    },
    openHeads: (place) =>
      place.kind === 'folder' ? keptHeads(nodeRegistryFiles({ project: root, name: place.folder, gate })) : null,
  };
}
