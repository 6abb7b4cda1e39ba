/**
 * What the project's files say, file by file. It maps a file to facts and finds routines by key; judging stays
 * outside (see diagnose.ts). One of the few things here with a life.
 */
import { LineIndex } from '../base/text';
import type { ReadingOptions } from '../syntax/dialect';
import type { Definition, Script } from '../syntax/nodes';
import { parseScript } from '../syntax/parse-script';
import { lowerDefinition } from '../routine/lower-definition';
import { identify, type Routine } from '../routine/routine';

/** A routine that a file defines. */
export interface SourceRoutine {
  readonly file: string;
  readonly routine: Routine;
  readonly definition: Definition;
  /** `identify(routine.key)`. */
  readonly identity: string;
}

/** All that is known of one file. */
export interface FileFacts {
  readonly file: string;
  readonly script: Script;
  readonly lines: LineIndex;
  readonly routines: readonly SourceRoutine[];
}

export class SourceIndex {
  readonly reading: ReadingOptions;
  readonly #files = new Map<string, FileFacts>();
  readonly #byIdentity = new Map<string, SourceRoutine[]>();
  readonly #perSchema = new Map<string, number>();
  #revision = 0;

  /** `reading.schema` is the schema of names without one; where it is null they belong to the schema ''. */
  constructor(reading: ReadingOptions) {
    this.reading = reading;
  }

  /** Grows with every change; answers made from the index are good for one revision. */
  get revision(): number {
    return this.#revision;
  }

  /** Takes a file's text in, in place of what it said before. */
  update(file: string, text: string): FileFacts {
    const known = this.#files.get(file);
    if (known?.script.text === text) return known;
    this.remove(file);
    const facts = readFacts(file, text, this.reading);
    this.#files.set(file, facts);
    this.#count(facts, 1);
    for (const routine of facts.routines) {
      const same = this.#byIdentity.get(routine.identity);
      if (same === undefined) this.#byIdentity.set(routine.identity, [routine]);
      else same.push(routine);
    }
    this.#revision++;
    return facts;
  }

  remove(file: string): void {
    const known = this.#files.get(file);
    if (known === undefined) return;
    this.#files.delete(file);
    this.#count(known, -1);
    for (const { identity } of known.routines) {
      const rest = (this.#byIdentity.get(identity) ?? []).filter((routine) => routine.file !== file);
      if (rest.length === 0) this.#byIdentity.delete(identity);
      else this.#byIdentity.set(identity, rest);
    }
    this.#revision++;
  }

  facts(file: string): FileFacts | null {
    return this.#files.get(file) ?? null;
  }

  files(): readonly FileFacts[] {
    return [...this.#files.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  }

  /** Every routine of every file, by file and then by place. */
  routines(): readonly SourceRoutine[] {
    return this.files().flatMap((facts) => facts.routines);
  }

  /** All definitions of one identity; more than one is a mistake that diagnose.ts tells. */
  find(identity: string): readonly SourceRoutine[] {
    return this.#byIdentity.get(identity) ?? [];
  }

  /** Whether any file defines anything in that schema. */
  definesSchema(schema: string): boolean {
    return (this.#perSchema.get(schema) ?? 0) > 0;
  }

  #count(facts: FileFacts, change: 1 | -1): void {
    for (const { routine } of facts.routines) {
      const { schema } = routine.key;
      this.#perSchema.set(schema, (this.#perSchema.get(schema) ?? 0) + change);
    }
  }
}

function readFacts(file: string, text: string, reading: ReadingOptions): FileFacts {
  const script = parseScript(text, reading);
  const context = { reading, schema: reading.schema ?? '' };
  const routines = script.definitions.map((definition) => {
    const routine = lowerDefinition(script, definition, context);
    return { file, routine, definition, identity: identify(routine.key) };
  });
  return { file, script, lines: new LineIndex(text), routines };
}
