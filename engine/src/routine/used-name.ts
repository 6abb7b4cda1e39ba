/** A name that a stored program uses, as a server tells its locks: a view is a table there. */

export interface UsedName {
  readonly kind: 'procedure' | 'function' | 'table';
  readonly schema: string;
  readonly name: string;
}

/** In lower case: a server whose names differ in case only is not told apart. */
export function identifyUse({ kind, schema, name }: UsedName): string {
  return `${kind} ${schema}.${name}`.toLowerCase();
}
