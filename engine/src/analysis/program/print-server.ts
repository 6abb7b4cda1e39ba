/** A server and its version as people write them. */
import type { ServerVersion } from '../../syntax/dialect';

/** Returns a server as people name it: `MySQL 9.7.4`, `MariaDB 10.11`. */
export function printServer({ dialect, serverVersion }: ServerVersion): string {
  return `${dialect === 'mysql' ? 'MySQL' : 'MariaDB'} ${printServerVersion(serverVersion)}`;
}

/** Returns `9.7.4` for 90704; a patch of 0 is left out. */
export function printServerVersion(version: number): string {
  const patch = version % 100;
  const series = `${Math.floor(version / 10_000)}.${Math.floor(version / 100) % 100}`;
  return patch === 0 ? series : `${series}.${patch}`;
}
