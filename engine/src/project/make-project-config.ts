/** A project file whose shape is known to be right, with its defaults filled in. */
import { normalSqlMode } from '../routine/sql-mode';
import { escapePattern } from './escape-pattern';
import type { Environment, ProjectConfig, RegistryPlace, Target } from './environment';
import type { RawConnection, RawEnvironment, RawProject } from './raw-project';

export const defaultRegistryFolder = '.sproc';
export const defaultRegistrySchema = 'sproc_registry';
const defaultKeptDeployments = 20;

export function makeProjectConfig(raw: RawProject): ProjectConfig {
  const dialect = raw.dialect ?? 'mysql';
  const registry = makeRegistryPlace(raw.registry ?? {});
  return Object.freeze({
    dialect,
    serverVersion: parseServerVersion(raw.serverVersion ?? (dialect === 'mysql' ? '9.7' : '10.11')),
    sources: withoutVersions(raw.sources ?? ['**/*.sql'], registry),
    ...(raw.applications === undefined ? {} : { applications: withoutVersions(raw.applications, registry) }),
    schema: raw.schema ?? null,
    sqlMode: normalSqlMode(raw.sqlMode ?? []),
    prefer: raw.duplicates?.prefer ?? [],
    registry,
    retiredFor: raw.retention?.retired ?? null,
    environments: record(
      Object.entries(raw.environments ?? {}).map(([name, environment]) => [
        name,
        makeEnvironment(name, environment, raw),
      ]),
    ),
    rules: record(Object.entries(raw.rules ?? {})),
  });
}

function makeRegistryPlace({ folder, environment, schema }: NonNullable<RawProject['registry']>): RegistryPlace {
  if (environment !== undefined) return { kind: 'server', environment, schema: schema ?? defaultRegistrySchema };
  return { kind: 'folder', folder: (folder ?? defaultRegistryFolder).replaceAll('\\', '/').replace(/\/+$/, '') };
}

/** Excludes the registry's folder from patterns: otherwise each version in it would define its routine again. */
function withoutVersions(sources: readonly string[], registry: RegistryPlace): readonly string[] {
  if (registry.kind !== 'folder') return sources;
  // No pattern leads into a hidden folder unless it names one.
  if (registry.folder.startsWith('.') && !sources.some((pattern) => /(?:^|\/)\./.test(pattern))) return sources;
  return [...sources, `!${escapePattern(registry.folder)}/routines/**`];
}

/** Returns 101118 for `10.11.18`, as in executable comments; a missing part is 0. */
export function parseServerVersion(text: string): number {
  const [major = 0, minor = 0, patch = 0] = text.split('.').map(Number);
  return major * 10_000 + minor * 100 + patch;
}

/** Creates a record without a prototype, so that no environment is found under a name like `constructor`. */
function record<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.freeze(Object.assign(Object.create(null) as Record<string, T>, Object.fromEntries(entries)));
}

function makeEnvironment(name: string, raw: RawEnvironment, project: RawProject): Environment {
  return Object.freeze({
    name,
    stage: raw.stage,
    protected: raw.protected ?? false,
    branches: raw.branches ?? [],
    prefix: raw.prefix ?? '',
    targets: (raw.targets ?? [raw]).map((target) => makeTarget(target, raw, project)),
    schemas: record(Object.entries(raw.schemas ?? {})),
    definers: record(Object.entries(raw.definers ?? {})),
    strategy: raw.strategy === 'routed' ? null : (raw.strategy ?? null),
    maxConnections: raw.maxConnections ?? 4,
    sqlMode: raw.sqlMode === undefined ? null : normalSqlMode(raw.sqlMode),
    passwordCommand: raw.passwordCommand ?? null,
    ledgerSchema: raw.ledgerSchema ?? 'sproc',
    retention: Object.freeze({
      days: raw.retention?.days ?? project.retention?.days ?? null,
      deployments: raw.retention?.deployments ?? project.retention?.deployments ?? defaultKeptDeployments,
    }),
    ...(raw.formerly === undefined ? {} : { formerly: raw.formerly }),
    ...(raw.unknownGrants === 'accept' ? { losesUnknownGrants: true } : {}),
    ...(project.project === undefined ? {} : { project: project.project }),
  });
}

function makeTarget(target: RawConnection, environment: RawEnvironment, project: RawProject): Target {
  return Object.freeze({
    host: target.host ?? (target.socket === undefined ? environment.host : undefined) ?? 'localhost',
    port: target.port ?? environment.port ?? 3306,
    socket: target.socket ?? null,
    user: target.user ?? environment.user ?? '',
    schema: target.schema ?? environment.schema ?? project.schema ?? '',
    tls: target.tls ?? environment.tls ?? 'preferred',
    ca: target.ca ?? environment.ca ?? null,
    serverPublicKey: target.serverPublicKey ?? environment.serverPublicKey ?? null,
  });
}
