// `npm run bench [part…]`: bundles product and benchmarks as a release is, since only its speed counts.
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledValidator } from './bundling/compiled-validator.mjs';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
if (spawnSync(process.execPath, ['scripts/build.mjs', '--production']).status !== 0)
  throw new Error('Mend the build first: npm run build.');
await build({
  entryPoints: ['scripts/bench/bench.ts'],
  outfile: 'out/bench.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['mysql-memory-server', 'playwright-core', 'esbuild'],
  define: { 'import.meta.url': 'bundleUrl' },
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  minify: true,
  plugins: [compiledValidator],
  logLevel: 'warning',
});
process.exit(spawnSync(process.execPath, ['out/bench.js', ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1);
