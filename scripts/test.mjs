// `npm test`: brings what the tests need, runs all layers, and closes with one line of counts. See test/run-layers.ts.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));

/** Whether node_modules holds what package-lock.json says; packages for other platforms are rightly absent. */
function isInstalled() {
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const read = (file) => Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages);
  const present = new Map(read('node_modules/.package-lock.json'));
  return read('package-lock.json').every(([name, { version, optional }]) => {
    if (name === '') return true;
    const found = present.get(name);
    return found ? found.version === version : Boolean(optional);
  });
}

function install() {
  console.error('sproc: installing the packages of package-lock.json');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) return;
  console.error('The packages could not be installed.');
  console.log('0 passed, 1 failed');
  process.exit(1);
}

if (!isInstalled()) install();
const { register } = await import('tsx/cjs/api');
register();
createRequire(import.meta.url)('./test/run-layers.ts');
