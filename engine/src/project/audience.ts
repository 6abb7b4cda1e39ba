/** The audience of a password: an account on a server. Another server, or another account, is another audience. */
import type { Environment, Target } from './environment';

const defaultPort = 3306;

/** Returns `user@db1:3306`, or the socket's path in place of host and port, for each target without duplicates. */
export function audienceOf({ targets }: Pick<Environment, 'targets'>): readonly string[] {
  return [...new Set(targets.map((target) => `${target.user}@${placeOf(target)}`))];
}

/**
 * Returns the address of a target: `db1:3306`, `[::1]:3306`, or the path of its socket. Equal addresses are the same
 * place.
 */
export function placeOf({ host, port, socket }: Pick<Target, 'host' | 'port' | 'socket'>): string {
  return socket ?? printPlace(host, port);
}

/** Reads the addresses that a person lists, `db1, db2:3307, /run/mysqld.sock`, in the form of `placeOf`. */
export function readPlaces(list: string): ReadonlySet<string> {
  const places = list
    .split(',')
    .map((place) => place.trim())
    .filter((place) => place !== '');
  return new Set(places.map(readPlace));
}

function readPlace(place: string): string {
  if (/^[/\\]/.test(place)) return place;
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d+))?$/.exec(place) ?? [];
  return printPlace(bracketed ?? plain ?? place, port === undefined ? defaultPort : Number(port));
}

function printPlace(host: string, port: number): string {
  const name = host.toLowerCase();
  return `${name.includes(':') ? `[${name}]` : name}:${port}`;
}
