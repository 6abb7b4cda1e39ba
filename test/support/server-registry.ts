/** A registry on a live server, in a separate schema. */
import { succeed } from '../../engine/src/base/result';
import { connectMysql } from '../../engine/src/database/connection/mysql-session';
import { mysqlRegistry } from '../../engine/src/registry/server/mysql-registry';
import type { Registry } from '../../engine/src/registry/records/registry';

export interface RegistryAccount {
  readonly host?: string;
  readonly port: number;
  readonly user?: string;
  readonly password?: string;
}

export function registryOn(
  { host = '127.0.0.1', port, user = 'root', password }: RegistryAccount,
  schema: string,
  report?: (sentence: string) => void,
): Registry {
  const address = { host, port, socket: null, user, schema: null, tls: 'preferred', ca: null } as const;
  return mysqlRegistry({
    schema,
    environment: 'team',
    ...(report === undefined ? {} : { report }),
    async open() {
      const session = await connectMysql({ ...address, environment: 'team' }, password || null);
      return session.ok ? succeed(session.value) : session;
    },
  });
}
