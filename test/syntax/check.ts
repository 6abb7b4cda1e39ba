/** The functions of the tests of reading: texts in, short lists of words out. */
import assert from 'node:assert/strict';
import { LineIndex } from '../../engine/src/base/text';
import { defaultParserOptions, type ParserOptions } from '../../engine/src/syntax/dialect';
import type { Definition, Reference, Script } from '../../engine/src/syntax/nodes';
import { parseScript } from '../../engine/src/syntax/parse-script';
import { tokenize } from '../../engine/src/syntax/tokenizer';
import { tokenKind, type Tokens } from '../../engine/src/syntax/tokens';

export type Options = Partial<ParserOptions>;

/** MariaDB as it is widely installed. */
export const mariadb: Options = { dialect: 'mariadb', serverVersion: 101100 };

/** One statement as the server takes it. */
export const statement: Options = { client: false };

export function read(text: string, options: Options = {}): Script {
  return parseScript(text, { ...defaultParserOptions, ...options });
}

/** Returns the only definition of a text. */
export function readOne(text: string, options: Options = {}): Definition {
  const { definitions } = read(text, options);
  assert.equal(definitions.length, 1, `one definition in: ${text}`);
  return definitions[0]!;
}

/** Checks tokens, printed as written, separated by one blank; those other than words and signs with their kind. */
export function checkTokens(text: string, expected: string, options: Options = {}): void {
  assert.equal(printTokens(text, tokenize(text, { ...defaultParserOptions, ...options })), expected);
}

function printTokens(text: string, tokens: Tokens): string {
  const names = Object.entries(tokenKind);
  return texts(text, tokens)
    .map((raw, i) => {
      const kind = names.find(([, code]) => code === tokens.kind[i])?.[0] ?? '?';
      return kind === 'word' || kind === 'operator' ? raw : `${kind}[${raw}]`;
    })
    .join(' ');
}

/** Returns the text of each token. */
export function texts(text: string, tokens: Tokens): string[] {
  return Array.from({ length: tokens.count }, (_, i) => text.slice(tokens.start[i], tokens.end[i]));
}

/**
 * Checks the references of each definition in a text: `calls p, q`, `reads t`, …; a line for each list that is not
 * empty.
 */
export function checkReferences(text: string, expected: string, options: Options = {}): void {
  const lines = read(text, options).definitions.flatMap(({ references }) => printReferences(references));
  assert.equal(lines.join('\n'), dedent(expected));
}

const listNames = {
  call: 'calls',
  function: 'functions',
  read: 'reads',
  write: 'writes',
  ddl: 'ddl',
  temporary: 'temporary',
} as const;

export function printReferences(references: readonly Reference[]): string[] {
  return Object.entries(listNames).flatMap(([kind, list]) => {
    const found = references.filter((reference) => reference.kind === kind).map(printReference);
    return found.length === 0 ? [] : [`${list} ${[...new Set(found)].join(', ')}`];
  });
}

function printReference({ schema, name, verb }: Reference): string {
  return `${verb === null ? '' : `${verb} `}${schema === null ? '' : `${schema}.`}${name}`;
}

/**
 * Checks errors against marks: a comment line of carets and a code under the place, such as `#   ^^^^ expected-then`.
 * Text without marks must have no errors.
 */
export function checkErrors(text: string, options: Options = {}): void {
  const script = read(text, options);
  const index = new LineIndex(text);
  const actual = script.errors.map(({ code, span }) => {
    const { line, column } = index.place(span.start);
    return `${line}:${column}-${column + span.end - span.start} ${code}`;
  });
  assert.deepEqual(actual, findMarks(text), script.errors.map(({ message }) => message).join('\n'));
}

function findMarks(text: string): string[] {
  const lines = text.split('\n');
  let above = 0;
  return lines.flatMap((line, i) => {
    const mark = /^(# *)(\^+) ([a-z-]+)$/.exec(line);
    if (mark === null) {
      above = i + 1;
      return [];
    }
    const column = (mark[1]?.length ?? 0) + 1;
    return [`${above}:${column}-${column + (mark[2]?.length ?? 0)} ${mark[3] ?? ''}`];
  });
}

/** Checks the names of the definitions, each with its kind unless it is a procedure. */
export function checkDefinitions(text: string, expected: readonly string[], options: Options = {}): void {
  const names = read(text, options).definitions.map(
    ({ kind, name }) => (kind === 'procedure' ? '' : `${kind} `) + name.name.text,
  );
  assert.deepEqual(names, expected);
}

/** Removes the indentation of the first line, and blank lines around. */
function dedent(text: string): string {
  const lines = text
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const indent = /^\s*/.exec(lines[0] ?? '')?.[0].length ?? 0;
  return lines.map((line) => line.slice(Math.min(indent, /^\s*/.exec(line)?.[0].length ?? 0))).join('\n');
}
