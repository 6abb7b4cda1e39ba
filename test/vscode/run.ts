/**
 * Runs the suite inside a real VS Code through @vscode/test-electron: `run.ts [newest|oldest|desktop]`. `newest` and
 * `oldest` are the pinned ones with a browser as window; `desktop` downloads VS Code, of the version `$VSCODE_VERSION`
 * or the present one. `$VSCODE_EXECUTABLE` names an installed one instead.
 */
import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { globSync } from 'tinyglobby';
import { repositoryPath } from '../../scripts/repository';
import { removeAtEnd } from '../../scripts/servers/guardian';
import { eventReporter, freshEventFile, readTestEvents, tally, type TestEvent } from '../../scripts/test/test-events';

async function main(target: string): Promise<boolean> {
  const suite = await bundleSuite();
  const events = process.env['SPROC_TEST_EVENTS'] ?? freshEventFile('vscode');
  const workspace = copyWorkspace();
  const printer = printAsTheyCome(events);
  let problem: unknown;
  try {
    await runTests({
      ...chooseVsCode(target),
      extensionDevelopmentPath: repositoryPath(),
      extensionTestsPath: suite,
      launchArgs: [workspace, '--disable-extensions'],
      extensionTestsEnv: {
        SPROC_TEST_EVENTS: events,
        SPROC_TEST_REPORTER: eventReporter,
        SPROC_VSCODE_EDITION: target,
      },
    });
  } catch (caught) {
    problem = caught;
  } finally {
    printer.stop();
  }
  return judge(readTestEvents(events), problem);
}

/**
 * Returns true for a success. The exit code alone proves nothing, because an extension host that dies can end with 0:
 * so the tests must have recorded their end.
 */
function judge(events: readonly TestEvent[], problem: unknown): boolean {
  const { passed, failed, skipped, complete } = tally(events);
  console.log(`\n  ${passed} passed, ${failed} failed, ${skipped} skipped in VS Code`);
  if (complete && failed === 0 && passed > 0 && problem === undefined) return true;
  if (!complete)
    console.error(`The tests did not end: ${problem instanceof Error ? problem.message : 'no reason given'}`);
  return false;
}

function chooseVsCode(target: string): { vscodeExecutablePath: string } | { version: string } {
  const installed = process.env['VSCODE_EXECUTABLE'];
  if (installed !== undefined) return { vscodeExecutablePath: path.resolve(installed) };
  if (target === 'desktop') return { version: process.env['VSCODE_VERSION'] ?? 'stable' };
  return { vscodeExecutablePath: repositoryPath('scripts', 'vscode', 'code.mjs') };
}

/**
 * Bundles the suite, because the extension host runs only JavaScript; mocha stays outside the bundle, for tests and
 * reporter share one copy.
 */
async function bundleSuite(): Promise<string> {
  const outdir = repositoryPath('out', 'vscode-suite');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: globSync('test/vscode/suite/**/*.ts', { cwd: repositoryPath(), absolute: true }),
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(outdir, 'suite.js');
}

/** Copies the workspace, into which the tests may write. */
function copyWorkspace(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'sproc-')));
  removeAtEnd(folder);
  cpSync(repositoryPath('test', 'vscode', 'workspace'), folder, { recursive: true });
  return folder;
}

function printAsTheyCome(file: string): { stop(): void } {
  let printed = 0;
  const print = (): void => {
    for (const event of readTestEvents(file).slice(printed)) {
      printed++;
      if (event.kind === 'pass') console.log(`  ✔ ${event.title} (${event.milliseconds}ms)`);
      if (event.kind === 'skip') console.log(`  - ${event.title}`);
      if (event.kind === 'fail') console.log(`  ✘ ${event.title}\n${event.problem.replace(/^/gm, '      ')}`);
    }
  };
  const timer = setInterval(print, 200);
  const stop = (): void => {
    clearInterval(timer);
    print();
  };
  return { stop };
}

main(process.argv[2] ?? 'newest').then(
  (good) => (process.exitCode = good ? 0 : 1),
  (problem: unknown) => {
    console.error(problem instanceof Error ? problem.stack : problem);
    process.exitCode = 1;
  },
);
