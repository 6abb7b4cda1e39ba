/** The variable of the process environment that holds an environment's password. */

/** `prod-eu` is read from `SPROC_PASSWORD_PROD_EU`. */
export function passwordVariable(environment: string): string {
  return `SPROC_PASSWORD_${environment.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}
