// Packs the extension into out/sproc.vsix, from a fresh production build, and refuses one that has grown too big.
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const vsix = path.join(root, 'out', 'sproc.vsix');
const mostBytes = 2 * 1024 * 1024;

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

mkdirSync(path.dirname(vsix), { recursive: true });
run('scripts/build.mjs', '--production');
run('node_modules/@vscode/vsce/vsce', 'package', '--no-dependencies', '--out', vsix);
const { size } = statSync(vsix);
console.log(`out/sproc.vsix ${Math.round(size / 1024)} KiB`);
if (size > mostBytes) {
  console.error(`The package may have ${mostBytes / 1024} KiB: see what was bundled or shipped that need not be.`);
  process.exit(1);
}
