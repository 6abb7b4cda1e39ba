/**
 * The plugin with which MariaDB shows its metadata locks, which is only in its server package: fetched once, and kept
 * with the server.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Connection, RowDataPacket } from 'mysql2/promise';
import { repositoryPath } from '../repository';
import { cachePath } from '../servers/cache';

/** ER_CANT_OPEN_LIBRARY: it does not exist, or has another version. */
const cannotOpen = 1126;

/** Installs the plugin, which provides information_schema.METADATA_LOCK_INFO. Throws if it is not available. */
export async function installLockPlugin(connection: Connection): Promise<void> {
  if (await install(connection)) return;
  const [rows] = await connection.query<(RowDataPacket & { folder: string })[]>('SELECT @@plugin_dir AS folder');
  await fetchPlugin(rows[0]?.folder ?? '');
  if (await install(connection)) return;
  throw new Error('metadata_lock_info is of another version than the server: remove the fetched server, and run again');
}

async function install(connection: Connection): Promise<boolean> {
  try {
    await connection.query("INSTALL SONAME 'metadata_lock_info'");
    return true;
  } catch (problem) {
    if ((problem as { readonly errno?: number }).errno !== cannotOpen) throw problem;
    return false;
  }
}

async function fetchPlugin(folder: string): Promise<void> {
  const script = repositoryPath('scripts', 'conformance', 'get-lock-plugin.sh');
  const child = spawn('bash', [script, cachePath('plugins'), folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`metadata_lock_info could not be fetched from Debian's archive into ${folder}`);
}
