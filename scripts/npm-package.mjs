// `npm pack` runs this before (`begin`) and after (`end`), so that the package of the command line is complete. npm
// always packs README.md and the `main` of package.json, which belong to the repository and to the extension: meanwhile
// cli/README.md replaces the one, and the other is removed.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const aside = 'out/aside';
const readme = 'README.md';
const packedReadme = 'cli/README.md';
const client = 'dist/client.js';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
const [stage] = process.argv.slice(2);
if (stage === 'begin') begin();
else if (stage === 'end') end();
else throw new Error('Say begin or end.');

function begin() {
  end(); // of one that was interrupted
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs', '--production'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(aside, { recursive: true });
  renameSync(client, kept(client));
  renameSync(readme, kept(readme));
  copyFileSync(packedReadme, readme);
}

function end() {
  if (existsSync(kept(client))) renameSync(kept(client), client);
  if (!existsSync(kept(readme))) return;
  if (existsSync(readme) && !readFileSync(readme).equals(readFileSync(packedReadme))) {
    console.error(`${readme} changed while npm packed. It was not replaced; the version before is ${kept(readme)}.`);
    process.exit(1);
  }
  renameSync(kept(readme), readme);
}

function kept(file) {
  return path.join(aside, path.basename(file));
}
