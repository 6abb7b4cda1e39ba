/** The in-memory twin of the registry's files, with a way to die in the middle. */
import {
  TakenOverError,
  type RegistryFiles,
  type RegistryReader,
  type RegistryWriter,
} from '../../engine/src/registry/folder/registry-files';

export interface MemoryRegistryFiles extends RegistryFiles {
  /** Every file's text by its path. */
  readonly files: Map<string, string>;
  /** Limits the number of successful writes; the next one throws, as if the process had been killed. */
  dieAfter(writes: number): void;
}

/**
 * Creates files; with `isShared` no writer waits, and each takes over from the one before, as from one that seems dead.
 */
export function memoryRegistryFiles({ isShared = false } = {}): MemoryRegistryFiles {
  const files = new Map<string, string>();
  let left = Infinity;
  let queue: Promise<unknown> = Promise.resolve();
  let holder = 0;

  const reader: RegistryReader = {
    folder: '.sproc',
    list: (below) => Promise.resolve([...files.keys()].filter((path) => path.startsWith(`${below}/`)).sort()),
    read: (path) => Promise.resolve(files.get(path) ?? null),
  };
  const makeWriter = (): RegistryWriter => {
    const own = ++holder;
    const write = async <T>(change: () => T): Promise<T> => {
      await Promise.resolve();
      if (own !== holder) throw new TakenOverError(reader.folder);
      return change();
    };
    const spend = (): void => {
      if (left <= 0) throw new Error('killed');
      left--;
    };
    return {
      ...reader,
      create: (path, text) =>
        write(() => {
          if (files.has(path)) return 'exists';
          spend();
          files.set(path, text);
          return 'created';
        }),
      replace: (path, text) => write(() => (spend(), void files.set(path, text))),
      append: (path, text) => write(() => (spend(), void files.set(path, (files.get(path) ?? '') + text))),
      remove: (path) => write(() => (spend(), void files.delete(path))),
    };
  };
  return {
    ...reader,
    files,
    dieAfter: (writes) => (left = writes),
    hold: (action) => {
      if (isShared) return action(makeWriter());
      const turn = queue.then(() => action(makeWriter()));
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
}
