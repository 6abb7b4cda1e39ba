/** A kept index in memory. */
import type { IndexStore } from '../../engine/src/analysis/sources/index-cache';

export interface MemoryIndexStore extends IndexStore {
  /** The stored content; a test may damage it. */
  kept: string | null;
  /** The number of writes. */
  writes: number;
}

export function memoryIndexStore(kept: string | null = null): MemoryIndexStore {
  return {
    kept,
    writes: 0,
    read() {
      return Promise.resolve(this.kept);
    },
    async write(lines) {
      let text = '';
      for await (const line of lines) text += line;
      this.kept = text;
      this.writes++;
    },
  };
}
