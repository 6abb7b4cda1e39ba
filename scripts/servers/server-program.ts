/** A runnable MySQL or MariaDB on this machine: the one on PATH, or one fetched into the cache. */
import { execFile } from 'node:child_process';
import { access, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gte } from 'semver';
import { fail, succeed, type Result } from '../../engine/src/base/result';
import { cachePath } from './cache';
import { fetchServer } from './fetch-server';
import type { Flavor } from './flavor';

export interface ServerProgram {
  readonly flavor: Flavor;
  /** The server's own version, for example `9.7.4-2` or `10.11.18-MariaDB-0+deb12u1`. */
  readonly version: string;
  /** Absolute paths of the server and of its command-line client. */
  readonly daemon: string;
  readonly client: string;
}

/** The first MySQL that takes CREATE … IF NOT EXISTS for routines, which deploying without a gap needs. */
const oldestMySql = '8.0.29';
const programNames = {
  mysql: { daemons: ['mysqld'], client: 'mysql' },
  mariadb: { daemons: ['mariadbd', 'mysqld'], client: 'mariadb' },
} as const;
const found = new Map<Flavor, Promise<Result<ServerProgram, string>>>();

/** Finds or fetches the server, or returns the reason in a sentence. Reports on stderr what it fetches. */
export function findServerProgram(flavor: Flavor): Promise<Result<ServerProgram, string>> {
  const known = found.get(flavor) ?? search(flavor);
  found.set(flavor, known);
  return known;
}

async function search(flavor: Flavor): Promise<Result<ServerProgram, string>> {
  const installed = await onPath(flavor);
  if (installed) return succeed(installed);
  const folder = cachePath('servers', flavor);
  const cached = await inFolder(flavor, folder);
  if (cached) return succeed(cached);
  const fetched = await fetchServer(flavor, folder);
  if (!fetched.ok) return fetched;
  const fresh = await inFolder(flavor, folder);
  return fresh ? succeed(fresh) : fail(`${flavor} was fetched into ${folder}, but does not run there`);
}

async function onPath(flavor: Flavor): Promise<ServerProgram | undefined> {
  const { daemons, client } = programNames[flavor];
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    for (const name of daemons) {
      const daemon = path.join(folder, name);
      const version = await versionOf(daemon, flavor);
      if (version) return { flavor, version, daemon: await realpath(daemon), client };
    }
  }
  return undefined;
}

async function inFolder(flavor: Flavor, folder: string): Promise<ServerProgram | undefined> {
  const { daemons, client } = programNames[flavor];
  const stamp = await readFile(path.join(folder, 'ready'), 'utf8').catch(() => undefined);
  const version = stamp === undefined ? undefined : readVersion(stamp, flavor);
  if (version === undefined) return undefined;
  const bin = path.join(folder, 'bin');
  return { flavor, version, daemon: path.join(bin, daemons[0]), client: path.join(bin, client) };
}

async function versionOf(daemon: string, flavor: Flavor): Promise<string | undefined> {
  try {
    await access(daemon);
    const { stdout } = await promisify(execFile)(daemon, ['--no-defaults', '--version']);
    return readVersion(stdout, flavor);
  } catch {
    return undefined; // A program that does not exist or cannot run has no version.
  }
}

/** Returns the version in the output of `mysqld --version`, if it is of that flavor and not too old. */
function readVersion(text: string, flavor: Flavor): string | undefined {
  const version = /Ver (\S+)/.exec(text)?.[1];
  if (version === undefined) return undefined;
  if (/MariaDB/i.test(version)) return flavor === 'mariadb' ? version : undefined;
  const number = /^\d+\.\d+\.\d+/.exec(version)?.[0];
  return flavor === 'mysql' && number !== undefined && gte(number, oldestMySql) ? version : undefined;
}
