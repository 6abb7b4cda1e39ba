/**
 * A file of the index. The data for questions about the whole project is kept; the syntax, lines and lowered routines
 * of files that are not in use are evicted and created again from the text.
 */
import { Memory } from '../../base/memory';
import { LineIndex, type Span } from '../../base/text';
import type { ParserOptions } from '../../syntax/dialect';
import type { Definition, Script } from '../../syntax/nodes';
import { remains } from '../../syntax/later-statements';
import { parseInSteps, parseScript, parseWithTrees } from '../../syntax/parse-script';
import { lowerDefinition, lowerKey, lowerSignature } from '../../routine/lower-definition';
import { identify, type Routine, type RoutineKey, type Signature } from '../../routine/routine';
import { collectReferences, type SourceReference, type TargetPool } from './source-references';

/** The data of a routine that is kept whether or not its syntax is in memory. */
export interface RoutineFacts {
  readonly key: RoutineKey;
  readonly signature: Signature;
  /** The span of the whole definition, and of its name without a schema. */
  readonly span: Span;
  readonly nameSpan: Span;
  /** Lines where the definition begins and ends, from 1. */
  readonly line: number;
  readonly endLine: number;
  readonly references: readonly SourceReference[];
  /** The identity of the package body that contains the routine; null for a separate one. */
  readonly within: string | null;
  readonly place: Place;
}

/** The number of the definition in its file, and of the routine in a package body. */
export type Place = readonly [number, number?];

/**
 * A routine that a file defines. `definition` and `routine` may be created again: equal ones need not be the same
 * object.
 */
export interface SourceRoutine extends RoutineFacts {
  readonly file: string;
  /** `identify(key)`. */
  readonly identity: string;
  readonly parserOptions: ParserOptions;
  readonly script: Script;
  readonly definition: Definition;
  readonly routine: Routine;
  /** `routine.checksums.exact`, kept: what a registry has of ten thousand routines is asked after each change of one. */
  readonly exact: string;
}

/** The data of a file that is kept. */
export interface KeptFile {
  /** The verbs of the statements that are not definitions, without duplicates: `USE`, `DROP PROCEDURE`. */
  readonly otherVerbs: readonly string[];
  /** Functions that it installs from a library (SONAME), lower case. */
  readonly installs: readonly string[];
  /** The line, from 1, of the first error outside of its definitions; null if there is none. */
  readonly errorLine: number | null;
  /** The definitions that remain after the whole file has run. */
  readonly routines: readonly RoutineFacts[];
  /** The routines of the package bodies. */
  readonly members: readonly RoutineFacts[];
}

/** All that is known of one file. */
export interface FileFacts extends KeptFile {
  readonly file: string;
  readonly text: string;
  readonly routines: readonly SourceRoutine[];
  readonly members: readonly SourceRoutine[];
  readonly parserOptions: ParserOptions;
  readonly script: Script;
  readonly lines: LineIndex;
  /** The cache of this text: a changed text has new facts. */
  readonly memory: Memory;
}

/** The files with their syntax in memory: the recently used ones, limited by a number of characters. */
export class SyntaxCache {
  readonly pool: TargetPool;
  readonly #cached = new Set<SourceFile>();
  /** The paths of files in use: they are read with their trees, and are not evicted. */
  readonly #pinned = new Set<string>();
  #keepsPassed = false;
  #characters = 0;
  #last: SourceFile | null = null;

  constructor(pool: TargetPool) {
    this.pool = pool;
  }

  pin(path: string): void {
    this.#pinned.add(path);
  }

  /** Announces the number of files to be read. */
  expect(files: number): void {
    this.#keepsPassed = files <= fewFiles;
  }

  unpin(path: string): void {
    this.#pinned.delete(path);
  }

  isPinned({ file }: SourceFile): boolean {
    return this.#pinned.has(file);
  }

  parse({ file, text, parserOptions }: SourceFile): Script {
    return this.#pinned.has(file) && text.length <= mostCharacters
      ? parseWithTrees(text, parserOptions)
      : parseScript(text, parserOptions);
  }

