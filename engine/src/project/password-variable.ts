/**
 * The variables of the process environment that hold the secrets of an environment and the targets that may receive its
 * password.
 */

const prefix = 'SPROC_PASSWORD_';
const keyPrefix = 'SPROC_LEDGER_KEY_';

/** `prod-eu` is read from `SPROC_PASSWORD_PROD_EU`. */
export function passwordVariable(environment: string): string {
  return `${prefix}${asVariable(environment)}`;
}

/** `prod-eu` is read from `SPROC_LEDGER_KEY_PROD_EU`. */
export function ledgerKeyVariable(environment: string): string {
  return `${keyPrefix}${asVariable(environment)}`;
}

/** `SPROC_HOST_PROD_EU` names the only servers that the password of `prod-eu` may be sent to. */
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
