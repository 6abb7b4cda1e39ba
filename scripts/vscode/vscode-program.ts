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

export interface EditorProgram {
  /** The version that code-server prints, for example `4.139.1 53c2f32… with Code 1.139.1`. */
  readonly version: string;
  /** Absolute paths: the Node that runs it, and code-server's entry. */
  readonly node: string;
  readonly entry: string;
}

export interface VsCodeProgram extends EditorProgram {
  /** Absolute path of the browser. */
  readonly browser: string;
}

/** Finds or installs VS Code, or returns the reason in a sentence. Reports on stderr what it installs. */
export async function findVsCode(edition: Edition): Promise<Result<VsCodeProgram, string>> {
  const editor = await install(edition, []);
  if (!editor.ok) return editor;
  const browser = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(browser)) return fail(`there is no browser at ${browser}; $CHROMIUM may name another`);
  return succeed({ ...editor.value, browser });
}

/** Finds or installs the editor without a browser, which the person brings. */
export function findEditor(edition: Edition): Promise<Result<EditorProgram, string>> {
  return install(edition, ['without-browser']);
}

async function install(edition: Edition, options: readonly string[]): Promise<Result<EditorProgram, string>> {
  const folder = cachePath('vscode');
  const script = repositoryPath('scripts/vscode/get-vscode.sh');
  const child = spawn('bash', [script, edition, folder, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) return fail('VS Code and a browser could not be installed (see above)');
  const [node, entry, version] = (await readFile(`${folder}/${edition}.ready`, 'utf8')).split('\n');
  if (!node || !entry || !version || !existsSync(entry))
    return fail(`VS Code is broken: remove ${folder} and try again`);
  return succeed({ version, node, entry });
}
