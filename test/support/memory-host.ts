/** The in-memory twin of the command line's host, and use cases with fixed answers. */
import { join, relative, resolve } from 'node:path';
import type { Host } from '../../cli/src/shared/host';
import { failure, type Failure } from '../../engine/src/base/failure';
import { succeed, type Result } from '../../engine/src/base/result';
import type { Sproc } from '../../engine/src/use-cases/sproc';
import { memorySourceTree } from './memory-project';

export interface MemoryHost extends Host {
  readonly files: Map<string, string>;
  /** Returns the output so far. */
  out(): string;
  err(): string;
  interrupt(): void;
}

export interface MemoryHostOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The lines that the person at the terminal types; without them the terminal is not interactive. */
  readonly typed?: readonly string[];
  readonly coloured?: boolean;
  readonly sproc?: Partial<Sproc>;
  readonly opening?: Failure;
}

/** Creates a host; the working folder is /project, and so is the project. */
export function memoryHost(options: MemoryHostOptions = {}): MemoryHost {
  const files = new Map(Object.entries(options.files ?? {}));
  const folder = '/project';
  const printed: string[] = [];
  const told: string[] = [];
  const typed = [...(options.typed ?? [])];
  const interruption = new AbortController();
  const pathOf = (path: string): string => relative(folder, resolve(folder, path));
  const read: Host['read'] = (path) => {
    const text = files.get(pathOf(path));
    return Promise.resolve(text === undefined ? { ok: false, error: 'does not exist' } : succeed(text));
  };
  return {
    files,
    out: () => printed.join(''),
    err: () => told.join(''),
    interrupt: () => interruption.abort(),
    version: '1.2.3',
    runtime: { node: '22.1.0', platform: 'linux x64' },
    folder,
    interactive: options.typed !== undefined,
    isTerminal: options.typed !== undefined,
    coloured: options.coloured === true,
    print: (text) => void printed.push(text),
    report: (text) => void told.push(text),
    showProgress: (line) => void told.push(`${line}\n`),
    ask: (question) => {
      printed.push(question);
      return Promise.resolve(typed.shift() ?? null);
    },
    readInput: () => Promise.resolve(succeed(options.input ?? '')),
    kindOf: (path) => {
      if (files.has(pathOf(path))) return Promise.resolve('file');
      const isFolder = [...files.keys()].some((file) => pathOf(path) === '' || file.startsWith(`${pathOf(path)}/`));
      return Promise.resolve(isFolder ? 'folder' : 'missing');
    },
    read,
    readSource: read,
    write: (path, text, mayReplace) => {
      const old = files.get(pathOf(path)) ?? '';
      if (old !== '' && !mayReplace(old))
        return Promise.resolve({ ok: false, error: 'it has another content, which would be lost' });
      if (path.startsWith('/forbidden/')) return Promise.resolve({ ok: false, error: 'permission denied' });
      files.set(pathOf(path), text);
      return Promise.resolve(succeed(undefined));
    },
    writeNew: (path, text) => {
      if (files.has(pathOf(path))) return Promise.resolve({ ok: false, error: 'it already exists' });
      files.set(pathOf(path), text);
      return Promise.resolve(succeed(undefined));
    },
    treeOf: (path) => {
      const below = path.startsWith('/') ? relative(folder, path) : pathOf(path);
      const prefix = below === '' ? '' : `${below}/`;
      const own = [...files]
        .filter(([file]) => file.startsWith(prefix))
        .map(([file, text]) => [file.slice(prefix.length), text]);
      return memorySourceTree(Object.fromEntries(own) as Record<string, string>);
    },
    findProject: (given) => Promise.resolve(join(folder, given ?? '.')),
    open: () =>
      Promise.resolve<Result<Sproc, Failure>>(
        options.opening ? { ok: false, error: options.opening } : succeed(sprocOf(options.sproc ?? {})),
      ),
    serveEditor: () => Promise.resolve(failure('could-not', 'There is no editor here.')),
    catchInterruption: () => interruption.signal,
  };
}

/** Returns the use cases; those that are not given fail. */
function sprocOf(known: Partial<Sproc>): Sproc {
  const refuse = () => Promise.resolve(failure('could-not', 'The test did not expect this use case.'));
  return {
    check: refuse,
    liveTables: refuse,
    tryPassword: refuse,
    doctor: refuse,
    graph: refuse,
    grep: refuse,
    importRoutines: refuse,
    register: refuse,
    versions: refuse,
    show: refuse,
    showTable: refuse,
    mark: refuse,
    markMany: refuse,
    lastSeen: refuse,
    resolveConflict: refuse,
    copyRegistry: refuse,
    compare: refuse,
    status: refuse,
    preflight: refuse,
    plan: refuse,
    deploy: refuse,
    drift: refuse,
    baseline: refuse,
    planRevert: refuse,
    planSync: refuse,
    sync: refuse,
    grants: refuse,
    gc: refuse,
    planPromotion: refuse,
    promote: refuse,
    planRollback: refuse,
    rollBack: refuse,
    history: refuse,
    deploymentSteps: refuse,
    recover: refuse,
    acceptLedger: refuse,
    close: () => Promise.resolve(),
    ...known,
  };
}
