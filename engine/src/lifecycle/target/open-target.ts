/** Sessions on one target of an environment, opened by its settings; the password is requested once. */
import type { Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import type { Address, Connect, Session } from '../../database/connection/session';
import type { Environment, Target } from '../../project/environment';
import type { Secrets } from '../../project/ports';

/** Opens one more session on the target. */
export type OpenSession = (
  options?: Pick<Address, 'characterSet' | 'singleStatements'> & { readonly withoutSchema?: boolean },
) => Promise<Result<Session, Failure>>;

/** Asks for the password, and opens nothing yet. */
export async function prepareTarget(
  environment: Environment,
  target: Target,
  ports: { readonly connect: Connect; readonly secrets: Secrets },
): Promise<Result<OpenSession, Failure>> {
  const password = await ports.secrets.password(environment);
  if (!password.ok) return password;
  const { host, port, socket, user, schema, tls, ca, serverPublicKey } = target;
  const server = { host, port, socket, user, schema, tls, ca, serverPublicKey };
  const address: Address = { ...server, environment: environment.name };
  return succeed(({ withoutSchema, ...options } = {}) =>
    ports.connect({ ...address, ...options, schema: withoutSchema === true ? null : schema }, password.value),
  );
}

/** Returns `db1:3306/shop`, or the socket's path in place of host and port. */
export function printTarget({ host, port, socket, schema }: Target): string {
  return `${socket ?? `${host}:${port}`}/${schema}`;
}
