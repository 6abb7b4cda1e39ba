/**
 * Large documents, which are read late because their text takes long. Each edit only marks them; the newest text is
 * read once, in slices, as soon as typing stops for a moment. Requests meanwhile wait for it.
 */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { makePause } from '#engine';

/** Characters that are read within the time of a key; longer documents are read late. */
export const longestAtOnce = 500_000;

/** Milliseconds without a change before the text is read. */
const rest = 60;

export interface DocumentReader {
  /** Runs before the text is read. */
  readonly prepare: (document: TextDocument) => Promise<void>;
  /** Reads a document's text; until the last step the previous content is used. Null if the document is not used. */
  readonly readInSteps: (document: TextDocument) => Generator<void, unknown, undefined> | null;
}

export class LateDocuments {
  readonly #reader: DocumentReader;
  /** The changed documents by URI, in the order of their changes. */
  readonly #changed = new Map<string, TextDocument>();
  readonly #listeners = new Map<string, ((isRead: boolean) => void)[]>();
  #changedAt = 0;
  #reading: Promise<void> | null = null;

  constructor(reader: DocumentReader) {
    this.#reader = reader;
  }

  /** True if a text is still to be read. */
  get areLate(): boolean {
    return this.#reading !== null;
  }

  /**
   * Resolves once the newest text of the document was read: true for the first waiting caller; false for the others,
   * and if it was closed.
   */
  changed(document: TextDocument): Promise<boolean> {
    const { uri } = document;
    this.#changed.set(uri, document);
    this.#changedAt = performance.now();
    this.#reading ??= this.#readAll();
    return new Promise((resolve) => {
      const listeners = this.#listeners.get(uri);
      if (listeners === undefined) this.#listeners.set(uri, [resolve]);
      else listeners.push(resolve);
    });
  }

  closed(uri: string): void {
    this.#changed.delete(uri);
    this.#notify(uri, false);
  }

  /** Waits until every text was read. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  async #readAll(): Promise<void> {
    try {
      for (;;) {
        await this.#untilQuiet();
        const [next] = this.#changed.values();
        if (next === undefined) return;
        if (await this.#readOne(next)) this.#notify(next.uri, true);
      }
    } finally {
      this.#reading = null;
    }
  }

  async #untilQuiet(): Promise<void> {
    for (;;) {
      const left = this.#changedAt + rest - performance.now();
      if (left <= 0 || this.#changed.size === 0) return;
      await new Promise((resolve) => setTimeout(resolve, left));
    }
  }

  /** Reads one document; returns false if it changed meanwhile, and is then read again. */
  async #readOne(document: TextDocument): Promise<boolean> {
    const { uri, version } = document;
    await this.#reader.prepare(document);
    const steps = this.#reader.readInSteps(document);
    const pause = makePause();
    for (let step = steps?.next(); step !== undefined && step.done !== true; step = steps?.next()) {
      await pause();
      if (document.version !== version || this.#changed.get(uri) !== document) return false;
    }
    this.#changed.delete(uri);
    return true;
  }

  #notify(uri: string, isRead: boolean): void {
    const [first, ...others] = this.#listeners.get(uri) ?? [];
    this.#listeners.delete(uri);
    first?.(isRead);
    for (const listener of others) listener(false);
  }
}
