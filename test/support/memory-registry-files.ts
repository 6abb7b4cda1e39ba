/** The in-memory twin of the registry's files, with a way to die in the middle. */
import type { RegistryFiles } from '../../engine/src/registry/folder/registry-files';

export interface MemoryRegistryFiles extends RegistryFiles {
  /** Every file's text by its path. */
  readonly files: Map<string, string>;
  /** The writes that still succeed; the one after them throws, as if the process had been killed. */
  dieAfter(writes: number): void;
}

/** `isShared`: everybody holds it at once, as two might who took over the same dead lock. */
export function memoryRegistryFiles({ isShared = false } = {}): MemoryRegistryFiles {
  const files = new Map<string, string>();
  let left = Infinity;
  let queue: Promise<unknown> = Promise.resolve();

  const write = (change: () => void): void => {
    if (left <= 0) throw new Error('killed');
    left--;
    change();
  };
  return {
    folder: '.sproc',
    files,
    dieAfter: (writes) => (left = writes),
    list: (below) => Promise.resolve([...files.keys()].filter((path) => path.startsWith(`${below}/`)).sort()),
    read: (path) => Promise.resolve(files.get(path) ?? null),
    create: async (path, text) => {
      await Promise.resolve();
      if (files.has(path)) return 'exists';
      write(() => files.set(path, text));
      return 'created';
    },
    replace: async (path, text) => {
      await Promise.resolve();
      write(() => files.set(path, text));
    },
    append: async (path, text) => {
      await Promise.resolve();
      write(() => files.set(path, (files.get(path) ?? '') + text));
    },
    remove: async (path) => {
      await Promise.resolve();
      write(() => files.delete(path));
    },
    hold: (action) => {
      if (isShared) return action({ stillHeld: () => true });
      const turn = queue.then(() => action({ stillHeld: () => true }));
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
}
