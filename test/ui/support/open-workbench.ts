/** Opens the packed extension in a real VS Code for the tests of one suite, as after an installation. */
import { existsSync, mkdirSync } from 'node:fs';
import assert from 'node:assert/strict';
import { repositoryPath } from '../../../scripts/repository';
import { startBrowser, type Browser } from '../../../scripts/vscode/browser';
import { CodeServer } from '../../../scripts/vscode/code-server';
import { findVsCode } from '../../../scripts/vscode/vscode-program';
import { Workbench } from '../../../scripts/vscode/workbench';

export interface WalkPlace {
  /** Absolute path of the folder, or of the .code-workspace file, to open; the walk may change it. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** True to open the folder without trust. */
  readonly restricted?: boolean;
}

/** The folder for pictures of the walk. */
const shots = repositoryPath('out', 'shots');
const packed = repositoryPath('out', 'sproc.vsix');
const startingMs = 600_000;

/** Opens the workbench before the suite and closes it after; a test that fails leaves a picture named after it. */
export function openWorkbench(prepare: () => Promise<WalkPlace>): () => Workbench {
  let server: CodeServer | undefined;
  let browser: Browser | undefined;
  let workbench: Workbench | undefined;
  const foreign: string[] = [];

  before(async function () {
    this.timeout(startingMs);
    const program = await findVsCode('newest');
    if (!program.ok) throw new Error(program.error);
    if (!existsSync(packed)) throw new Error('There is no out/sproc.vsix: run npm run package.');
    mkdirSync(shots, { recursive: true });
    const { folder, env = {}, restricted = false } = await prepare();
    server = await CodeServer.start({
      program: program.value,
      extensions: [packed],
      env,
      workspaceTrust: restricted,
    });
    browser = await startBrowser(program.value);
    const { origin } = server;
    browser.page.on('request', (request) => {
      if (/^(https?|wss?):/.test(request.url()) && !isLocal(request.url(), origin)) foreign.push(request.url());
    });
    workbench = new Workbench(browser.page, server, shots);
    await workbench.open(server.url({ folder }));
  });

  afterEach(async function () {
    if (this.currentTest?.state !== 'failed' || !workbench) return;
    await workbench.shot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });

  after(async () => {
    await browser?.stop();
    await server?.stop();
    assert.deepEqual(foreign, [], 'the workbench asked somebody outside of this machine');
  });

  return () => {
    if (!workbench) throw new Error('The workbench is opened by a hook: use it inside it().');
    return workbench;
  };
}

/**
 * Returns true for a local address; webviews come from `*.vscode-cdn.net`, which the workbench answers itself from a
 * service worker.
 */
function isLocal(url: string, origin: string): boolean {
  return new URL(url).host === new URL(origin).host;
}
