/**
 * Runs extension tests in code-server with a browser as its window, called as @vscode/test-electron calls the desktop:
 * `--extensionDevelopmentPath=… --extensionTestsPath=… FOLDER`. The exit code is that of the tests, 70 if they did not end.
 */
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { repositoryPath } from '../repository';
import { startBrowser, type Browser } from './browser';
import { CodeServer, type PageContent } from './code-server';
import { findVsCode } from './vscode-program';

/** The folder for logs and a picture if the tests do not end. */
const evidence = repositoryPath('out', 'vscode');
const longestRunMs = 15 * 60_000;
/** Milliseconds without an event after which the tests hang; mocha ends each of them much earlier. */
const longestSilenceMs = 3 * 60_000;

async function main(args: readonly string[]): Promise<number> {
  const program = await findVsCode(process.env['SPROC_VSCODE_EDITION'] === 'oldest' ? 'oldest' : 'newest');
  if (!program.ok) throw new Error(program.error);
  const workspaceTrust = !args.includes('--disable-workspace-trust');
  const server = await CodeServer.start({ program: program.value, automation: true, workspaceTrust });
  try {
    const browser = await startBrowser(program.value);
    try {
      return await runTests(server, browser, readArguments(args));
    } catch (problem) {
      await keepEvidence(server, browser);
      throw problem;
    } finally {
      await browser.stop();
    }
  } finally {
    await server.stop();
  }
}

function readArguments(args: readonly string[]): PageContent {
  const values = (name: string): readonly string[] =>
    args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => path.resolve(arg.slice(name.length + 3)));
  const folder = args.findLast((arg) => !arg.startsWith('-'));
  const testsPath = values('extensionTestsPath').at(-1);
  if (folder === undefined || testsPath === undefined) throw new Error('needs --extensionTestsPath and a folder');
  return { folder: path.resolve(folder), developmentPaths: values('extensionDevelopmentPath'), testsPath };
}

async function runTests(server: CodeServer, { page }: Browser, content: PageContent): Promise<number> {
  const watch = watchOver(server);
  try {
    page.on('crash', () => watch.giveUp('the page of the workbench crashed'));
    await page.exposeFunction('codeAutomationLog', (kind: string, what: readonly unknown[]) => {
      if (process.env['SPROC_VERBOSE']) process.stderr.write(`${kind}: ${format(...what)}\n`);
    });
    const exit = new Promise<number>((resolve) => {
      void page.exposeFunction('codeAutomationExit', (code: number) => {
        setTimeout(resolve, 300, code); // the log of the extension host needs a moment to reach the disk
      });
    });
    await page.goto(server.url(content));
    const code = await Promise.race([exit, watch.givenUp]);
    // An extension host that is killed or exits by itself ends in code 0, too.
    if (code === 0 && !wasEndedByWorkbench(server)) throw new Error('the extension host ended before the tests did');
    return code;
  } finally {
    watch.stop();
  }
}

interface Watch {
  readonly givenUp: Promise<never>;
  giveUp(reason: string): void;
  stop(): void;
}

/** Gives up on tests that cannot end any more. */
function watchOver(server: CodeServer): Watch {
  let reject: (problem: Error) => void = () => undefined;
  const givenUp = new Promise<never>((_, refuse) => (reject = refuse));
  givenUp.catch(() => undefined); // It may come after the last await.
  const giveUp = (reason: string): void => reject(new Error(reason));
  const started = Date.now();
  const parent = process.ppid;
  const timer = setInterval(() => {
    const died = /Extension Host Process exited with code: \S+, signal: (?!null)(\S+)\./.exec(server.log)?.[1];
    if (died !== undefined) giveUp(`the extension host died (${died})`);
    if (Date.now() - started > longestRunMs) giveUp(`the tests did not end within ${longestRunMs / 60_000} minutes`);
    if (Date.now() - Math.max(started, lastSign()) > longestSilenceMs) giveUp('the tests hang');
    if (process.ppid !== parent) giveUp('whoever started the tests is gone');
  }, 300);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => giveUp(`stopped by ${signal}`));
  return { givenUp, giveUp, stop: () => clearInterval(timer) };
}

/** Returns the moment of the last event of the tests. */
function lastSign(): number {
  const events = process.env['SPROC_TEST_EVENTS'];
  return events === undefined ? Date.now() : (statSync(events, { throwIfNoEntry: false })?.mtimeMs ?? 0);
}

function wasEndedByWorkbench(server: CodeServer): boolean {
  const logs = readdirSync(server.logFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('remoteexthost.log'),
  );
  const texts = logs.map((name) => readFileSync(path.join(server.logFolder, name), 'utf8'));
  return texts.length > 0 && texts.every((text) => text.includes('received terminate message from renderer'));
}

async function keepEvidence(server: CodeServer, { page }: Browser): Promise<void> {
  mkdirSync(evidence, { recursive: true });
  writeFileSync(path.join(evidence, 'code-server.log'), server.log);
  await page.screenshot({ path: path.join(evidence, 'failed.png'), timeout: 5000 }).catch(() => undefined);
  process.stderr.write(`sproc: vscode: see ${evidence}\n`);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (problem: unknown) => {
    process.stderr.write(`sproc: vscode: ${problem instanceof Error ? problem.message : String(problem)}\n`);
    process.exit(70);
  },
);
