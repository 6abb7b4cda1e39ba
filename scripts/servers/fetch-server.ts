/** Fetches a database server into a folder: from Debian's archive, or elsewhere by MySQL's own download. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import type { RowDataPacket } from 'mysql2/promise';
import { fail, succeed, type Result } from '../../engine/src/base/result';
import { repositoryPath } from '../repository';
import type { Flavor } from './flavor';

/**
 * Fills `folder` with `bin/` and, last, `ready` (the server's output for `--version`); otherwise returns the reason.
 */
export async function fetchServer(flavor: Flavor, folder: string): Promise<Result<void, string>> {
  if (existsSync('/etc/debian_version') && existsSync('/usr/share/keyrings/debian-archive-keyring.gpg'))
    return unpackFromDebian(flavor, folder);
  if (flavor === 'mysql') return download(folder);
  return fail('MariaDB is fetched on Debian only; elsewhere put a mariadbd on PATH');
}

async function unpackFromDebian(flavor: Flavor, folder: string): Promise<Result<void, string>> {
  const script = repositoryPath('scripts', 'servers', 'get-server.sh');
  const child = spawn('bash', [script, flavor, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0 ? succeed(undefined) : fail(`${flavor} could not be fetched from Debian's archive`);
}

/**
 * Downloads MySQL with mysql-memory-server, which verifies and starts it; the running one reports its location, and is
 * copied. Its own servers take no options, so that only its download is used here.
 */
async function download(folder: string): Promise<Result<void, string>> {
  process.stderr.write('sproc: mysql: downloading it through mysql-memory-server\n');
  try {
    const [{ createDB }, { createConnection }] = await Promise.all([
      import('mysql-memory-server'),
      import('mysql2/promise'),
    ]);
    const started = await createDB({ version: '9.x', username: 'root', logLevel: 'ERROR' });
    try {
      const connection = await createConnection({ host: '127.0.0.1', port: started.port, user: 'root' });
      const [rows] = await connection.query<(RowDataPacket & { base: string })[]>('SELECT @@basedir AS base');
      await connection.end();
      await keep(rows[0]?.base ?? '', folder, started.mysql.version);
    } finally {
      await started.stop();
    }
    return succeed(undefined);
  } catch (problem) {
    return fail(`MySQL could not be downloaded: ${problem instanceof Error ? problem.message : String(problem)}`);
  }
}

async function keep(base: string, folder: string, version: string): Promise<void> {
  const root = path.join(folder, 'root');
  await rm(folder, { recursive: true, force: true });
  await cp(base, root, { recursive: true, verbatimSymlinks: true });
  await mkdir(path.join(folder, 'bin'));
  for (const name of ['mysqld', 'mysql']) {
    const command = path.join(folder, 'bin', name);
    await writeFile(command, `#!/bin/sh\nexec '${path.join(root, 'bin', name)}' "$@"\n`);
    await chmod(command, 0o755);
  }
  await writeFile(path.join(folder, 'ready'), `mysqld  Ver ${version}\n`);
}
