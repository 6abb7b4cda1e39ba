/** A project folder on disk, with the real command line as a separate process in it. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { once } from 'node:events';
import { repositoryPath } from '../../../scripts/repository';
import { removeAtEnd } from '../../../scripts/servers/guardian';

/** The output and the end of a run of `sproc`. */
export interface Said {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
  /** Both, as a person sees them, with the command line in front: for the message of an assertion. */
  readonly all: string;
}

const built = repositoryPath('dist', 'sproc.js');

export class SprocFolder {
  readonly path: string;
  readonly #program: () => string;
  #variables: Readonly<Record<string, string>> = {};

  /**
   * Creates the folder. `program` is called at each run, because a hook may install the command line first; by default
   * it is the built one.
   */
  constructor(program = () => built) {
    this.#program = program;
    this.path = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(this.path);
    removeAtEnd(this.states);
  }

  /** Writes files, each below a line `-- file: path`; the first line of the text may be empty. */
  write(marked: string): void {
    for (const part of marked.split(/^-- file: /m).slice(1)) {
      const end = part.indexOf('\n');
      this.writeFile(part.slice(0, end).trim(), part.slice(end + 1));
    }
  }

  writeFile(name: string, content: string | Uint8Array): void {
    const file = path.join(this.path, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  read(name: string): string {
    return readFileSync(path.join(this.path, name), 'utf8');
  }

  /** Replaces a text that occurs once in a file; throws if it does not, because then the test is wrong. */
  edit(name: string, from: string, to: string): void {
    const text = this.read(name);
    if (text.split(from).length !== 2) throw new Error(`'${from}' does not stand once in ${name}`);
    this.writeFile(
      name,
      text.replace(from, () => to),
    );
  }

  removeFile(name: string): void {
    rmSync(path.join(this.path, name));
  }

  remove(): void {
    for (const folder of [this.path, this.states]) rmSync(folder, { recursive: true, force: true });
  }

  /** The folder in place of that of the user's own programs. */
  get states(): string {
    return `${this.path}-state`;
  }

  /** Sets variables for every run from here on, for example passwords. */
  setVariables(variables: Readonly<Record<string, string>>): void {
    this.#variables = { ...this.#variables, ...variables };
  }

  async sproc(...words: readonly string[]): Promise<Said> {
    const program = this.#program();
    if (!existsSync(program)) throw new Error(`There is no ${program}: run npm run build.`);
    const env = { ...ownVariables(), XDG_STATE_HOME: this.states, ...this.#variables };
    const child = spawn(process.execPath, [program, ...words], {
      cwd: this.path,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [out, err, [exit]] = await Promise.all([
      readAll(child.stdout),
      readAll(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    return { exit, out, err, all: `$ sproc ${words.join(' ')}\n${out}${err}exit ${exit ?? 'by a signal'}` };
  }

  /** Returns the only JSON document of a run with `--json` and the expected exit code; throws otherwise. */
  async ask<Answer>(exit: number, ...words: readonly string[]): Promise<Answer> {
    const said = await this.sproc(...words, '--json');
    if (said.exit !== exit) throw new Error(`expected exit ${exit}:\n${said.all}`);
    return JSON.parse(said.out) as Answer;
  }
}

/** Returns the variables of a shell: a pipeline would be warned of a password that may be sent to any host. */
function ownVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => name !== 'CI' && !name.startsWith('SPROC_PASSWORD_')),
  );
}
