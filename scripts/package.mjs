// Creates the packages for users from a fresh production build: out/sproc-VERSION.tgz, the command line, and
// out/sproc.vsix, the extension. Fails for a package above its size limit.
import { createVSIX } from '@vscode/vsce';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const commandLine = `out/sproc-${version}.tgz`;
const extension = 'out/sproc.vsix';
const mostBytes = 2 * 1024 * 1024;

mkdirSync('out', { recursive: true });
// npm builds before it packs: see scripts/npm-package.mjs. On Windows npm is a script, which only a shell starts.
const packing = spawnSync('npm pack --silent --pack-destination out', { stdio: ['ignore', 'ignore', 2], shell: true });
if (packing.status !== 0) {
  spawnSync(process.execPath, ['scripts/npm-package.mjs', 'end'], { stdio: 'inherit' });
  console.error('npm could not pack the command line: see above.');
  process.exit(packing.status ?? 1);
}
await createVSIX({
  packagePath: extension,
  // Everything that runs is in the bundles, so that node_modules stays outside.
  dependencies: false,
  readmePath: 'client/README.md',
  allowMissingRepository: true,
});
for (const file of [commandLine, extension]) {
  const { size } = statSync(file);
  console.log(`${file} ${Math.round(size / 1024)} KiB`);
  if (size <= mostBytes) continue;
  console.error(`${file} may have ${mostBytes / 1024} KiB: see what was bundled or packed that need not be.`);
  process.exitCode = 1;
}
