/** The data of an earlier session of the editor about the sources, used while a project is read completely. */
import { emptyCache, readIndexCache, writeIndexCache, type IndexStore } from '../analysis/sources/index-cache';
import type { SourceIndex } from '../analysis/sources/source-index';

export class EarlierSession {
  /** The store; null if nothing is kept between sessions. */
  readonly #store: IndexStore | null;
  #known = emptyCache;
  /** The number of texts that were read without a stored entry. */
  #news = 0;

  constructor(store: IndexStore | null) {
    this.#store = store;
  }

  /** Reads the sources with its help; afterwards what is new is kept for the next session. */
  async help(index: SourceIndex, readSources: () => Promise<void>): Promise<void> {
    const store = this.#store;
    if (store !== null) this.#known = await readIndexCache(store, index.parserOptions);
    this.#news = 0;
    await readSources();
    this.#known = emptyCache;
    if (store !== null && this.#news > 0) void writeIndexCache(store, index);
  }

  /** Returns the stored entry of exactly this text; null if there is none. */
  recall(path: string, text: string): string | null {
    const packed = this.#known.find(path, text);
    if (packed === null) this.#news++;
    return packed;
  }
}
