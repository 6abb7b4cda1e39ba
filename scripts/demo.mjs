// `npm run demo` plays the main job on real servers; `npm run demo:editor` opens the same in VS Code. From any state.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install-packages.mjs';

const inEditor = process.argv[2] === 'editor';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
if (!installPackages()) process.exit(1);
console.error(`sproc: ${inEditor ? 'packing the extension' : 'building the command line'}`);
const { register } = await import('tsx/cjs/api');
register();
const require = createRequire(import.meta.url);
const { showClock } = require('./demo/clock.ts');
const making = spawn(process.execPath, [inEditor ? 'scripts/package.mjs' : 'scripts/build.mjs'], {
  stdio: ['ignore', 'ignore', 2],
});
const [status] = await showClock(inEditor ? 'Packing the extension' : 'Building', () => once(making, 'exit'));
if (status !== 0) process.exit(1);
require(inEditor ? './demo/open-editor.ts' : './demo/run-demo.ts');
