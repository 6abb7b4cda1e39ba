// Packs the extension into out/sproc.vsix, from a fresh production build, and refuses one that has grown too big.
import { createVSIX } from '@vscode/vsce';
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const packed = path.join(root, 'out', 'sproc.vsix');
const mostBytes = 2 * 1024 * 1024;

const build = spawnSync(process.execPath, ['scripts/build.mjs', '--production'], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) process.exit(build.status ?? 1);
mkdirSync(path.dirname(packed), { recursive: true });
// Everything that runs is in the bundles, so that node_modules stays outside.
await createVSIX({ cwd: root, packagePath: packed, dependencies: false });
const { size } = statSync(packed);
console.log(`out/sproc.vsix ${Math.round(size / 1024)} KiB`);
if (size > mostBytes) {
  console.error(`The package may have ${mostBytes / 1024} KiB: see what was bundled or shipped that need not be.`);
  process.exitCode = 1;
}
