/** A project whose files are in memory and whose environments are real servers. */
import { parseProjectFile } from '../../engine/src/project/parse-project-file';
import type { RegistryPlace } from '../../engine/src/project/environment';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import type { OnFaultPoint } from '../../engine/src/lifecycle/target/fault-point';
import { bindUseCases } from '../../engine/src/use-cases/bind-use-cases';
import { Project } from '../../engine/src/use-cases/shared/project';
import type { Sproc } from '../../engine/src/use-cases/sproc';
import type { KeptHeads } from '../../engine/src/registry/folder/kept-heads';
import type { Registry } from '../../engine/src/registry/records/registry';
import type { KeptTexts } from '../../engine/src/base/kept-texts';
import type { LiveServer } from './live-servers';
import { fixedProvenance, memorySecrets, memorySourceTree } from './memory-project';
import { memoryRegistry } from './memory-registry';

export interface LiveProject extends Sproc {
  /** The files by path; the next use case reads the present ones. */
  readonly files: Map<string, string>;
  readonly registry: Registry;
}

export interface LiveProjectOptions {
  /** Routines by file. */
  readonly files?: Readonly<Record<string, string>>;
  /** The files that exist, but have no readable text. */
  readonly unreadable?: readonly string[];
  /** Settings of the environment `test`, over those that lead to the server. */
  readonly environment?: Readonly<Record<string, unknown>>;
  /** Settings of the project. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly password?: string;
  readonly ledgerKey?: string;
  readonly heads?: KeptHeads;
  readonly onFaultPoint?: OnFaultPoint;
  readonly registry?: Registry;
  /** Opens registries beside the project's own. */
  readonly openRegistry?: (place: RegistryPlace) => Registry;
  readonly branch?: string;
  /** Keeps the last seen states of environments. */
  readonly lastSeen?: KeptTexts;
}

/** Opens a project whose only environment is `test`; its schema and its ledger are the suite's own. */
export function liveProject(
  server: Pick<LiveServer, 'port' | 'flavor'> & Partial<Pick<LiveServer, 'host' | 'user' | 'password'>>,
  schema: string,
  options: LiveProjectOptions = {},
): LiveProject {
  const { files = {}, environment = {}, settings = {}, onFaultPoint, registry = memoryRegistry() } = options;
  const test = {
    host: server.host ?? '127.0.0.1',
    port: server.port,
    user: server.user ?? 'root',
    schema,
    stage: 'DEVELOPMENT',
    ledgerSchema: `${schema}_ledger`,
    ...environment,
  };
  const file = { dialect: server.flavor, sources: ['**/*.sql'], schema, environments: { test }, ...settings };
  const { value: config, mistakes } = parseProjectFile(JSON.stringify(file));
  if (config === null) throw new Error(mistakes.map(({ message }) => message).join('\n'));
  const tree = memorySourceTree(files, options.unreadable);
  const ports = {
    tree,
    secrets: memorySecrets(
      {
        ...Object.fromEntries(
          Object.values(config.environments)
            .filter(({ targets }) => server.password && targets.some(({ user }) => user === server.user))
            .map(({ name }) => [name, server.password ?? '']),
        ),
        ...(options.password === undefined ? {} : { test: options.password }),
      },
      options.ledgerKey === undefined ? {} : { test: options.ledgerKey },
    ),
    heads: options.heads ?? null,
    ...(options.lastSeen !== undefined && { lastSeen: options.lastSeen }),
    provenance: fixedProvenance(options.branch === undefined ? {} : { branch: options.branch }),
    connect: connectMysql,
    registry,
    openRegistry: options.openRegistry ?? (() => registry),
    ...(onFaultPoint === undefined ? {} : { onFaultPoint }),
  };
  const project = new Project(config, ports);
  return { ...bindUseCases(project), files: tree.files, registry };
}
