/**
 * The variables of the process environment that hold the secrets of an environment and the targets that may receive its
 * password.
 */

const prefix = 'SPROC_PASSWORD_';
const keyPrefix = 'SPROC_LEDGER_KEY_';

/** Returns `SPROC_PASSWORD_PROD_EU` for `prod-eu`. */
export function passwordVariable(environment: string): string {
  return `${prefix}${asVariable(environment)}`;
}

/** Returns `SPROC_LEDGER_KEY_PROD_EU` for `prod-eu`. */
export function ledgerKeyVariable(environment: string): string {
  return `${keyPrefix}${asVariable(environment)}`;
}

/** Returns `SPROC_HOST_PROD_EU` for `prod-eu`, the variable with the only servers to which its password may be sent. */
export function hostVariable(environment: string): string {
  return `SPROC_HOST_${asVariable(environment)}`;
}

function asVariable(environment: string): string {
  return environment.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

/**
 * Returns the process environment without secrets, for programs that are started: other users may be able to read
 * theirs.
 */
export function withoutPasswords(
  variables: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !isSecret(name.toUpperCase())));
}

function isSecret(variable: string): boolean {
  return variable.startsWith(prefix) || variable.startsWith(keyPrefix);
}
