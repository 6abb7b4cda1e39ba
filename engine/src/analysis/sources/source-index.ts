/**
 * The index of the project's files. It maps a file to facts and finds routines by key; rules are elsewhere (see
 * diagnose.ts). It is one of the few objects here with a life cycle.
 */
import { Memory } from '../../base/memory';
import type { ParserOptions } from '../../syntax/dialect';
import { areEqual, noRanks, orderDefinitions, type FileRanks } from './definition-order';
import { haveSameReferences, TargetPool } from './source-references';
import { unpackFile } from './pack-file';
import { SyntaxCache, readFileInSteps, SourceFile, type FileFacts, type SourceRoutine } from './source-file';

export type { FileFacts, SourceRoutine };

/** Returns the options for a text where they depend on it; `usual` are those of the index. */
export type ChooseOptions = (text: string, usual: ParserOptions) => ParserOptions;

export class SourceIndex {
  readonly parserOptions: ParserOptions;
  readonly chooseOptions: ChooseOptions;
  readonly memory = new Memory();
  readonly #files = new Map<string, SourceFile>();
  readonly #cache: SyntaxCache;
  /** The files by path; created again after a file was added or removed. */
  #inOrder: readonly FileFacts[] | null = null;
  /** The files that reference a routine, by its id. */
  readonly #users = new Map<string, Set<SourceFile>>();
  readonly #byIdentity = new Map<string, SourceRoutine[]>();
  readonly #perSchema = new Map<string, number>();
  /** Functions that CREATE FUNCTION … SONAME installs, lower case, and how many statements do so. */
  readonly #installed = new Map<string, number>();
  #ranks = noRanks;
  #duplicates: { readonly revision: number; readonly found: readonly (readonly SourceRoutine[])[] } | null = null;
  #ordered: { readonly revision: number; readonly found: Map<string, readonly SourceRoutine[]> } = {
    revision: -1,
    found: new Map(),
  };
  #revision = 0;
  #callsRevision = 0;

  /**
   * Creates an empty index. `reading.schema` is the schema of names without one; if it is null they belong to the
   * schema ''.
   */
  constructor(parserOptions: ParserOptions, chooseOptions: ChooseOptions = (_, usual) => usual) {
    this.parserOptions = parserOptions;
    this.chooseOptions = chooseOptions;
    this.#cache = new SyntaxCache(new TargetPool());
  }

  /** Grows with every change; answers made from the index are good for one revision. */
  get revision(): number {
    return this.#revision;
  }

  /** Grows when a routine comes or goes or calls others than before: not with every key that is pressed. */
  get callsRevision(): number {
    return this.#callsRevision;
  }

  /**
   * Adds or replaces a file's text. `packed` is the result of `packFile` for exactly this text: if it is given, the
   * text is read only when its syntax is needed.
   */
  update(file: string, text: string, packed: string | null = null): FileFacts {
    const known = this.#files.get(file);
    if (known?.text === text) return known;
    const kept = packed === null ? null : unpackFile(packed, this.#cache.pool);
    const parserOptions = this.chooseOptions(text, this.parserOptions);
    return this.#take(new SourceFile({ file, text, parserOptions }, this.#cache, kept));
  }

  /**
   * Adds or replaces a text with pauses, because a long one takes seconds. The index answers with the old text until
   * the end; its syntax is freed at once, so that memory never holds both. A known file keeps its options.
   */
  *updateInSteps(file: string, text: string): Generator<void, FileFacts, undefined> {
    const known = this.#files.get(file);
    if (known?.text === text) return known;
    if (known !== undefined) this.#cache.clear(known);
    const parserOptions = known?.parserOptions ?? this.chooseOptions(text, this.parserOptions);
    return this.#take(yield* readFileInSteps({ file, text, parserOptions }, this.#cache));
  }

  #take(facts: SourceFile): FileFacts {
    const { file } = facts;
    const known = this.#files.get(file);
    if (known === undefined) this.#inOrder = null;
    else {
      this.#inOrder = this.#inOrder?.with(findPlace(this.#inOrder, file), facts) ?? null;
      this.#forget(known);
    }
    this.#files.set(file, facts);
    this.#count(facts, 1);
    for (const id of routinesNamedIn(facts)) {
      const users = this.#users.get(id);
      if (users === undefined) this.#users.set(id, new Set([facts]));
      else users.add(facts);
    }
    for (const routine of [...facts.routines, ...facts.members]) {
      const same = this.#byIdentity.get(routine.identity);
      if (same === undefined) this.#byIdentity.set(routine.identity, [routine]);
      else same.push(routine);
    }
    this.#revision++;
    if (known === undefined || !callTheSame(known, facts)) this.#callsRevision++;
    return facts;
  }

  remove(file: string): void {
    const known = this.#files.get(file);
    if (known === undefined) return;
    this.#files.delete(file);
    this.#inOrder = null;
    this.#forget(known);
    this.#revision++;
    this.#callsRevision++;
  }

  /** Sets which files count if several define one routine. */
  prefer(ranks: FileRanks): void {
    if (areEqual(ranks, this.#ranks)) return;
    this.#ranks = ranks;
    this.#revision++;
    this.#callsRevision++;
  }

  get ranks(): FileRanks {
    return this.#ranks;
  }

  /** Announces the number of files to come: the syntax of few remains in memory. */
  expect(files: number): void {
    this.#cache.expect(files);
  }

  /** Keeps the syntax and trees of a file in memory while it is in use. */
  pin(file: string): void {
    this.#cache.pin(file);
  }

  unpin(file: string): void {
    this.#cache.unpin(file);
  }

  /** Releases the syntax of a file that is not needed soon; in a large project it is freed. */
  leave(file: string): void {
    const known = this.#files.get(file);
    if (known !== undefined) this.#cache.leave(known);
  }

  facts(file: string): FileFacts | null {
    return this.#files.get(file) ?? null;
  }

  files(): readonly FileFacts[] {
    return (this.#inOrder ??= [...this.#files.values()].sort((a, b) => (a.file < b.file ? -1 : 1)));
  }

  /** Returns the files whose names can be used in a file of this index. */
  reachableFiles(): readonly FileFacts[] {
    return this.files();
  }

  /** Returns every routine of every file that counts, by file and then by position. */
  routines(): readonly SourceRoutine[] {
    return this.#counting(this.files().flatMap((facts) => facts.routines));
  }

  /**
   * Returns the routines of package bodies: they are added and removed with their package, but are called separately.
   */
  members(): readonly SourceRoutine[] {
    return this.#counting(this.files().flatMap((facts) => facts.members));
  }

  /** Returns one definition of each routine, the first of `find`: the text that the project states for it. */
  chosen(): readonly SourceRoutine[] {
    return this.routines().filter((routine) => this.find(routine.identity)[0] === routine);
  }

  /** Returns true unless a file that the project prefers defines the routine, too. */
  counts(routine: SourceRoutine): boolean {
    return this.#ranks.size === 0 || this.find(routine.identity).includes(routine);
  }

  #counting(all: readonly SourceRoutine[]): readonly SourceRoutine[] {
    return this.#ranks.size === 0 ? all : all.filter((routine) => this.counts(routine));
  }

  /**
   * Returns the definitions of one identity that count, the one in the last file first. More than one is a mistake,
   * unless the project defines which files count.
   */
  find(identity: string): readonly SourceRoutine[] {
    const all = this.#byIdentity.get(identity) ?? [];
    return all.length < 2 ? all : this.#order(identity, all);
  }

  /** Orders the definitions, cached for all callers: each of a thousand definitions of one routine is one. */
  #order(identity: string, all: readonly SourceRoutine[]): readonly SourceRoutine[] {
    if (this.#ordered.revision !== this.#revision) this.#ordered = { revision: this.#revision, found: new Map() };
    const known = this.#ordered.found.get(identity);
    if (known !== undefined) return known;
    const ordered = orderDefinitions(all, this.#ranks);
    this.#ordered.found.set(identity, ordered);
    return ordered;
  }

  /** Returns the definitions of each identity that several files define, unless the project prefers one. */
  duplicates(): readonly (readonly SourceRoutine[])[] {
    if (this.#duplicates?.revision === this.#revision) return this.#duplicates.found;
    const found = [...this.#byIdentity].flatMap(([identity, all]) => {
      const counting = all.length < 2 ? all : this.#order(identity, all);
      return counting.some(({ file }) => file !== counting[0]?.file) ? [counting] : [];
    });
    this.#duplicates = { revision: this.#revision, found };
    return found;
  }

  /** Returns true if a file installs a function of this name from a library. */
  installs(name: string): boolean {
    return this.#installed.has(name.toLowerCase());
  }

  /** Returns the files that define or reference a routine, also in dynamic statements and package bodies, in order. */
  filesThatName(identity: string): readonly FileFacts[] {
    const files = new Map<string, FileFacts>();
    for (const facts of this.#users.get(identity) ?? []) files.set(facts.file, facts);
    for (const { file } of this.#byIdentity.get(identity) ?? []) {
      const facts = this.#files.get(file);
      if (facts !== undefined) files.set(file, facts);
    }
    return [...files.keys()].sort().flatMap((file) => files.get(file) ?? []);
  }

  /** Returns true if any file defines anything in that schema. */
  definesSchema(schema: string): boolean {
    return (this.#perSchema.get(schema) ?? 0) > 0;
  }

  #forget(facts: SourceFile): void {
    this.#cache.clear(facts);
    this.#count(facts, -1);
    for (const id of routinesNamedIn(facts)) {
      const users = this.#users.get(id);
      users?.delete(facts);
      if (users?.size === 0) this.#users.delete(id);
    }
    for (const { identity } of [...facts.routines, ...facts.members]) {
      const rest = (this.#byIdentity.get(identity) ?? []).filter((routine) => routine.file !== facts.file);
      if (rest.length === 0) this.#byIdentity.delete(identity);
      else this.#byIdentity.set(identity, rest);
    }
  }

  #count(facts: FileFacts, change: 1 | -1): void {
    for (const { key } of facts.routines) {
      const { schema } = key;
      this.#perSchema.set(schema, (this.#perSchema.get(schema) ?? 0) + change);
    }
    for (const name of facts.installs) {
      const count = (this.#installed.get(name) ?? 0) + change;
      if (count === 0) this.#installed.delete(name);
      else this.#installed.set(name, count);
    }
  }
}

/** Returns the position of an existing file. */
function findPlace(files: readonly FileFacts[], file: string): number {
  let [low, high] = [0, files.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((files[middle]?.file ?? file) < file) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Returns the ids, with duplicates. */
function routinesNamedIn({ routines, members }: FileFacts): readonly string[] {
  return [...routines, ...members].flatMap(({ references }) =>
    references.flatMap(({ target }) => (target.kind === 'table' ? [] : target.id)),
  );
}

/** Returns true if both define the same routines, each with the same calls. */
function callTheSame(one: FileFacts, other: FileFacts): boolean {
  return (
    one.routines.length === other.routines.length &&
    one.routines.every((routine, i) => {
      const now = other.routines[i];
      return routine.identity === now?.identity && haveSameReferences(routine, now, 'routines');
    })
  );
}
