/** An open project, the input of every use case: its checked settings, its ports, and the present sources. */
import type { KeptTexts } from '../../base/kept-texts';
import { failure, type Failure } from '../../base/failure';
import { succeed, type Result } from '../../base/result';
import { nearestWord } from '../../base/nearest-word';
import { makePause } from '../../base/slices';
import { SourceIndex } from '../../analysis/sources/source-index';
import { describeUnread, findUnread } from '../../analysis/sources/unread-sources';
import type { Connect } from '../../database/connection/session';
import type { Environment, ProjectConfig, RegistryPlace } from '../../project/environment';
import type { Provenance, Secrets, SourceTree } from '../../project/ports';
import type { KeptHeads } from '../../registry/folder/kept-heads';
import type { Registry } from '../../registry/records/registry';
import type { ParserOptions } from '../../syntax/dialect';
import { rankFiles } from './rank-files';

export interface ProjectPorts {
  readonly tree: SourceTree;
  readonly secrets: Secrets;
  readonly provenance: Provenance;
  readonly connect: Connect;
  readonly registry: Registry;
  /** The heads of ledgers in the registry's folder; none for another registry. */
  readonly heads?: KeptHeads | null;
  /** Opens another registry than the project's own, for a copy. */
  readonly openRegistry: (place: RegistryPlace) => Registry;
  /** Keeps the last seen states of environments; absent where nothing is kept. */
  readonly lastSeen?: KeptTexts;
}

/** Enough to keep the disk busy. */
const readTogether = 64;

export class Project {
  readonly config: ProjectConfig;
  readonly ports: ProjectPorts;
  readonly #index: SourceIndex;
  readonly #unreadable = new Set<string>();

  /**
   * Creates a project. An editor passes the index from which it is answered, so that no source is parsed and kept
   * twice.
   */
  constructor(config: ProjectConfig, ports: ProjectPorts, index = new SourceIndex(parserOptionsOf(config))) {
    this.config = config;
    this.ports = ports;
    this.#index = index;
  }

  /** Returns every source file as the tree has it now; files with the same text are not parsed again. */
  async sources(): Promise<SourceIndex> {
    const files = await this.ports.tree.list(this.config.sources);
    const present = new Set(files);
    for (const { file } of this.#index.files()) if (!present.has(file)) this.#index.remove(file);
    for (const file of this.#unreadable) if (!present.has(file)) this.#unreadable.delete(file);
    this.#index.expect(files.length);
    const pause = makePause();
    for (let start = 0; start < files.length; start += readTogether) {
      // Each text is added as soon as it was read: an editor's later changes are newer.
      await Promise.all(files.slice(start, start + readTogether).map((file) => this.#take(this.#index, file)));
      await pause();
    }
    this.#index.prefer(await rankFiles(this.ports.tree, this.config));
    return this.#index;
  }

  /** Returns the sources and also the SQL files under these paths that sproc.json does not include. */
  async sourcesWith(paths: readonly string[]): Promise<SourceIndex> {
    const sources = await this.sources();
    const patterns = paths.flatMap((path) => [path, `${path.replace(/\/$/, '')}/**/*.sql`]);
    const drafts = (await this.ports.tree.list(patterns)).filter((file) => sources.facts(file) === null);
    if (drafts.length === 0) return sources;
    const both = new SourceIndex(sources.parserOptions);
    both.prefer(sources.ranks);
    for (const { file, text } of sources.files()) both.update(file, text);
    for (const file of drafts) await this.#take(both, file);
    return both;
  }

  async #take(index: SourceIndex, file: string): Promise<void> {
    const text = await this.ports.tree.read(file);
    if (text === null) {
      index.remove(file);
      this.#unreadable.add(file);
    } else {
      index.update(file, text);
      this.#unreadable.delete(file);
    }
  }

  /** Sources that could not be read the last time: no right to, too large, or gone in between. */
  get unreadable(): readonly string[] {
    return [...this.#unreadable].sort();
  }

  /** Returns a sentence for each source that could not be read whole, as `sources` has read them the last time. */
  describeUnread(): readonly string[] {
    return describeUnread(findUnread(this.unreadable, this.#index.files()));
  }

  environment(name: string): Result<Environment, Failure> {
    const environment = this.config.environments[name];
    if (environment !== undefined) return succeed(environment);
    const known = Object.keys(this.config.environments);
    const near = nearestWord(name, known);
    return failure(
      'not-found',
      `sproc.json has no environment '${name}'.`,
      near !== null
        ? `Did you mean ${near}?`
        : known.length === 0
          ? 'Add one under "environments".'
          : `Known environments: ${known.join(', ')}.`,
    );
  }
}

export function parserOptionsOf(config: ProjectConfig): ParserOptions {
  const { dialect, serverVersion, sqlMode, schema } = config;
  return { dialect, serverVersion, sqlMode, schema, client: true };
}
