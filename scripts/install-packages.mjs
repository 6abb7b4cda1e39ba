// Installs the packages of package-lock.json, for the commands that must start from a bare checkout.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Returns true if node_modules matches package-lock.json; packages for other platforms are rightly absent. */
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

/** Installs the packages in the current folder, and reports it on stderr; returns false if they are not available. */
export function installPackages() {
  if (isInstalled()) return true;
  console.error('sproc: installing the packages of package-lock.json');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) console.error('The packages could not be installed.');
  return status === 0;
}
