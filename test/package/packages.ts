/** The packages of `npm run package`, and the way in which a person installs the command line from its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repositoryPath } from '../../scripts/repository';
import { removeAtEnd } from '../../scripts/servers/guardian';

const { version } = JSON.parse(readFileSync(repositoryPath('package.json'), 'utf8')) as { readonly version: string };

export const packedCommandLine = repositoryPath('out', `sproc-${version}.tgz`);
export const packedExtension = repositoryPath('out', 'sproc.vsix');

/** Installs it into a fresh prefix, without a network and without what npm has kept; returns the command. */
export function installCommandLine(): string {
  const prefix = mkdtempSync(path.join(tmpdir(), 'sproc-'));
  removeAtEnd(prefix);
  const words = ['install', '--global', '--offline', '--prefix', prefix, '--cache', `${prefix}/cache`];
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier'];
  const { status, stdout, stderr } = spawnSync('npm', [...words, ...quiet, packedCommandLine], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm could not install ${packedCommandLine}:\n${stdout}${stderr}`);
  return path.join(prefix, 'bin', 'sproc');
}
