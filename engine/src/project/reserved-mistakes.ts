/**
 * Schemas that a project file may not use: the server's own, those that Sproc creates and drops, and the registry's. One
 * that can at least be read is allowed for routines: preflight rejects a deployment to it.
 */
import { isReadOnlySchema, whyReserved } from '../routine/reserved-schema';
import { defaultRegistrySchema } from './make-project-config';
import type { MistakePath, Report } from './project-document';
import { printPath } from './project-mistake';
import type { RawConnection, RawEnvironment, RawProject } from './raw-project';

/** Reports reserved schemas of the project and of its registry. */
export function reportReservedSchemas({ schema, registry }: RawProject, report: Report): void {
  reportUnreadable(schema, ['schema'], report);
  reportReserved(registry?.schema, ['registry', 'schema'], report);
}

/** Reports reserved schemas of an environment: its targets, the schemas that it maps others to, and its ledger. */
export function reportReservedEnvironment(
  environment: RawEnvironment,
  registrySchema: string | null,
  path: MistakePath,
  report: Report,
): void {
  const ledger = [environment.ledgerSchema, [...path, 'ledgerSchema']] as const;
  const homes: readonly (readonly [string | undefined, MistakePath])[] = [
    [environment.schema, [...path, 'schema']],
    ...Object.entries(environment.schemas ?? {}).map(([from, to]) => [to, [...path, 'schemas', from]] as const),
    ...(environment.targets ?? []).map(
      ({ schema }: RawConnection, i) => [schema, [...path, 'targets', i, 'schema']] as const,
    ),
  ];
  reportReserved(...ledger, report);
  for (const [schema, at] of homes) reportUnreadable(schema, at, report);
  for (const [schema, at] of [ledger, ...homes])
    if (schema !== undefined && schema.toLowerCase() === registrySchema?.toLowerCase())
      report(at, `'${printPath(at)}' is '${schema}', the schema of the registry. Choose another.`);
}

/** Reports a reserved schema of routines, except one that can at least be read. */
function reportUnreadable(schema: string | undefined, path: MistakePath, report: Report): void {
  if (schema === undefined || !isReadOnlySchema(schema)) reportReserved(schema, path, report);
}

function reportReserved(schema: string | undefined, path: MistakePath, report: Report): void {
  const why = schema === undefined ? null : whyReserved(schema);
  if (why !== null) report(path, `'${printPath(path)}' cannot be '${schema}', because ${why}. Choose another.`);
}

/** Returns the schema of the registry's tables; null if it is in a folder. */
export function registrySchemaOf({ registry }: RawProject): string | null {
  return registry?.environment === undefined ? null : (registry.schema ?? defaultRegistrySchema);
}
