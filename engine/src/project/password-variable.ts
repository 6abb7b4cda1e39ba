/** The variable of the process environment that holds an environment's password. */

const prefix = 'SPROC_PASSWORD_';

/** `prod-eu` is read from `SPROC_PASSWORD_PROD_EU`. */
export function passwordVariable(environment: string): string {
  return `${prefix}${environment.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

/** What programs that are started may know of the process environment: anybody who may look at them sees theirs. */
export function withoutPasswords(
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !name.toUpperCase().startsWith(prefix)));
}
