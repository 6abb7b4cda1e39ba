/** A name that a stored program uses, as a server reports it in its locks, where a view is a table. */

export interface UsedName {
  readonly kind: 'procedure' | 'function' | 'table';
  readonly schema: string;
  readonly name: string;
}

/** Returns an identity in lower case: names that differ only in case are treated as equal. */
export function identifyUse({ kind, schema, name }: UsedName): string {
  return `${kind} ${schema}.${name}`.toLowerCase();
}
