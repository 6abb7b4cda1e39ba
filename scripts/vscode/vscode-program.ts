/** A real VS Code and a browser for it on this machine, fetched into the cache where they are missing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fail, succeed, type Result } from '../../engine/src/base/result';
import { cachePath } from '../servers/cache';
import { repositoryPath } from '../repository';

/** The newest VS Code, or the oldest that `engines.vscode` in package.json promises. */
export type Edition = 'newest' | 'oldest';

export interface VsCodeProgram {
  /** What code-server says of itself, such as `4.139.1 53c2f32… with Code 1.139.1`. */
  readonly version: string;
  /** Absolute paths: the Node that runs it, code-server's entry, the browser. */
  readonly node: string;
  readonly entry: string;
  readonly browser: string;
}

/** Finds or installs VS Code; what cannot be had here is told in a sentence. Says on stderr what it installs. */
export async function findVsCode(edition: Edition): Promise<Result<VsCodeProgram, string>> {
  const folder = cachePath('vscode');
  const child = spawn('bash', [repositoryPath('scripts/vscode/get-vscode.sh'), edition, folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) return fail('VS Code and a browser could not be installed (see above)');
  const [node, entry, version] = (await readFile(`${folder}/${edition}.ready`, 'utf8')).split('\n');
  const browser = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (!node || !entry || !version || !existsSync(entry))
    return fail(`VS Code is broken: remove ${folder} and try again`);
  if (!existsSync(browser)) return fail(`there is no browser at ${browser}; $CHROMIUM may name another`);
  return succeed({ version, node, entry, browser });
}