  /** Marks a file as used and evicts the least recently used ones. */
  use(file: SourceFile): void {
    if (file === this.#last) return;
    this.#last = file;
    if (!this.#cached.delete(file)) this.#characters += file.text.length;
    this.#cached.add(file);
    for (const oldest of this.#cached) {
      if (this.#characters <= mostCharacters || oldest === file) return;
      if (!this.#pinned.has(oldest.file)) this.clear(oldest);
    }
  }

  /**
   * Evicts a file that was read once. In a large project its syntax is freed at once, even if there is room: otherwise
   * V8 would regard the parser's objects as long-lived and free them only by full collections. With few files it is
   * kept, because it will probably be needed.
   */
  leave(file: SourceFile): void {
    if (!this.#keepsPassed && !this.#pinned.has(file.file)) this.clear(file);
  }

  clear(file: SourceFile): void {
    if (this.#last === file) this.#last = null;
    if (this.#cached.delete(file)) this.#characters -= file.text.length;
    file.putAway();
  }
}

/** Syntax takes ten to twenty bytes for a character of the text. */
const mostCharacters = 2_000_000;

const fewFiles = 1_000;

/** Routines of a large file that keep what they were lowered to; of the others it is made again. */
const mostLowered = 1_000;

export interface FileText {
  readonly file: string;
  readonly text: string;
  /** The options with which this text is read. */
  readonly parserOptions: ParserOptions;
}

export class SourceFile implements FileFacts {
  readonly file: string;
  readonly text: string;
  readonly parserOptions: ParserOptions;
  readonly otherVerbs: readonly string[];
  readonly installs: readonly string[];
  readonly errorLine: number | null;
  readonly routines: readonly SourceRoutine[];
  readonly members: readonly SourceRoutine[];
  readonly memory = new Memory();
  readonly #cache: SyntaxCache;
  #script: Script | null = null;
  #lines: LineIndex | null = null;
  readonly #lowered = new Map<Definition, Routine>();

  /**
   * Creates a file. `known` is the data of an earlier reading of the same text, which then is not read again. `script`
   * is its syntax, if available.
   */
  constructor(read: FileText, cache: SyntaxCache, known: KeptFile | null, script: Script | null = null) {
    this.file = read.file;
    this.text = read.text;
    this.parserOptions = read.parserOptions;
    this.#cache = cache;
    this.#script = script;
    const { otherVerbs, installs, errorLine, routines, members } = known ?? keepAll(this, cache.pool);
    this.otherVerbs = otherVerbs;
    this.installs = installs;
    this.errorLine = errorLine;
    this.routines = routines.map((routine) => new KeptRoutine(this, routine));
    this.members = members.map((member) => new KeptRoutine(this, member));
    cache.leave(this);
  }

  get script(): Script {
    this.#cache.use(this);
    return (this.#script ??= this.#cache.parse(this));
  }

  get lines(): LineIndex {
    this.#cache.use(this);
    return (this.#lines ??= new LineIndex(this.text));
  }

  definition([first, member]: Place): Definition {
    const outer = this.script.definitions[first];
    const definition = member === undefined ? outer : outer?.members[member];
    if (definition === undefined) throw new Error(`${this.file} has no definition ${first}.`);
    return definition;
  }

  routine(place: Place): Routine {
    const definition = this.definition(place);
    const known = this.#lowered.get(definition);
    if (known !== undefined) return known;
    const { parserOptions } = this;
    const routine = lowerDefinition(this.script, definition, { parserOptions, schema: parserOptions.schema ?? '' });
    this.#lowered.set(definition, routine);
    if (this.text.length > mostCharacters && this.#cache.isPinned(this)) this.#forgetOldest();
    return routine;
  }

  #forgetOldest(): void {
    for (const definition of this.#lowered.keys()) {
      if (this.#lowered.size <= mostLowered) return;
      this.#lowered.delete(definition);
    }
  }

  putAway(): void {
    this.#script = null;
    this.#lines = null;
    this.#lowered.clear();
  }
}

/** Reads a file with halts in between; a text of many megabytes takes seconds. */
export function* readFileInSteps(source: FileText, cache: SyntaxCache): Generator<void, SourceFile, undefined> {
  const lines = new LineIndex(source.text);
  const reading = { parserOptions: source.parserOptions, pool: cache.pool };
  let keeper = new Keeper(lines, reading);
  const script = yield* parseInSteps(source.text, source.parserOptions, () => {
    keeper = new Keeper(lines, reading);
    return (definition) => keeper.keep(definition);
  });
  return new SourceFile(source, cache, keeper.keptOf(script), script);
}

function keepAll({ script, lines, parserOptions }: SourceFile, pool: TargetPool): KeptFile {
  const keeper = new Keeper(lines, { parserOptions, pool });
  for (const definition of script.definitions) keeper.keep(definition);
  return keeper.keptOf(script);
}

interface Reading {
  readonly parserOptions: ParserOptions;
  readonly pool: TargetPool;
}

/** Takes the definitions of a file one after the other. */
class Keeper {
  readonly #lines: LineIndex;
  readonly #reading: Reading;
  readonly #routines: RoutineFacts[] = [];
  readonly #members: RoutineFacts[] = [];
  #count = 0;

  constructor(lines: LineIndex, reading: Reading) {
    this.#lines = lines;
    this.#reading = reading;
  }

  keep(definition: Definition): void {
    const i = this.#count++;
    const routine = keepRoutine({ definition, place: [i], within: null }, this.#lines, this.#reading);
    this.#routines.push(routine);
    for (const [j, member] of definition.members.entries())
      this.#members.push(
        keepRoutine({ definition: member, place: [i, j], within: routine }, this.#lines, this.#reading),
      );
  }

  /** Returns what is kept of the file; definitions that a later statement drops or replaces do not count. */
  keptOf(script: Script): KeptFile {
    const { others, later } = script;
    const otherVerbs = [...new Set(others.map(({ verb }) => verb))];
    const installs = others.flatMap((other) => other.installs?.toLowerCase() ?? []);
    const kept = { otherVerbs, installs, errorLine: this.#errorLineOf(script) };
    if (later.fates.size === 0) return { ...kept, routines: this.#routines, members: this.#members };
    const undone = new Set(this.#routines.filter((routine) => !remains(later, routine)).map(({ place }) => place[0]));
    const counts = ({ place }: RoutineFacts): boolean => !undone.has(place[0]);
    return { ...kept, routines: this.#routines.filter(counts), members: this.#members.filter(counts) };
  }

  #errorLineOf({ definitions, errors }: Script): number | null {
    // Both are in the order of the text: each definition is passed once.
    let i = 0;
    const isInside = (offset: number): boolean => {
      while ((definitions[i]?.span.end ?? Infinity) < offset) i++;
      return (definitions[i]?.span.start ?? Infinity) <= offset;
    };
    const lost = [...errors].sort((a, b) => a.span.start - b.span.start).find(({ span }) => !isInside(span.start));
    return lost === undefined ? null : this.#lines.place(lost.span.start).line;
  }
}

interface Kept {
  readonly definition: Definition;
  readonly place: Place;
  readonly within: RoutineFacts | null;
}

function keepRoutine(
  { definition, place, within }: Kept,
  lines: LineIndex,
  { parserOptions, pool }: Reading,
): RoutineFacts {
  const key = lowerKey(definition, parserOptions.schema ?? '');
  const { span } = definition;
  return {
    key,
    signature: lowerSignature(definition, parserOptions),
    span,
    nameSpan: definition.name.name.span,
    line: lines.place(span.start).line,
    endLine: lines.place(span.end).line,
    references: collectReferences(key, definition, pool),
    within: within === null ? null : identify(within.key),
    place,
  };
}

class KeptRoutine implements SourceRoutine {
  readonly key: RoutineKey;
  readonly identity: string;
  readonly signature: Signature;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly line: number;
  readonly endLine: number;
  readonly references: readonly SourceReference[];
  readonly within: string | null;
  readonly place: Place;
  readonly #owner: SourceFile;
  #exact: string | null = null;

  constructor(owner: SourceFile, kept: RoutineFacts) {
    this.#owner = owner;
    this.key = kept.key;
    this.identity = identify(kept.key);
    this.signature = kept.signature;
    this.span = kept.span;
    this.nameSpan = kept.nameSpan;
    this.line = kept.line;
    this.endLine = kept.endLine;
    this.references = kept.references;
    this.within = kept.within;
    this.place = kept.place;
  }

  get file(): string {
    return this.#owner.file;
  }

  get parserOptions(): ParserOptions {
    return this.#owner.parserOptions;
  }

  get script(): Script {
    return this.#owner.script;
  }

  get definition(): Definition {
    return this.#owner.definition(this.place);
  }

  get routine(): Routine {
    return this.#owner.routine(this.place);
  }

  get exact(): string {
    return (this.#exact ??= this.routine.checksums.exact);
  }
}
