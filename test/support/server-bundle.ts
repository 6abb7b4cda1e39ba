/** The language server as it ships: bundled once for a test, run as a process of its own. */
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const repository = join(__dirname, '../..');

/** Where the bundle is once `bundleServer` has run. */
export const serverProgram = join(repository, 'out/test-server/server.js');

/** As scripts/build.mjs does it, without touching dist/. */
export function bundleServer(): void {
  buildSync({
    absWorkingDir: repository,
    entryPoints: ['server/src/main.ts'],
    outfile: serverProgram,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
  });
}
