/** A project's sources as an editor shows them, typed or saved, for features and use cases alike. */
import type { SourceIndex } from '../analysis/sources/source-index';
import { projectFile } from '../project/project-file';
import type { SourceTree } from '../project/ports';

/** The text of a document that is open in the editor, by path; null where it is not open. */
export type ReadOpen = (path: string) => string | null;

/**
 * Returns a tree with the open documents, except the project file, which is read as saved: half a setting is invalid.
 */
export function showOpenDocuments(tree: SourceTree, readOpen: ReadOpen): SourceTree {
  const newest = readInOrder(tree);
  return {
    ...tree,
    async read(path, most) {
      if (path === projectFile) return tree.read(path);
      // A document that is opened while its file is read wins: VS Code closes and opens one to change its language.
      return readOpen(path) ?? newest(path, most).then((text) => readOpen(path) ?? text);
    },
  };
}

/** Repeats a read that overlapped with another one of the same file and ended later: it may be older. */
function readInOrder(tree: SourceTree): SourceTree['read'] {
  const ended = new Map<string, number>();
  let clock = 0;
  return async (path, most) => {
    for (;;) {
      const began = clock++;
      const text = await tree.read(path, most);
      if ((ended.get(path) ?? -1) > began) continue;
      ended.set(path, clock++);
      return text;
    }
  };
}

/** Returns a tree with the sources of the index; `others` are the patterns of other files. Everything else is unchanged. */
export function readFromIndex(index: SourceIndex, tree: SourceTree, others: readonly string[]): SourceTree {
  return {
    ...tree,
    list: (patterns) =>
      patterns.every((pattern) => others.includes(pattern))
        ? tree.list(patterns)
        : Promise.resolve(index.files().map(({ file }) => file)),
    read: async (path, most) => index.facts(path)?.text ?? tree.read(path, most),
  };
}
