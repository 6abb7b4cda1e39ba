/** Processes that deploy and can be killed; one is always warm, so that a kill costs no start. */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { repositoryPath } from '../repository';
import { removeAtEnd } from '../servers/guardian';
import type { DeployerJob } from './deployer';

export interface Fate {
  /** The point at which it killed itself, `intended 3`; null if it did not. */
  readonly diedAt: string | null;
  /** The answer in JSON; null if it was killed before it had one. */
  readonly answer: string | null;
}

export class Deployers {
  readonly #program: string;
  #spare: ChildProcess;

  /** Bundles the deploying program as the product is bundled. */
  constructor() {
    const folder = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(folder);
    this.#program = path.join(folder, 'deployer.js');
    buildSync({
      absWorkingDir: repositoryPath(),
      entryPoints: ['scripts/torture/deployer.ts'],
      outfile: this.#program,
      bundle: true,
      platform: 'node',
      target: 'node20',
      mainFields: ['module', 'main'],
      define: { 'import.meta.url': 'bundleUrl' },
      banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
      logLevel: 'error',
    });
    this.#spare = this.#start();
  }

  /** Runs the job; it is killed after so many milliseconds, or when `killed` is fulfilled, wherever it is. */
  run(job: DeployerJob, killed: number | Promise<void> | null = null): Promise<Fate> {
    const child = this.#spare;
    this.#spare = this.#start();
    let said = '';
    child.stdout?.on('data', (data: Buffer) => (said += data.toString()));
    const timer = typeof killed === 'number' ? setTimeout(() => child.kill('SIGKILL'), killed) : null;
    if (killed instanceof Promise) void killed.then(() => child.kill('SIGKILL'));
    child.send(job);
    return new Promise((resolve, reject) => {
      child.once('close', (code, signal) => {
        if (timer !== null) clearTimeout(timer);
        if (signal !== 'SIGKILL' && code !== 0)
          reject(new Error(`The deploying process ended with ${String(code)}: ${said}`));
        else
          resolve({ diedAt: /^died (.*)$/m.exec(said)?.[1] ?? null, answer: /^answer (.*)$/m.exec(said)?.[1] ?? null });
      });
    });
  }

  close(): void {
    this.#spare.kill('SIGKILL');
  }

  #start(): ChildProcess {
    return fork(this.#program, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
  }
}
