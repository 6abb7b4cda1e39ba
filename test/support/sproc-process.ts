/** The command line and the language server as shipped: bundled for the tests, run as separate processes. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';

const repository = join(__dirname, '../..');

/** The path of the bundle once `bundleSproc` has run. */
export const sprocProgram = join(repository, 'out/test-cli/sproc.js');

/** Bundles the command line as scripts/build.mjs does, without touching dist/. */
export function bundleSproc(): void {
  bundle('cli/src/main.ts', sprocProgram);
}

/** The path of the language server's bundle once `bundleServer` has run. */
export const serverProgram = join(repository, 'out/test-server/server.js');

export function bundleServer(): void {
  bundle('server/src/main.ts', serverProgram);
}

function bundle(entry: string, outfile: string): void {
  const { outputFiles } = buildSync({
    absWorkingDir: repository,
    entryPoints: [entry],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
  });
  mkdirSync(dirname(outfile), { recursive: true });
  // Files of tests run side by side: another one may be starting the same program.
  const begun = `${outfile}.${process.pid}`;
  writeFileSync(begun, outputFiles[0]?.contents ?? '');
  renameSync(begun, outfile);
}

export interface SprocRun {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export interface SprocRunOptions {
  /** The working folder; also the home, so that a user's own settings do not matter. */
  readonly folder: string;
  readonly input?: string;
  readonly variables?: NodeJS.ProcessEnv;
}

/** Runs the words of a line, split at blanks. */
export function runSproc(line: string, { folder, input, variables }: SprocRunOptions): SprocRun {
  const known = {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
  };
  const words = line.split(' ').filter((word) => word !== '');
  const { status, stdout, stderr } = spawnSync(process.execPath, [sprocProgram, ...words], {
    cwd: folder,
    env: { ...known, ...variables },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // A hanging process fails instead of blocking everything.
    timeout: 120_000,
    ...(input !== undefined && { input }),
  });
  return { exit: status, out: stdout, err: stderr };
}

/** Returns the JSON document that a command prints. */
export function runSprocJson(line: string, options: SprocRunOptions): unknown {
  const { out, err } = runSproc(`${line} --json`, options);
  try {
    return JSON.parse(out);
  } catch {
    throw new Error(`No JSON from sproc ${line}: ${out}${err}`);
  }
}
