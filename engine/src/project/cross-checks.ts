/**
 * Checks of a project file that a JSON schema cannot express: keys written twice, and parts that contradict each other.
 */
import type { Node } from 'jsonc-parser';
import { passwordVariable } from './password-variable';
import { isUnportable } from '../base/files/file-names';
import { withoutEscapes } from './escape-pattern';
import { reportPatterns } from './pattern-mistakes';
import type { MistakePath, Report } from './project-document';
import { printPath } from './project-mistake';
import type { RawConnection, RawEnvironment, RawProject } from './raw-project';
import { registrySchemaOf, reportReservedEnvironment, reportReservedSchemas } from './reserved-mistakes';
import { reportUnknownModes, reportUnknownVersion } from './word-mistakes';

/** Reports keys that occur twice in an object: JSON silently keeps the last one. */
export function reportDuplicateKeys(node: Node | undefined, report: Report, path: MistakePath = []): void {
  if (node?.type === 'array') node.children?.forEach((child, i) => reportDuplicateKeys(child, report, [...path, i]));
  if (node?.type !== 'object') return;
  const seen = new Set<string>();
  for (const property of node.children ?? []) {
    const [keyNode, valueNode] = property.children ?? [];
    if (!keyNode) continue;
    const key = String(keyNode.value);
    const span = { start: keyNode.offset, end: keyNode.offset + keyNode.length };
    if (key === '__proto__') report(span, `'__proto__' cannot be a key. Choose another name.`);
    if (seen.has(key)) report(span, `Duplicate key '${printPath([...path, key])}'. Keep one.`);
    seen.add(key);
    reportDuplicateKeys(valueNode, report, [...path, key]);
  }
}

