/** A folder on disk with a project, a home and files outside; the product runs in it, and its traces are found. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { repositoryPath } from '../repository';
import { removeAtEnd } from '../servers/guardian';

/** The result of a run of the command line. */
export interface SprocRun {
  readonly command: string;
  /** The exit code; null if a signal ended it. */
  readonly exit: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly err: string;
  /** Both. */
  readonly said: string;
  /** Seconds from the start to the end. */
  readonly seconds: number;
  /** Seconds from the last output to the end. */
  readonly lingered: number;
  /** The most memory that it held; null where it was ended by a signal. */
  readonly megabytes: number | null;
}

export interface RunOptions {
  readonly variables?: Readonly<Record<string, string>>;
  /** Seconds after which it is killed, which is never right; 60 by default. */
  readonly seconds?: number;
  /** Sees the process while it runs. */
  readonly watch?: (process: { readonly pid: number; kill(signal: NodeJS.Signals): boolean }) => void;
}

const program = repositoryPath('dist', 'sproc.js');
const measuring = repositoryPath('scripts', 'attack', 'report-memory.cjs');

export class Scene {
  /** Holds all of the others. */
  readonly root: string;
  readonly project: string;
  readonly home: string;
  /** A folder that nothing may write to. */
  readonly outside: string;

  constructor() {
    this.root = mkdtempSync(path.join(tmpdir(), 'sproc-'));
    removeAtEnd(this.root);
    this.project = path.join(this.root, 'project');
    this.home = path.join(this.root, 'home');
    this.outside = path.join(this.root, 'outside');
    for (const folder of [this.project, this.home, this.outside, path.join(this.root, 'bin')]) mkdirSync(folder);
    this.write('../outside/.bashrc', 'alias ls=ls\n');
    // This replaces git, leaves a trace and does nothing else.
    this.write('../bin/git', `#!/bin/sh\necho "$@" >> "${this.root}/git-was-run"\nexit 1\n`);
    chmodSync(path.join(this.root, 'bin', 'git'), 0o755);
  }

  /** Writes a file relative to the project. */
  write(name: string, content: string | Uint8Array): void {
    const file = path.join(this.project, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  read(name: string): string {
    return readFileSync(path.join(this.project, name), 'utf8');
  }

  /** Writes `sproc.json`; the sources are by default `sql/*.sql` of the schema `s`. */
  writeProject(more: object = {}): void {
    this.write('sproc.json', JSON.stringify({ schema: 's', sources: ['sql/*.sql'], ...more }, null, 2));
  }

  /** Returns the variables of processes in this scene; with `traced` the `git` that only leaves a trace comes first. */
  variables({ traced = false } = {}): Readonly<Record<string, string>> {
    const places = process.env['PATH'] ?? '';
    return {
      PATH: traced ? `${path.join(this.root, 'bin')}${path.delimiter}${places}` : places,
      HOME: this.home,
      TMPDIR: this.root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.com',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.com',
    };
  }

  async sproc(line: string | readonly string[], options: RunOptions = {}): Promise<SprocRun> {
    const words = typeof line === 'string' ? line.split(' ').filter((word) => word !== '') : line;
    const startedAt = performance.now();
    let [lastWordAt, exitedAt] = [startedAt, startedAt];
    const child = spawn(process.execPath, ['--require', measuring, program, ...words], {
      cwd: this.project,
      env: { ...this.variables(), ...options.variables },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const texts = child.stdio.slice(1).map((stream, i) => {
      const pieces: Buffer[] = [];
      (stream as Readable).on('data', (piece: Buffer) => {
        pieces.push(piece);
        if (i < 2) lastWordAt = performance.now();
      });
      return pieces;
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), (options.seconds ?? 60) * 1_000);
    child.once('exit', () => (exitedAt = performance.now()));
    if (child.pid !== undefined) options.watch?.({ pid: child.pid, kill: (signal) => child.kill(signal) });
    const [exit, signal] = (await once(child, 'close')) as [number | null, string | null];
    clearTimeout(timer);
    const [out = '', err = '', memory = ''] = texts.map((pieces) => Buffer.concat(pieces).toString());
    return {
      command: words.slice(0, 3).join(' '),
      exit,
      signal,
      out,
      err,
      said: out + err,
      seconds: (exitedAt - startedAt) / 1_000,
      lingered: (exitedAt - lastWordAt) / 1_000,
      megabytes: memory === '' ? null : Number(memory) / 1_024,
    };
  }

  /** Returns everything below the root: each path with its kind and content. */
  everything(): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const entry of readdirSync(this.root, { recursive: true, encoding: 'utf8' }))
      found.set(entry, describe(path.join(this.root, entry)));
    return found;
  }

  /** Returns the paths that were added, changed or removed since, optionally without the project's own. */
  changesSince(before: ReadonlyMap<string, string>, { outsideOnly = false } = {}): readonly string[] {
    const now = this.everything();
    const paths = [...new Set([...before.keys(), ...now.keys()])].filter(
      (name) => !outsideOnly || !(name === 'project' || name.startsWith(`project${path.sep}`)),
    );
    return paths.filter((name) => before.get(name) !== now.get(name));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

function describe(file: string): string {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) return 'gone';
  if (found.isSymbolicLink()) return `link to ${readlinkSync(file)}`;
  if (!found.isFile()) return 'folder';
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
