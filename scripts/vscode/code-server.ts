/** A VS Code of one's own, served on a free port of the loopback interface from a folder that goes with it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { removeAtEnd } from '../servers/guardian';
import { quietSettings } from './quiet-settings';
import type { EditorProgram } from './vscode-program';

export interface CodeServerOptions {
  readonly program: EditorProgram;
  /** The packed extensions to install before the start. */
  readonly extensions?: readonly string[];
  /** User settings, on top of the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Reaches the extension host and what it starts. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Lets the page's address name an extension under development and its tests, which a released VS Code ignores
   * otherwise. It also suppresses notifications, so that a walk through the workbench leaves it off.
   */
  readonly automation?: boolean;
  /** Ask whether folders are trusted; otherwise all are. */
  readonly workspaceTrust?: boolean;
}

/** The content of the page: a folder or a .code-workspace file, and the extension under test. */
export interface PageContent {
  readonly folder: string;
  readonly developmentPaths?: readonly string[];
  readonly testsPath?: string;
}

const patienceMs = 60_000;
/** The variables that would make code-server assume that it runs within another VS Code, or listen differently. */
const misleading = /^(VSCODE_.*|ELECTRON_RUN_AS_NODE|NODE_OPTIONS|PORT|PASSWORD|HASHED_PASSWORD)$/;

export class CodeServer {
  readonly #root: string;
  readonly #child: ChildProcess;
  #log = '';
  #port = 0;

  private constructor(root: string, child: ChildProcess) {
    this.#root = root;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.#log += text));
  }

  /** Installs the extensions and starts; throws with the log if it does not come up. */
  static async start(options: CodeServerOptions): Promise<CodeServer> {
    const root = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(root);
    const env = { ...prepareHome(root, options), ...options.env };
    const { node, entry } = options.program;
    const places = [
      '--config',
      `${root}/config.yaml`,
      '--user-data-dir',
      `${root}/data`,
      '--extensions-dir',
      `${root}/extensions`,
    ];
    for (const extension of options.extensions ?? [])
      await install(spawn(node, [entry, ...places, '--install-extension', extension, '--force'], { env }), extension);
    const child = spawn(node, [entry, ...places, ...listening(options)], { env, cwd: root, detached: true });
    // It leads a process group: the extension host and the language server go with it.
    writeFileSync(`${root}/process`, `-${child.pid ?? 0}`);
    const server = new CodeServer(root, child);
    await server.#untilListening();
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The output so far. */
  get log(): string {
    return this.#log;
  }

  /** The folder of the installed extensions, which occurs in the command lines of what they start. */
  get extensionsFolder(): string {
    return path.join(this.#root, 'extensions');
  }

  /** The folder of its logs, with one subfolder for each start and window. */
  get logFolder(): string {
    return path.join(this.#root, 'data', 'logs');
  }

  /** Returns the address of the workbench. */
  url({ folder, developmentPaths = [], testsPath }: PageContent): string {
    const remote = (file: string): string => `vscode-remote://127.0.0.1:${this.#port}${encodeURI(file)}`;
    const query = new URLSearchParams({ [folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: folder });
    const payload = developmentPaths.map((file) => ['extensionDevelopmentPath', remote(file)]);
    if (testsPath !== undefined) payload.push(['extensionTestsPath', remote(testsPath)]);
    if (payload.length > 0) query.set('payload', JSON.stringify(payload));
    return `${this.origin}/?${query.toString()}`;
  }

  async stop(): Promise<void> {
    const ended = this.#running() ? once(this.#child, 'exit') : Promise.resolve();
    this.#signal('SIGTERM');
    await Promise.race([ended, pause(3000)]);
    this.#signal('SIGKILL');
    await ended;
    await rm(this.#root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  #running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-(this.#child.pid ?? NaN), signal);
    } catch {
      // the group is gone already
    }
  }

  async #untilListening(): Promise<void> {
    for (const end = Date.now() + patienceMs; Date.now() < end && this.#running();) {
      const port = /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(this.#log)?.[1];
      this.#port = Number(port ?? 0);
      if (port !== undefined) return;
      await pause(20);
    }
    await this.stop();
    throw new Error(`code-server did not start:\n${this.#log}`);
  }
}

/** Writes settings into a separate home, and returns the environment that keeps code-server within it. */
function prepareHome(root: string, { settings, workspaceTrust = false }: CodeServerOptions): NodeJS.ProcessEnv {
  for (const folder of ['home', 'tmp', 'extensions', 'data/User'])
    mkdirSync(path.join(root, folder), { recursive: true });
  const all = { ...quietSettings, 'security.workspace.trust.enabled': workspaceTrust, ...settings };
  writeFileSync(path.join(root, 'data/User/settings.json'), JSON.stringify(all, null, 2));
  writeFileSync(path.join(root, 'config.yaml'), 'auth: none\ncert: false\n');
  const inherited = Object.entries(process.env).filter(([name]) => !misleading.test(name));
  return {
    ...Object.fromEntries(inherited),
    HOME: `${root}/home`,
    XDG_CONFIG_HOME: `${root}/home/.config`,
    XDG_DATA_HOME: `${root}/home/.local/share`,
    XDG_RUNTIME_DIR: `${root}/tmp`,
    TMPDIR: `${root}/tmp`,
    EXTENSIONS_GALLERY: '{}', // no marketplace: nothing is looked up outside
  };
}

function listening({ program, automation = false, workspaceTrust = false }: CodeServerOptions): readonly string[] {
  // Old ones take the address as it is and do not know the option.
  const passesOptions = readFileSync(path.join(path.dirname(program.entry), 'cli.js'), 'utf8').includes(
    '"vscode-option"',
  );
  return [
    ...['--bind-addr', '127.0.0.1:0', '--auth', 'none', '--log', 'info', '--ignore-last-opened'],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
    ...(workspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(automation && passesOptions ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
}

async function install(child: ChildProcess, extension: string): Promise<void> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || !output.includes('successfully installed'))
    throw new Error(`${extension} could not be installed:\n${output}`);
}
