/** The language server as shipped: bundled once for a test, run as a separate process. */
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const repository = join(__dirname, '../..');

/** The path of the bundle once `bundleServer` has run. */
export const serverProgram = join(repository, 'out/test-server/server.js');

/** Bundles the server as scripts/build.mjs does, without touching dist/. */
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
