// `npm run demo` plays the main job on real servers; `npm run demo:editor` opens the same in VS Code. From any state.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './install-packages.mjs';

const inEditor = process.argv[2] === 'editor';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
if (!installPackages()) process.exit(1);
console.error(`sproc: ${inEditor ? 'packing the extension' : 'building the command line'}`);
const made = spawnSync(process.execPath, [inEditor ? 'scripts/package.mjs' : 'scripts/build.mjs'], {
  stdio: ['ignore', 'ignore', 2],
});
if (made.status !== 0) process.exit(1);
const { register } = await import('tsx/cjs/api');
register();
createRequire(import.meta.url)(inEditor ? './demo/open-editor.ts' : './demo/run-demo.ts');
