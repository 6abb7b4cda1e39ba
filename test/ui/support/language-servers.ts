/** The processes of the extension's language servers. */
import { execFileSync } from 'node:child_process';
import type { CodeServer } from '../../../scripts/vscode/code-server';

/** Returns the process ids of those that run in windows of this VS Code. */
export function languageServersOf({ extensionsFolder }: CodeServer): readonly number[] {
  const processes = execFileSync('ps', ['-A', '-o', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return processes
    .map((line) => line.trim().split(/\s+/))
    .filter(([, state, ...words]) => {
      const isServer = words.some((word) => word.startsWith(extensionsFolder) && word.endsWith('/dist/server.js'));
      return isServer && state?.startsWith('Z') === false;
    })
    .map(([id]) => Number(id));
}
