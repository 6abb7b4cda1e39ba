/** The in-memory twins of a project's ports: files, passwords, and provenance. */
import picomatch from 'picomatch';
import { failure } from '../../engine/src/base/failure';
import { succeed } from '../../engine/src/base/result';
import type { GitFault, Provenance, Secrets, SourceTree } from '../../engine/src/project/ports';

export interface MemorySourceTree extends SourceTree {
  readonly files: Map<string, string>;
}

/** Creates a tree; the `unreadable` files exist, but have no readable text. */
export function memorySourceTree(
  files: Readonly<Record<string, string>>,
  unreadable: readonly string[] = [],
): MemorySourceTree {
  const known = new Map(Object.entries(files));
  return {
    root: '/project',
    files: known,
    list: (patterns) => {
      const wanted = picomatch(patterns.filter((pattern) => !pattern.startsWith('!')));
      const unwanted = picomatch(
        patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1)),
      );
      const all = new Set([...known.keys(), ...unreadable]);
      return Promise.resolve([...all].filter((path) => wanted(path) && !unwanted(path)).sort());
    },
    read: (path, most = Infinity) => {
      const text = known.get(path) ?? null;
      return Promise.resolve(text !== null && Buffer.byteLength(text) > most ? null : text);
    },
    isFree: (path) => Promise.resolve(!known.has(path) && !unreadable.includes(path)),
    write: (path, text) => {
      known.set(path, text);
      return Promise.resolve(succeed(undefined));
    },
    create: (path, text) => {
      if (known.has(path)) return Promise.resolve(failure('bad-input', `${path} already exists. It was not changed.`));
      known.set(path, text);
      return Promise.resolve(succeed(undefined));
    },
  };
}

/** Creates secrets from passwords and ledger keys by the name of their environment. */
export function memorySecrets(
  passwords: Readonly<Record<string, string>> = {},
  ledgerKeys: Readonly<Record<string, string>> = {},
): Secrets {
  return {
    password: ({ name }) => Promise.resolve(succeed(passwords[name] ?? null)),
    ledgerKey: ({ name }) => Promise.resolve(succeed(ledgerKeys[name] ?? null)),
  };
}

/** Returns a clock that advances by a second with each reading. */
export function fixedProvenance(
  known: { readonly author?: string; readonly branch?: string | null; readonly gitFault?: GitFault } = {},
): Provenance {
  let time = Date.UTC(2025, 8, 7, 12, 0, 0);
  return {
    author: () => Promise.resolve(known.author ?? 'Ada <ada@example.com>'),
    commit: () => Promise.resolve(known.gitFault === undefined ? '0123456789abcdef0123456789abcdef01234567' : null),
    branch: () => Promise.resolve(known.branch === undefined ? 'main' : known.branch),
    gitFault: () => Promise.resolve(known.gitFault ?? null),
    host: () => 'workbench',
    now: () => new Date((time += 1000)),
  };
}
