/**
 * A cache of the index, so that a large project opens quickly. The entry of a file is valid only if the file's text is
 * identical to the byte, and if the same program read it in the same way: it can be deleted at any time.
 */
import { checksum } from '../../base/checksum';
import { makePause } from '../../base/slices';
import type { ParserOptions } from '../../syntax/dialect';
import { packFile } from './pack-file';
import type { SourceIndex } from './source-index';

/** The storage of the cache, outside the project, for one program. */
export interface IndexStore {
  /** Reads all lines; null if there are none, or if another program wrote them. */
  read(): Promise<string | null>;
  /** Replaces the stored lines, completely or not at all. A failure is harmless: the next start takes longer. */
  write(lines: AsyncIterable<string>): Promise<void>;
}

export interface IndexCache {
  /** Returns the line that `packFile` made of a file with exactly this text; null if there is none. */
  find(file: string, text: string): string | null;
}

export const emptyCache: IndexCache = { find: () => null };

/** Reads the cache; damaged lines, and those of other texts, are skipped. */
export async function readIndexCache(store: IndexStore, parserOptions: ParserOptions): Promise<IndexCache> {
  const kept = await store.read();
  const header = headerOf(parserOptions);
  if (kept?.startsWith(`${header}\n`) !== true) return emptyCache;
  const lines = new Map<string, string>();
  const pause = makePause();
  for (let start = header.length + 1; start < kept.length;) {
    const end = kept.indexOf('\n', start);
    // A line without its end was cut off.
    if (end < 0) break;
    const tab = kept.indexOf('\t', start);
    if (tab > 0 && tab < end) lines.set(readPath(kept.slice(start, tab)), kept.slice(tab + 1, end));
    start = end + 1;
    await pause();
  }
  return {
    find(file, text) {
      const [ofText, ofFacts, facts = ''] = lines.get(file)?.split('\t') ?? [];
      if (ofText === undefined || ofText !== checksum(text)) return null;
      return ofFacts === checksum(facts) ? facts : null;
    },
  };
}

/** Writes the cache in slices. */
export async function writeIndexCache(store: IndexStore, index: SourceIndex): Promise<void> {
  await store.write(printLines(index));
}

async function* printLines(index: SourceIndex): AsyncGenerator<string> {
  const pause = makePause();
  yield `${headerOf(index.parserOptions)}\n`;
  for (const facts of index.files()) {
    const packed = packFile(facts);
    yield `${printPath(facts.file)}\t${checksum(facts.text)}\t${checksum(packed)}\t${packed}\n`;
    await pause();
  }
}

function headerOf(parserOptions: ParserOptions): string {
  return `sproc index 3 ${JSON.stringify(parserOptions)}`;
}

/** Prints a path. It may contain a tab or a line end; the result of JSON.stringify contains neither. */
function printPath(file: string): string {
  return JSON.stringify(file);
}

function readPath(file: string): string {
  try {
    return String(JSON.parse(file));
  } catch {
    return '';
  }
}
