/** The command line as it ships: bundled once for the tests, run as a process of its own. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const repository = join(__dirname, '../..');

/** Where the bundle is once `bundleSproc` has run. */
export const sprocProgram = join(repository, 'out/test-cli/sproc.js');

/** As scripts/build.mjs does it, without touching dist/. */
export function bundleSproc(): void {
  bundle('cli/src/main.ts', sprocProgram);
}

/** Where the language server's bundle is once `bundleServer` has run. */
export const serverProgram = join(repository, 'out/test-server/server.js');

export function bundleServer(): void {
  bundle('server/src/main.ts', serverProgram);
}

function bundle(entry: string, outfile: string): void {
  buildSync({
    absWorkingDir: repository,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    define: { 'import.meta.url': 'bundleUrl' },
    banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    logLevel: 'error',
  });
}

export interface SprocRun {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

export interface SprocRunOptions {
  /** The working folder; also the home, so that nobody's own settings matter. */
  readonly folder: string;
  readonly input?: string;
  readonly variables?: NodeJS.ProcessEnv;
}

/** The words are split at blanks. */
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
    // What hangs fails instead of holding up everything.
    timeout: 120_000,
    ...(input !== undefined && { input }),
  });
  return { exit: status, out: stdout, err: stderr };
}

/** The JSON document that a command prints. */
export function runSprocJson(line: string, options: SprocRunOptions): unknown {
  const { out, err } = runSproc(`${line} --json`, options);
  try {
    return JSON.parse(out);
  } catch {
    throw new Error(`No JSON from sproc ${line}: ${out}${err}`);
  }
}
