/** A copy of the example shop whose environments are servers that run. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyEdits, modify } from 'jsonc-parser';
import { repositoryPath } from '../repository';
import { demoPassword } from './shop-servers';

/** Ports of this machine by environment. */
export interface ShopPorts {
  readonly dev: number;
  /** A second environment that takes any text. */
  readonly mariadb?: number;
  readonly prod?: number;
}

/** Creates the folder again, with a git repository if git is available. */
export function makeShopFolder(folder: string, ports: ShopPorts): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  cpSync(repositoryPath('examples', 'shop'), folder, { recursive: true });
  const file = path.join(folder, 'sproc.json');
  const changes = Object.entries(projectChanges(folder, ports));
  writeFileSync(
    file,
    changes.reduce((text, [where, value]) => change(text, where, value), readFileSync(file, 'utf8')),
  );
  beginHistory(folder);
}

/** Returns the passwords as variables for commands and the editor. */
export function shopPasswords(ports: ShopPorts): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(ports).map((name) => [`SPROC_PASSWORD_${name.toUpperCase()}`, demoPassword]));
}

/** Returns the changes of the example's file, by path; undefined removes an entry. */
function projectChanges(folder: string, { dev, mariadb, prod }: ShopPorts): Readonly<Record<string, unknown>> {
  const another = { stage: 'DEVELOPMENT', host: '127.0.0.1', port: mariadb, user: 'deployer' };
  return {
    'environments.dev.port': dev,
    'environments.test': undefined,
    'environments.mariadb': mariadb === undefined ? undefined : another,
    ...(prod === undefined ? { 'environments.prod': undefined } : { 'environments.prod.port': prod }),
  };
}

function change(text: string, where: string, value: unknown): string {
  const formattingOptions = { insertSpaces: true, tabSize: 2 };
  return applyEdits(text, modify(text, where.split('.'), value, { formattingOptions }));
}

function beginHistory(cwd: string): void {
  const identity = ['-c', 'user.name=Demo', '-c', 'user.email=demo@example.com'];
  const commands = [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    [...identity, 'commit', '--quiet', '--message=The shop as it is'],
  ];
  for (const args of commands) if (spawnSync('git', args, { cwd, stdio: 'ignore' }).status !== 0) return;
}
