/**
 * The index of an open document that is not a source, combined with the sources of the project in whose folder it is.
 */
import { SourceIndex, type FileFacts, type SourceRoutine } from '../analysis/sources/source-index';
import { defaultParserOptions } from '../syntax/dialect';

/** The document's own routines come first; what it does not define itself is looked for in the project. */
class DraftIndex extends SourceIndex {
  readonly #base: () => SourceIndex;

  /**
   * Creates the index. `base` is called each time, because a project creates another index when its settings change.
   */
  constructor(base: () => SourceIndex) {
    super(base().parserOptions, base().chooseOptions);
    this.#base = base;
  }

  override find(identity: string): readonly SourceRoutine[] {
    const own = super.find(identity);
    return own.length > 0 ? own : this.#base().find(identity);
  }

  override reachableFiles(): readonly FileFacts[] {
    const own = super.files();
    const written = new Set(own.map(({ file }) => file));
    return [
      ...own,
      ...this.#base()
        .files()
        .filter(({ file }) => !written.has(file)),
    ];
  }

  override facts(file: string): FileFacts | null {
    return super.facts(file) ?? this.#base().facts(file);
  }

  override definesSchema(schema: string): boolean {
    return super.definesSchema(schema) || this.#base().definesSchema(schema);
  }
}

/** Creates an index, also for a document outside any project (null). */
export function makeDraftIndex(project: { readonly index: SourceIndex } | null): SourceIndex {
  return project === null ? new SourceIndex(defaultParserOptions) : new DraftIndex(() => project.index);
}
