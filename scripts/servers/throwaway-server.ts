/** A real MySQL or MariaDB of one's own, up in less than a second and gone with the process that started it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { constants, rmSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { dataTemplate } from './data-template';
import type { Flavor } from './flavor';
import { findFreePort, greets } from './greeting';
import { removeAtEnd } from './guardian';
import { durableOptions, fastOptions, nameOptions, smallOptions, userOption } from './server-options';
import { findServerProgram, type ServerProgram } from './server-program';

export interface ThrowawayOptions {
  readonly flavor: Flavor;
  /** Further options of the server; they win over the usual ones. */
  readonly args?: readonly string[];
  /** Keep a binary log; off by default. */
  readonly binlog?: boolean;
  /** Sync to disk at every commit; off by default. */
  readonly durable?: boolean;
  /** Keep the names of schemas, tables and views in lower case (`lower_case_table_names` 1), as servers on Windows do. */
  readonly lowersNames?: boolean;
}

/** The options of mysql2 for a server: root without a password. */
export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** A minute: starting takes half a second, unless the machine is busy. */
const patienceMs = 60_000;
/** `sun_path` of a socket address ends here (unix(7); macOS has 104). */
const longestSocketPath = 103;

export class ThrowawayServer {
  readonly flavor: Flavor;
  readonly version: string;
  /** The command-line client that belongs to the server. */
  readonly client: string;
  readonly #program: ServerProgram;
  readonly #options: ThrowawayOptions;
  readonly #folder: string;
  #port = 0;
  #child: ChildProcess | undefined;
  #gone: Promise<void> = Promise.resolve();

  private constructor(program: ServerProgram, options: ThrowawayOptions, folder: string) {
    this.flavor = program.flavor;
    this.version = program.version;
    this.client = program.client;
    this.#program = program;
    this.#options = options;
    this.#folder = folder;
  }

  /** Starts a server that answers when this returns. Throws where there is none to be had, or it does not come up. */
  static async start(options: ThrowawayOptions): Promise<ThrowawayServer> {
    const program = await findServerProgram(options.flavor);
    if (!program.ok) throw new Error(program.error);
    const template = await dataTemplate(program.value, options);
    const folder = await makeFolder();
    removeAtEnd(folder);
    const copyOnWrite = { recursive: true, mode: constants.COPYFILE_FICLONE };
    await cp(template, path.join(folder, 'data'), copyOnWrite);
    const server = new ThrowawayServer(program.value, options, folder);
    await server.#launchOnFreePort();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get socket(): string {
    return path.join(this.#folder, 's.sock');
  }

  /** The server's process, while it runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Returns options for mysql2, with `extra` on top. */
  connection<Extra extends object>(extra?: Extra): ConnectionOptions & Extra {
    return { host: '127.0.0.1', port: this.port, user: 'root', password: '', ...(extra as Extra) };
  }

  /** Sends a signal. SIGSTOP and SIGCONT return at once, any other when the server has ended; its data stay. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    this.#child?.kill(signal);
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') return;
    this.#child?.ref(); // or nothing would keep Node waiting
    await this.#gone;
  }

  /** Starts the server again with its data and on its port; one that runs is shut down in an orderly way before. */
  async restart(): Promise<void> {
    await this.kill('SIGTERM');
    await this.#launch();
  }

  /** Ends the server and removes its data. */
  async stop(): Promise<void> {
    await this.kill('SIGKILL');
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Returns the end of the server's error log. */
  async log(): Promise<string> {
    const text = await readFile(path.join(this.#folder, 'error.log'), 'utf8').catch(() => '');
    return text.slice(-3000);
  }

  /** Launches the server, on another port if a process has taken the free one in the meantime. */
  async #launchOnFreePort(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      this.#port = await findFreePort();
      try {
        await this.#launch();
        return;
      } catch (problem) {
        if (attempt === 3 || !/address already in use/i.test(await this.log())) throw problem;
      }
    }
  }

  async #launch(): Promise<void> {
    const child = spawn(this.#program.daemon, this.#arguments(), { stdio: 'ignore', cwd: this.#folder });
    child.unref(); // a test runner may end without ending its servers
    this.#child = child;
    this.#watch(child);
    const end = Date.now() + patienceMs;
    while (Date.now() < end) {
      if (!this.pid) throw new Error(`${this.flavor} did not start:\n${await this.log()}`);
      if (await greets(this.port)) return;
      await pause(15);
    }
    await this.kill();
    throw new Error(`${this.flavor} did not answer within ${patienceMs / 1000} s:\n${await this.log()}`);
  }

  #watch(child: ChildProcess): void {
    const note = path.join(this.#folder, 'process');
    if (child.pid !== undefined) writeFileSync(note, String(child.pid));
    this.#gone = new Promise((resolve) => {
      const ended = (): void => {
        rmSync(note, { force: true });
        this.#child = undefined;
        resolve();
      };
      child.once('exit', ended);
      child.once('error', ended);
    });
  }

  #arguments(): readonly string[] {
    const { flavor, args = [], binlog = false, durable = false } = this.#options;
    return [
      '--no-defaults',
      `--datadir=${path.join(this.#folder, 'data')}`,
      `--tmpdir=${this.#folder}`,
      `--socket=${this.socket}`,
      `--port=${this.port}`,
      `--pid-file=${path.join(this.#folder, 'pid')}`,
      `--log-error=${path.join(this.#folder, 'error.log')}`,
      ...userOption(),
      ...smallOptions(flavor),
      ...(durable ? durableOptions : fastOptions(flavor)),
      ...(binlog ? ['--log-bin=binlog', '--server-id=1'] : ['--skip-log-bin']),
      ...nameOptions(this.#options),
      ...args,
    ];
  }
}

async function makeFolder(): Promise<string> {
  const roomy = path.join(tmpdir(), 'sproc-XXXXXX', 's.sock').length <= longestSocketPath;
  return mkdtemp(path.join(roomy ? tmpdir() : '/tmp', 'sproc-'));
}