/** Reports contradictions. `mistyped` are the paths of values without the type that `RawProject` declares. */
export function reportContradictions(project: RawProject, mistyped: readonly MistakePath[], report: Report): void {
  const isSound = (...path: MistakePath) =>
    !mistyped.some((wrong) => wrong.every((part, i) => i >= path.length || part === path[i]));

  for (const key of ['sources', 'applications'] as const) {
    if (!isSound(key)) continue;
    reportOutside(project[key], key, report);
    reportPatterns(project[key], [key], report);
  }
  if (isSound('duplicates', 'prefer')) reportPatterns(project.duplicates?.prefer, ['duplicates', 'prefer'], report);
  if (isSound('registry')) reportRegistry(project, report);
  if (isSound('registry') && isSound('schema')) reportReservedSchemas(project, report);
  if (isSound('sqlMode')) reportUnknownModes(project.sqlMode, ['sqlMode'], report);
  if (isSound('serverVersion') && isSound('dialect')) reportUnknownVersion(project, report);
  const registrySchema = isSound('registry') ? registrySchemaOf(project) : null;
  const variables = new Map<string, string>();
  for (const [name, environment] of Object.entries(isObject(project.environments) ? project.environments : {})) {
    const path = ['environments', name];
    if (isSound(...path)) {
      reportFormerNames(environment, project, path, report);
      reportEnvironment(environment, project, path, report);
      reportReservedEnvironment(environment, registrySchema, path, report);
      if (isSound(...path, 'sqlMode')) reportUnknownModes(environment.sqlMode, [...path, 'sqlMode'], report);
    }
    const variable = passwordVariable(name);
    const other = variables.get(variable);
    if (other !== undefined)
      report(path, `'${other}' and '${name}' would share the password in ${variable}. Rename one.`);
    variables.set(variable, name);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function reportOutside(patterns: readonly string[] | undefined, key: string, report: Report): void {
  patterns?.forEach((pattern, i) => {
    if (leadsOutside(withoutEscapes(pattern.replace(/^!/, '')))) {
      report([key, i], `'${key}[${i}]' leads out of the project. Use a path below the folder of this file.`);
    }
  });
}

function leadsOutside(path: string): boolean {
  return /^([/\\]|[A-Za-z]:)/.test(path) || path.split(/[/\\]/).includes('..');
}

function reportRegistry({ registry, environments }: RawProject, report: Report): void {
  if (registry?.folder !== undefined && leadsOutside(registry.folder)) {
    report(
      ['registry', 'folder'],
      `'registry.folder' leads out of the project. Use a folder below this file, such as '.sproc'.`,
    );
  }
  const unportable = (registry?.folder ?? '').split(/[/\\]/).find(isUnportable);
  if (unportable !== undefined)
    report(
      ['registry', 'folder'],
      `'registry.folder' has the part '${unportable}', which Windows cannot have as a folder. Use another name.`,
      'warning',
    );
  if (registry?.environment === undefined) {
    if (registry?.schema !== undefined)
      report(['registry', 'schema'], `'registry.schema' needs 'registry.environment', which names its server.`);
    return;
  }
  if (registry.folder !== undefined)
    report(['registry', 'folder'], `'registry' has both 'folder' and 'environment'. Keep one.`);
  const known = Object.keys(isObject(environments) ? environments : {});
  if (!known.includes(registry.environment))
    report(
      ['registry', 'environment'],
      `'registry.environment' is not an environment of this file. Known environments: ${known.join(', ') || 'none'}.`,
    );
}

/** Reports a former name that an environment has now: the deployments under it would belong to both. */
function reportFormerNames(
  { formerly = [] }: RawEnvironment,
  { environments = {} }: RawProject,
  path: MistakePath,
  report: Report,
): void {
  for (const [i, name] of formerly.entries())
    if (Object.hasOwn(environments, name))
      report(
        [...path, 'formerly', i],
        `'${name}' is an environment of this file, so it is not a former name. Remove it.`,
      );
}

function reportEnvironment(environment: RawEnvironment, project: RawProject, path: MistakePath, report: Report): void {
  if (environment.strategy === 'routed') {
    report(
      [...path, 'strategy'],
      `Strategy 'routed' is not available yet. The least disruptive other one is used.`,
      'warning',
    );
  }
  if (!environment.targets) {
    reportConnection(environment, environment.schema ?? project.schema, path, report);
    return;
  }
  if (environment.socket !== undefined)
    report(
      [...path, 'socket'],
      `'${printPath([...path, 'socket'])}' cannot be used together with 'targets'. Set it in each target.`,
    );
  const seen = new Set<string>();
  environment.targets.forEach((target, i) => {
    const at = [...path, 'targets', i];
    const merged = { ...inherited(environment, target), ...target };
    const schema = merged.schema ?? project.schema;
    reportConnection(merged, schema, at, report);
    const address = JSON.stringify([nameServer(merged.host), merged.port ?? 3306, merged.socket ?? null, schema]);
    if (seen.has(address))
      report(at, `'${printPath(at)}' has the same server and schema as an earlier target. Keep one.`);
    seen.add(address);
  });
}

/** Returns the values of the environment that a target may leave out; a target with a socket needs no host. */
function inherited(
  { host, user, schema, tls, ca, serverPublicKey, port }: RawEnvironment,
  { socket }: RawConnection,
): RawConnection {
  const shared = { host: socket === undefined ? host : undefined, user, schema, tls, ca, serverPublicKey, port };
  return Object.fromEntries(Object.entries(shared).filter(([, value]) => value !== undefined));
}

/** Returns one name for all that mean the same server. */
function nameServer(host: string | undefined): string | null {
  const name = host?.toLowerCase() ?? null;
  return name === '127.0.0.1' || name === '::1' ? 'localhost' : name;
}

/** Reports a host that no server can have: one in brackets, or with its port. */
function reportHost(host: string, path: MistakePath, report: Report): void {
  const name = printPath(path);
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(host);
  const [, bare = bracketed?.[1], port = bracketed?.[2]] = /^([^:[\]]+):(\d+)$/.exec(host) ?? [];
  if (bare === undefined) return;
  const right = `"host": ${JSON.stringify(bare)}${port === undefined ? '' : `, "port": ${port}`}`;
  report(path, `'${name}' has more than a host name or an address: ${JSON.stringify(host)}. Write ${right}.`);
}

function reportConnection(
  connection: RawConnection,
  schema: string | undefined,
  path: MistakePath,
  report: Report,
): void {
  const name = printPath(path);
  if (connection.host !== undefined && connection.socket !== undefined) {
    report([...path, 'socket'], `'${name}' has both 'host' and 'socket'. Keep one.`);
  }
  if (connection.host !== undefined) reportHost(connection.host, [...path, 'host'], report);
  if (connection.host === undefined && connection.socket === undefined) {
    report(path, `'${name}' has no server. Add a 'host' or a 'socket'.`);
  }
  if (connection.user === undefined) report(path, `'${name}' needs a 'user' to log in with.`);
  if (schema === undefined) report(path, `'${name}' needs a 'schema', unless the project has one for all.`);
}
