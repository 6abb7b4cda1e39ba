// Bundles the product into dist/: the extension's client and server, and the command line. `--production` for a release,
// `--watch` to bundle again whenever a source changes.
import { build, context } from 'esbuild';
import { chmodSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiledValidator } from './bundling/compiled-validator.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

const bundles = [
  { entry: 'client/src/extension.ts', file: 'dist/client.js', external: ['vscode'] },
  { entry: 'server/src/main.ts', file: 'dist/server.js' },
  { entry: 'cli/src/main.ts', file: 'dist/sproc.js', banner: '#!/usr/bin/env node', executable: true },
  { entry: 'node_modules/node-sql-parser/build/mysql.js', file: 'dist/sql-parser.js' },
  { entry: 'scripts/sql-formatter-bundle.mjs', file: 'dist/sql-formatter.js' },
];

/**
 * Puts node-sql-parser into a separate file, which server and command line load when columns are needed; only its MySQL
 * build.
 */
const sqlParserApart = {
  name: 'sql-parser-apart',
  setup(plan) {
    plan.onResolve({ filter: /^node-sql-parser\/build\/mysql\.js$/ }, () => ({
      path: './sql-parser.js',
      external: true,
    }));
    plan.onResolve({ filter: /^node-sql-parser$/ }, ({ importer }) => ({
      errors: [{ text: `Import node-sql-parser/build/mysql.js: the whole package is 2.5 MB (in ${importer})` }],
    }));
  },
};

/** Puts sql-formatter into a separate file, too, which the server loads for formatting. */
const sqlFormatterApart = {
  name: 'sql-formatter-apart',
  setup(plan) {
    plan.onResolve({ filter: /^sql-formatter$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './sql-formatter.js', external: true } : undefined,
    );
  },
};

const whereAmI = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

async function bundle(wanted) {
  await build(optionsOf(wanted));
  finish(wanted);
  console.log(`${wanted.file} ${Math.round(statSync(wanted.file).size / 1024)} KiB`);
}

/**
 * Prints a line at the start of the first bundle and at the end of the last, which VS Code waits for
 * (.vscode/tasks.json).
 */
async function watchAll(wantedBundles) {
  let underWay = 0;
  const tell = (wanted) => ({
    name: 'tell',
    setup(plan) {
      plan.onStart(() => {
        if (underWay++ === 0) console.log('watch: bundling');
      });
      plan.onEnd(({ errors }) => {
        if (errors.length === 0) finish(wanted);
        if (--underWay === 0) console.log('watch: done');
      });
    },
  });
  const withTelling = (wanted) => {
    const options = optionsOf(wanted);
    return context({ ...options, plugins: [...options.plugins, tell(wanted)] });
  };
  const contexts = await Promise.all(wantedBundles.map(withTelling));
  await Promise.all(contexts.map((one) => one.watch()));
}

function finish({ file, executable = false }) {
  if (executable) chmodSync(file, 0o755);
}

function optionsOf({ entry, file, external = [], banner }) {
  return {
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // vscode-languageclient and its kind ship UMD as `main`, which esbuild cannot follow into one file.
    mainFields: ['module', 'main'],
    external,
    // Modules written for ESM need their location; in a CommonJS bundle only __filename has it.
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: [...(banner ? [banner] : []), whereAmI].join('\n') },
    minify: production,
    sourcemap: production ? false : 'linked',
    plugins: [compiledValidator, sqlParserApart, sqlFormatterApart],
    logLevel: 'warning',
  };
}

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
if (watch) await watchAll(bundles);
else for (const wanted of bundles) await bundle(wanted);
