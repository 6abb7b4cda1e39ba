/** Schemas that are the server's own, or that Sproc makes and drops for a moment: nobody's routines or tables belong there. */

const systemSchemas: ReadonlySet<string> = new Set(['mysql', 'sys', 'information_schema', 'performance_schema']);

/** Whether the server keeps itself in it. Case does not count, since some servers fold it. */
export function isSystemSchema(schema: string): boolean {
  return systemSchemas.has(schema.toLowerCase());
}

/** What Sproc makes a schema of its own for, dropped again when it has served. */
export type HelperPurpose = 'scratch' | 'callers';

/** The names of all schemas that serve it begin so. */
export function helperPrefix(purpose: HelperPurpose): string {
  return `sproc_${purpose}_`;
}

const helperPurposes: readonly HelperPurpose[] = ['scratch', 'callers'];

/** Why a schema is neither a target nor a home of Sproc's tables, as a part of a sentence; null where it may be. */
export function whyReserved(schema: string): string | null {
  if (isSystemSchema(schema)) return 'it belongs to the server itself';
  const helper = helperPurposes.some((purpose) => schema.toLowerCase().startsWith(helperPrefix(purpose)));
  return helper ? 'Sproc creates and drops schemas with this prefix' : null;
}
