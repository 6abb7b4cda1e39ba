/** An editor or a shell for tests: from Debian's archive, without an installation. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fail, succeed, type Result } from '../../engine/src/base/result';
import { repositoryPath } from '../repository';
import { cachePath } from '../servers/cache';

const commands = { neovim: 'nvim', zsh: 'zsh', fish: 'fish' } as const;

export type ProgramName = keyof typeof commands;

export interface FetchedProgram {
  /** Absolute path of the command. */
  readonly command: string;
  /** The folder into which it was unpacked: `root/usr/share/…`. */
  readonly root: string;
}

/** Fetches a program into the cache, or returns the reason why it is not available on this machine. */
export async function fetchProgram(name: ProgramName): Promise<Result<FetchedProgram, string>> {
  if (!existsSync('/usr/share/keyrings/debian-archive-keyring.gpg')) return fail(`${name} is fetched on Debian only`);
  const folder = cachePath('programs', name);
  if (!existsSync(path.join(folder, 'ready'))) {
    const script = repositoryPath('scripts', 'programs', 'get-program.sh');
    const child = spawn('bash', [script, name, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${name} could not be fetched from Debian's archive.`);
  }
  return succeed({ command: path.join(folder, 'bin', commands[name]), root: path.join(folder, 'root') });
}
