/** What an earlier session of the editor knew of the sources, while a project is read as a whole. */
import { emptyCache, readIndexCache, writeIndexCache, type IndexStore } from '../analysis/sources/index-cache';
import type { SourceIndex } from '../analysis/sources/source-index';

export class EarlierSession {
  /** Null where nothing is kept between sessions. */
  readonly #store: IndexStore | null;
  #known = emptyCache;
  /** How many texts were read that it does not know. */
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

  /** What it made of exactly this text; null where it did not know it. */
  recall(path: string, text: string): string | null {
    const packed = this.#known.find(path, text);
    if (packed === null) this.#news++;
    return packed;
  }
}
