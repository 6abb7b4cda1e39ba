/** A whole file, read by the engine and run by a command line client: whether both see the same routines and the same errors. */
import { LineIndex } from '../../engine/src/base/text';
import type { ParserOptions } from '../../engine/src/syntax/dialect';
import type { Definition, Script } from '../../engine/src/syntax/nodes';
import { parseScript } from '../../engine/src/syntax/parse-script';
import { readName } from '../../engine/src/syntax/literals';
import { tokenKind } from '../../engine/src/syntax/tokens';
import { homeSchema, printMade, type ClientRun, type ClientRunner } from './client-runner';

export interface FileComparison {
  /** The number of definitions that the engine lists. */
  readonly listed: number;
  /** Created by the client, and not listed. */
  readonly missed: readonly string[];
  /**
   * The created but unlisted objects of a file that prepares statements, without a CREATE of that name outside a
   * string.
   */
  readonly prepared: readonly string[];
  /**
   * The definitions listed without an error that would prevent their creation, but rejected by the client as syntax, or
   * not sent.
   */
  readonly invented: readonly string[];
  /** The lines at which the client rejects a chunk with a definition as syntax, without an error of the engine. */
  readonly unseen: readonly number[];
  /** Lines of errors that neither client nor server has. */
  readonly alarms: readonly number[];
  readonly isWhole: boolean;
}

/** Runs the file, in the schema `work`. */
export async function compareFile(runner: ClientRunner, text: string, options: ParserOptions): Promise<FileComparison> {
  const script = parseScript(text, { ...options, client: true, schema: homeSchema });
  const needsCommands = script.notes.some(({ code }) => code === 'client-command');
  return compare(script, await runner.run(text, needsCommands));
}

/** Compares both. The client drops text after the delimiter on its line without an error. */
function compare(script: Script, run: ClientRun): FileComparison {
  const chunks = new Chunks(script);
  const { definitions } = script;
  const errors = script.errors.filter(({ code }) => code !== 'text-after-delimiter');
  const names = definitions.map(nameOf);
  const unlisted = [...run.made].filter((one) => !names.includes(one));
  const prepares = /\bprepare\b|\bexecute\s+immediate\b|\bcreate_synonym_db\b/i.test(script.text);
  const syntax = run.errors.filter(({ errno }) => isSyntax(errno));
  const refused = new Set(run.errors.flatMap(({ line }) => chunks.atLine(line)));
  const refusedAsSyntax = new Set(syntax.flatMap(({ line }) => chunks.atLine(line)));
  const wrong = new Set(errors.map(({ span }) => chunks.of(span.start)));
  const firstLost = errors.find(({ code }) => losing.has(code))?.span.start ?? Infinity;
  const claimed = definitions.filter(
    (one) =>
      !one.undelimited &&
      one.span.start < firstLost &&
      one.errors.length === 0 &&
      !errors.some(({ span }) => chunks.of(span.start) === chunks.of(one.span.start) && span.start < one.span.end),
  );
  // A chunk that was cut at a `;` is several to the client: its errors are expected.
  const cut = new Set(definitions.filter((one) => one.undelimited).map((one) => chunks.of(one.span.start)));
  const defining = new Set(definitions.map(({ span }) => chunks.of(span.start)));
  const isJudged = (chunk: number): boolean =>
    chunks.start(chunk) < firstLost && !cut.has(chunk) && !cut.has(chunk - 1);
  return {
    listed: definitions.length,
    missed: unlisted.filter((one) => !prepares || isWritten(script, one)),
    prepared: unlisted.filter((one) => prepares && !isWritten(script, one)),
    invented: claimed
      .filter((one) => !run.made.has(nameOf(one)))
      .filter((one) => !refused.has(chunks.of(one.span.start)) || refusedAsSyntax.has(chunks.of(one.span.start)))
      .map(nameOf),
    unseen: syntax
      .filter(({ line }) => chunks.atLine(line).every((chunk) => !wrong.has(chunk) && isJudged(chunk)))
      .filter(({ line }) => chunks.atLine(line).some((chunk) => defining.has(chunk)))
      .map(({ line }) => line),
    alarms: [...wrong].filter((chunk) => !refused.has(chunk) && isJudged(chunk)).map((chunk) => chunks.line(chunk)),
    isWhole: run.isWhole,
  };
}

/** Returns true if the file contains a CREATE of this kind and name, outside strings: a prepared one is inside. */
function isWritten({ text, tokens }: Script, made: string): boolean {
  const [, kind = '', name = ''] = /^(.*) [^.]*\.(.*)$/s.exec(made) ?? [];
  const words = Array.from({ length: tokens.count }, (_, i) =>
    readName(text.slice(tokens.start[i], tokens.end[i])).toLowerCase(),
  );
  let creates = false;
  return words.some((word, i) => {
    if (word === 'create') creates = true;
    else if (word === ';' || tokens.kind[i] === tokenKind.delimiter) creates = false;
    return (
      creates &&
      word === name &&
      words
        .slice(Math.max(0, i - 6), i)
        .join(' ')
        .includes(kind)
    );
  });
}

/** The errors after which the client reads the file differently from its intention. */
const losing = new Set([
  'late-delimiter',
  'unfinished-statement',
  'bad-delimiter',
  'unfinished-string',
  'unfinished-quoted-name',
  'unfinished-comment',
]);

/** Returns true for an error of the server's parser, or of the client. */
function isSyntax(errno: number): boolean {
  return errno === 0 || errno === 1064;
}

function nameOf({ kind, schema, name }: Definition): string {
  return printMade(kind, schema ?? homeSchema, name.name.text);
}

/** The chunks that the client sends at once, numbered in the order of the file. */
class Chunks {
  readonly #lines: LineIndex;
  /** The start of each chunk's first token, and the end of its delimiter. */
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  constructor({ text, tokens }: Script) {
    // The client ends a line with a line feed only, an editor also with a single carriage return.
    this.#lines = new LineIndex(text.replaceAll('\r', ' '));
    let isNew = true;
    for (let i = 0; i < tokens.count; i++) {
      if (isNew) this.#starts.push(tokens.start[i] ?? 0);
      const kind = tokens.kind[i];
      isNew = kind === tokenKind.delimiter || kind === tokenKind.delimiterCommand;
      if (isNew) this.#ends.push(tokens.end[i] ?? 0);
    }
    this.#ends.push(text.length + 1);
  }

  of(offset: number): number {
    return this.#ends.findIndex((end) => offset < end);
  }

  start(chunk: number): number {
    return this.#starts[chunk] ?? Infinity;
  }

  line(chunk: number): number {
    return this.#lines.place(this.start(chunk)).line;
  }

  /** Returns every chunk that is partly on the line. */
  atLine(line: number): readonly number[] {
    return this.#starts.flatMap((_, i) => {
      const last = this.#lines.place(Math.max(0, (this.#ends[i] ?? 0) - 1)).line;
      return this.line(i) <= line && line <= last ? [i] : [];
    });
  }
}
