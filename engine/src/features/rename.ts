/** Rename: a routine with all that calls it, over all files, or a local name in its scope; by token, never by search. */
import type { Span } from '../base/text';
import { fail, succeed, type Result } from '../base/result';
import { findOccurrences } from '../analysis/program/references';
import type { SourceIndex, SourceRoutine } from '../analysis/sources/source-index';
import { applyEdits } from '../routine/naming';
import { identify, printKey, printKindAndKey, type RoutineKey } from '../routine/routine';
import type { Script } from '../syntax/nodes';
import { parseScript } from '../syntax/parse-script';
import { findWordId, isBuiltIn } from '../syntax/vocabulary';
import { findDynamicNames } from './places/dynamic-names';
import type { FileEdit } from './file-edit';
import { findLocalUses, findUsesOf } from './places/local-uses';
import { collectLocals, type Local } from './places/locals';
import { findSubject, type Subject } from './places/subject';
import { findLooseReferences } from './places/loose-references';
import { nameOfToken, firstToken } from './places/token-at';
import { isBareName, writeName, type NamePlace } from './places/write-name';

export interface RenameTarget {
  readonly span: Span;
  /** The present name, without quotes. */
  readonly name: string;
}

type LocalSubject = Extract<Subject, { kind: 'local' }>;

/** Returns the subject at the cursor, if it can be renamed. */
export function findRenameTarget(index: SourceIndex, file: string, offset: number): RenameTarget | null {
  const subject = findSubject(index, file, offset);
  const script = index.facts(file)?.script;
  if (subject === null || subject.kind === 'table' || script === undefined) return null;
  if (subject.kind !== 'local' && !renamedKinds.has(subject.key.kind)) return null;
  if (subject.kind === 'use' && index.find(identify(subject.key)).length === 0) return null;
  return { span: subject.span, name: nameOfToken(script, firstToken(script, subject.span.start)).text };
}

/** Views are named where tables are, which other programs than ours read. */
const renamedKinds = new Set<RoutineKey['kind']>(['procedure', 'function', 'event']);

/** Returns the edits, or a sentence with the reason why it cannot be renamed. The name may be in backticks. */
export function rename(
  index: SourceIndex,
  file: string,
  offset: number,
  wanted: string,
): Result<readonly FileEdit[], string> {
  const subject = findSubject(index, file, offset);
  if (subject === null || subject.kind === 'table' || findRenameTarget(index, file, offset) === null)
    return fail('Nothing here can be renamed.');
  const at: NamePlace = subject.kind !== 'local' ? 'routine' : subject.local.kind === 'label' ? 'label' : 'variable';
  const name = readName(index, wanted.trim(), at);
  if (!name.ok) return name;
  const written = writeName(name.value, at, index.parserOptions);
  return subject.kind === 'local'
    ? renameLocal(index, subject, { name: name.value, written })
    : renameRoutine(index, subject.key, { name: name.value, written });
}

/** Reads the new name: at most 64 characters, no NUL, no space at the end (MySQL manual, "Schema Object Names"). */
function readName(index: SourceIndex, wanted: string, at: NamePlace): Result<string, string> {
  const quoted = /^`((?:[^`]|``)+)`$/.exec(wanted)?.[1];
  const name = quoted?.replaceAll('``', '`') ?? wanted;
  if (name === '' || name.length > 64 || name.includes('\0') || name.endsWith(' '))
    return fail('A name must have 1 to 64 characters and cannot end with a space.');
  if (quoted === undefined && !isBareName(name, at, index.parserOptions))
    return fail(`"${name}" is a reserved word or not a valid name without backticks. Put it in backticks.`);
  return succeed(name);
}

interface NewName {
  readonly name: string;
  /** The name as inserted into the text: in backticks if it needs them. */
  readonly written: string;
}

function renameRoutine(
  index: SourceIndex,
  key: RoutineKey,
  { name, written }: NewName,
): Result<readonly FileEdit[], string> {
  const identity = identify(key);
  const renamed = { ...key, name };
  if (identify(renamed) !== identity && index.find(identify(renamed)).length > 0)
    return fail(`${printKindAndKey(renamed)} already exists. Choose another name.`);
  const { dialect, serverVersion } = index.parserOptions;
  if (key.kind === 'function' && isBuiltIn(findWordId(name), dialect, serverVersion))
    return fail(`${name} is a built-in function, which calls would use instead. Choose another name.`);
  const dynamic = findDynamicNames(index, identity);
  if (!dynamic.ok)
    return fail(`${dynamic.error} builds this name in a dynamic statement. Rename it there by hand first.`);
  if (dynamic.value.length > 0 && /['"\\]/.test(written))
    return fail(
      `${written} contains quotes, but dynamic statements use the name in strings. Choose a name without quotes.`,
    );
  const known = findOccurrences(index, identity);
  if (known.every(({ role }) => role === 'use'))
    return fail(`This file is not a source file of the project. Rename ${printKey(key)} in a source file.`);
  const spans = [...known, ...findLooseReferences(index, key), ...dynamic.value];
  return succeed(spans.map(({ file, span }) => ({ file, span, text: written })));
}

function renameLocal(
  index: SourceIndex,
  { source, local }: LocalSubject,
  { name, written }: NewName,
): Result<readonly FileEdit[], string> {
  const script = index.facts(source.file)?.script;
  if (script === undefined) return fail('The file no longer exists.');
  const taken = findTaken(source, local, name);
  if (taken !== null) return fail(`${written} is a ${taken.kind} here. One would hide the other. Choose another name.`);
  const uses = findUsesOf(script, source.definition, local);
  const edits = uses.map(({ span }) => ({ file: source.file, span, text: written }));
  const text = applyEdits(script.text, { start: 0, end: script.text.length }, edits);
  const renamed = parseScript(text, index.parserOptions);
  return meansTheSame(renamed, { script, start: source.definition.span.start }, { name, edits })
    ? succeed(edits)
    : fail(`${written} already means something else where ${local.name.text} is used. Choose another name.`);
}

/** Returns another local name of that kind whose scope shares a place with that of the renamed one; null if there is none. */
function findTaken({ definition }: SourceRoutine, local: Local, name: string): Local | null {
  const family = (kind: Local['kind']): string => (kind === 'parameter' ? 'variable' : kind);
  const isTaken = (other: Local): boolean =>
    other.name.span.start !== local.name.span.start &&
    family(other.kind) === family(local.kind) &&
    other.name.text.toLowerCase() === name.toLowerCase() &&
    other.scope.start < local.scope.end &&
    local.scope.start < other.scope.end;
  return collectLocals(definition).find(isTaken) ?? null;
}

/**
 * Returns true if in the renamed text exactly the renamed words mean one declaration, and no errors were added: the new
 * name neither captures anything nor is captured.
 */
function meansTheSame(
  renamed: Script,
  before: { readonly script: Script; readonly start: number },
  { name, edits }: { readonly name: string; readonly edits: readonly FileEdit[] },
): boolean {
  if (renamed.errors.length > before.script.errors.length) return false;
  const definition = renamed.definitions.find(({ span }) => span.start === before.start);
  if (definition === undefined) return false;
  let moved = 0;
  const expected = edits.map(({ span, text }) => {
    const place = span.start + moved;
    moved += text.length - (span.end - span.start);
    return place;
  });
  const uses = findLocalUses(renamed, definition, name);
  const declared = uses.find(({ span }) => span.start === expected[0])?.local;
  const found = uses.filter(({ local }) => local === declared).map(({ span }) => span.start);
  return found.length === expected.length && found.every((place, i) => place === expected[i]);
}
