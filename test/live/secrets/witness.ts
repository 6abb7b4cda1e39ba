/** Sees what others on the machine and on the server could see while the product runs, and searches it for passwords. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { removeAtEnd } from '../../../scripts/servers/guardian';
import type { LiveServer } from '../../support/live-servers';

export class Witness {
  readonly folder: string;
  readonly #secrets: readonly string[];
  readonly #seen = new Map<string, Set<string>>();
  #watching: Promise<void> = Promise.resolve();
  #isWatching = false;

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
    this.folder = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(this.folder);
    for (const name of ['bin', 'home', 'vault']) mkdirSync(path.join(this.folder, name));
    // Any process of the same account can read the arguments of a child process while it runs.
    const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    this.#writeScript('bin/git', `exec ${git} "$@"`);
    this.#writeScript('vault/password', `cat "${this.folder}/vault/$1"; exit "\${2:-0}"`);
  }

  /** The variables of the runs: their home, their temporary files, and a `git` that records its input. */
  get variables(): Readonly<Record<string, string>> {
    const home = path.join(this.folder, 'home');
    return { PATH: `${path.join(this.folder, 'bin')}:${process.env['PATH'] ?? ''}`, HOME: home, TMPDIR: home };
  }

  /** Returns a passwordCommand that prints a secret from the vault, and ends with that code. */
  command(name: string, secret: string, code = 0): string {
    writeFileSync(path.join(this.folder, 'vault', name), secret);
    return `${this.folder}/vault/password ${name} ${code}`;
  }

  take(place: string, text: string): void {
    const known = this.#seen.get(place) ?? new Set();
    this.#seen.set(place, known.add(text));
  }

  /** Records the command lines of all processes, and the server's list of sessions, over and over until `stop`. */
  watch(server: LiveServer): void {
    this.#isWatching = true;
    this.#watching = this.#watch(server);
  }

  async stop(): Promise<void> {
    this.#isWatching = false;
    await this.#watching;
  }

  /** Records every file below the folder, except the vault. */
  takeFiles(folder: string): void {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile() && !file.startsWith(path.join(this.folder, 'vault')))
        this.take(`file ${path.basename(file)}`, readFileSync(file, 'latin1'));
    }
  }

  /** Records every row of every table of these schemas. */
  async takeRows(server: LiveServer, schemas: readonly string[]): Promise<void> {
    for (const schema of schemas) {
      const tables = await server.run(
        `SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = '${schema}' AND TABLE_TYPE = 'BASE TABLE'`,
      );
      for (const { name } of tables)
        this.take(
          `rows of ${String(name)}`,
          JSON.stringify(await server.run(`SELECT * FROM ${schema}.${String(name)}`)),
        );
    }
  }

  /** Returns the records of this place, so that a test can check that there were some. */
  seenAt(place: string): string {
    return [...this.#seen].flatMap(([name, texts]) => (name.startsWith(place) ? [...texts] : [])).join('\n');
  }

  /** Checks that no record contains a secret, plain or in the usual encodings. */
  assertNoSecrets(): void {
    this.takeFiles(this.folder);
    for (const secret of this.#secrets)
      for (const [place, texts] of this.#seen)
        for (const text of texts)
          for (const shape of disguises(secret))
            assert.ok(!text.includes(shape), `${secret} is in ${place}: ${excerpt(text, shape)}`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #writeScript(name: string, last: string): void {
    const told = path.join(this.folder, 'home', 'children');
    const tell = `tr '\\0' '\\n' < /proc/$$/environ >> ${told}; tr '\\0' ' ' < /proc/$$/cmdline >> ${told}`;
    writeFileSync(path.join(this.folder, name), `#!/bin/sh\n${tell}\n${last}\n`, { mode: 0o755 });
  }

  async #watch(server: LiveServer): Promise<void> {
    const connection = await server.connect();
    while (this.#isWatching) {
      for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
        this.take('command lines', readIfThere(`/proc/${id}/cmdline`));
      const [rows] = await connection.query('SHOW FULL PROCESSLIST');
      for (const { User, Info } of rows as { User: string; Info: string }[]) this.take('sessions', `${User} ${Info}`);
      await pause(50);
    }
  }
}

function readIfThere(file: string): string {
  try {
    return existsSync(file) ? readFileSync(file, 'latin1') : '';
  } catch {
    return ''; // it has ended in between
  }
}

function disguises(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [secret, encodeURIComponent(secret), bytes.toString('base64'), bytes.toString('hex')];
}

function excerpt(text: string, shape: string): string {
  const at = text.indexOf(shape);
  return text.slice(Math.max(0, at - 200), at + shape.length + 50);
}
