/** The servers that `SPROC_TEST_SERVERS` names, on which the live tests run in place of throwaway ones. */
import type { Flavor } from '../servers/flavor';

export interface GivenServer {
  readonly flavor: Flavor;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/**
 * Returns the servers of a list, as in `mysql://root@127.0.0.1:3306,mariadb://admin:secret@db:3307`; empty if it is not set.
 * Throws for any other text; the message has no password.
 */
export function readGivenServers(list = process.env['SPROC_TEST_SERVERS'] ?? ''): readonly GivenServer[] {
  return list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one, i) => readServer(one, i + 1));
}

function readServer(text: string, place: number): GivenServer {
  const wanted = 'mysql://user:password@host:port or mariadb://user:password@host:port';
  const url = URL.canParse(text) ? new URL(text) : null;
  const flavor = url?.protocol === 'mysql:' ? 'mysql' : url?.protocol === 'mariadb:' ? 'mariadb' : null;
  if (url === null || flavor === null || url.hostname === '')
    throw new Error(`Server ${place} of SPROC_TEST_SERVERS is not a URL of the form ${wanted}.`);
  return {
    flavor,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 3306),
    user: url.username === '' ? 'root' : decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
