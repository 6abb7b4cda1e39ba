/** The sources of a project in an editor: which files they are, and the index of what the editor shows of each. */
import type { IndexStore } from '../analysis/sources/index-cache';
import { SourceIndex, type ChooseOptions } from '../analysis/sources/source-index';
import { makePause } from '../base/slices';
import type { ProjectConfig } from '../project/environment';
import type { SourceTree } from '../project/ports';
import type { ParserOptions } from '../syntax/dialect';
import { parserOptionsOf } from '../use-cases/shared/project';
import { rankFiles } from '../use-cases/shared/rank-files';
import { EarlierSession } from './earlier-session';
import { ReadOrder } from './read-order';
import type { ReadOpen } from './shown-tree';

export class EditedSources {
  /** The files as the editor shows them. */
  readonly #tree: SourceTree;
  readonly #readOpen: ReadOpen;
  readonly #chooseOptions: ChooseOptions | undefined;
  readonly #earlier: EarlierSession;
  readonly #order = new ReadOrder();
  #index: SourceIndex;
  /** The index for the last valid project file. */
  #kept: SourceIndex;
  #files: ReadonlySet<string> = new Set();

  constructor(tree: SourceTree, readOpen: ReadOpen, store: IndexStore | null, chooseOptions?: ChooseOptions) {
    this.#tree = tree;
    this.#chooseOptions = chooseOptions;
    this.#index = this.#kept = new SourceIndex(noReading, chooseOptions);
    this.#readOpen = readOpen;
    this.#earlier = new EarlierSession(store);
  }

  get index(): SourceIndex {
    return this.#index;
  }

  /** Every source that the patterns name, those that cannot be read included. */
  get files(): ReadonlySet<string> {
    return this.#files;
  }

  /**
   * Changes the options of parsing. The index remains as long as they are the same, also while the project file is
   * invalid.
   */
  changeReading(config: ProjectConfig | null): void {
    const reading = config === null ? null : parserOptionsOf(config);
    if (reading !== null && JSON.stringify(this.#kept.parserOptions) !== JSON.stringify(reading))
      this.#kept = new SourceIndex(reading, this.#chooseOptions);
    this.#index = reading === null ? new SourceIndex(noReading) : this.#kept;
  }

  /** Reads all of them, in slices. */
  async readAll(config: ProjectConfig | null): Promise<void> {
    const read = (): Promise<void> => this.#read(config, () => true);
    await (config === null ? read() : this.#earlier.help(this.#index, read));
  }

  /** Looks for files that came or went, and reads those that are new; unchanged ones stay as they are. */
  async readNew(config: ProjectConfig | null): Promise<void> {
    await this.#read(config, (file) => this.#index.facts(file) === null);
  }

  /** Updates a source's text: from the editor if it is open, otherwise from the file. */
  async refresh(path: string): Promise<void> {
    const began = this.#order.begin();
    const typed = this.#readOpen(path);
    if (typed === null) this.#index.unpin(path);
    else this.#index.pin(path);
    this.#take(path, typed ?? (await this.#tree.read(path)), began);
  }

  /** Updates a text with pauses, for a document that takes long to read. */
  *refreshInSteps(path: string, typed: string): Generator<void, void, undefined> {
    this.#index.pin(path);
    yield* this.#index.updateInSteps(path, typed);
    this.#order.takes(path, this.#order.begin());
  }

  /** Updates several files at a time, because the disk is slow, and in slices. */
  async refreshContents(paths: readonly string[]): Promise<void> {
    const pause = makePause();
    const read = (start: number): Promise<readonly (string | null)[]> =>
      Promise.all(paths.slice(start, start + readTogether).map((path) => this.#tree.read(path)));
    let began = this.#order.begin();
    let coming = read(0);
    for (let start = 0; start < paths.length; start += readTogether) {
      const [texts, since] = [await coming, began];
      began = this.#order.begin();
      coming = read(start + readTogether);
      for (const [i, text] of texts.entries()) {
        const path = paths[start + i] ?? '';
        // An editor keeps a document open whose file is gone: without a file it is not a source.
        const typed = this.#files.has(path) ? this.#readOpen(path) : null;
        this.#take(path, typed ?? (this.#files.has(path) ? text : null), since);
        await pause();
      }
    }
  }

  async #read(config: ProjectConfig | null, isWanted: (file: string) => boolean): Promise<void> {
    const files = config === null ? [] : await this.#tree.list(config.sources);
    this.#files = new Set(files);
    for (const { file } of this.#index.files()) if (!this.#files.has(file)) this.#index.remove(file);
    await this.refreshContents(files.filter(isWanted));
    if (config !== null) this.#index.prefer(await rankFiles(this.#tree, config));
  }

  /** Adds or removes a text, unless a newer one was added since the read began. */
  #take(path: string, text: string | null, began: number): void {
    if (!this.#order.takes(path, began)) return;
    if (text === null) this.#index.remove(path);
    else this.#index.update(path, text, this.#earlier.recall(path, text));
  }
}

/** Enough to keep the disk busy, few enough to be taken in before the next ones have come. */
const readTogether = 64;

const noReading: ParserOptions = { dialect: 'mysql', serverVersion: 90700, sqlMode: [], schema: null, client: true };
