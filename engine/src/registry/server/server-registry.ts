/** A registry on the server of an environment, at the address in the project file. */
import { succeed } from '../../base/result';
import type { Connect } from '../../database/connection/session';
import type { Environment } from '../../project/environment';
import type { Secrets } from '../../project/ports';
import type { Report } from '../folder/migrate-folder';
import { mysqlRegistry } from './mysql-registry';
import type { Registry } from '../records/registry';

/**
 * Creates the registry. The first of several targets holds it. The password is requested when the registry is first
 * used.
 */
export function serverRegistry(
  environment: Environment,
  schema: string,
  host: { readonly connect: Connect; readonly secrets: Secrets; readonly report?: Report },
): Registry {
  const { connect, secrets, report } = host;
  return mysqlRegistry({
    ...(report === undefined ? {} : { report }),
    schema,
    environment: environment.name,
    async open() {
      const [target] = environment.targets;
      if (target === undefined) throw new Error(`Environment ${environment.name} has no target.`);
      const password = await secrets.password(environment);
      if (!password.ok) return password;
      const session = await connect({ ...target, schema: null, environment: environment.name }, password.value);
      return session.ok ? succeed(session.value) : session;
    },
  });
}
