/** The server's own schemas, and those that Sproc creates temporarily: no routines or tables belong there. */

const systemSchemas: ReadonlySet<string> = new Set(['mysql', 'sys', 'information_schema', 'performance_schema']);

/** Returns true for a schema of the server itself. Case does not count, because some servers fold it. */
export function isSystemSchema(schema: string): boolean {
  return systemSchemas.has(schema.toLowerCase());
}

/** Returns true for a schema of the server itself that consists of routines and views: they can be read, never changed. */
export function isReadOnlySchema(schema: string): boolean {
  return schema.toLowerCase() === 'sys';
}

/** The purposes for which Sproc creates a temporary schema. */
export type HelperPurpose = 'scratch' | 'callers' | 'views';

/** Returns the prefix of all schemas with that purpose. */
export function helperPrefix(purpose: HelperPurpose): string {
  return `sproc_${purpose}_`;
}

const helperPurposes: readonly HelperPurpose[] = ['scratch', 'callers', 'views'];

/** Returns why a schema cannot hold routines or Sproc's tables, as a part of a sentence; null if it can. */
export function whyReserved(schema: string): string | null {
  if (isSystemSchema(schema)) return 'it belongs to the server itself';
  const helper = helperPurposes.some((purpose) => schema.toLowerCase().startsWith(helperPrefix(purpose)));
  return helper ? 'Sproc creates and drops schemas with this prefix' : null;
}
