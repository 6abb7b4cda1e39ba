/** Completes names that other statements make known: prepared statements and savepoints of a routine, user variables. */
import type { SourceIndex } from '../../analysis/sources/source-index';
import type { Span } from '../../base/text';
import { writeName } from '../places/write-name';
import { findUserVariable, type CompletionPlace } from './completion-place';
import { listMentioned, listUserVariables, type MentionedKind } from './mentioned-names';
import type { Completion } from './proposal';
import { findWindows } from './tables-in-scope';

/** Returns the names that the routine at the place creates; the word being typed is not one of them. */
export function completeMentioned(
  index: SourceIndex,
  file: string,
  { owner, span }: CompletionPlace,
  kind: MentionedKind,
): readonly Completion[] {
  const script = index.facts(file)?.script;
  if (script === undefined || owner === null) return [];
  return listMentioned(script, owner.definition.span, kind).map((name) => {
    const label = writeName(name, 'variable', index.parserOptions);
    return { kind: 'name', label, detail: details[kind], insert: label, isSnippet: false, span };
  });
}

const details: Readonly<Record<MentionedKind, string>> = { prepared: 'prepared statement', savepoint: 'savepoint' };

/** Returns the windows that the query at the place names. */
export function completeWindows(index: SourceIndex, file: string, { span }: CompletionPlace): readonly Completion[] {
  const script = index.facts(file)?.script;
  if (script === undefined) return [];
  return findWindows(script, index.parserOptions, span.start).map((name) => {
    const label = writeName(name, 'table', index.parserOptions);
    return { kind: 'name', label, detail: 'window', insert: label, isSnippet: false, span };
  });
}

/** Returns the user variables of the file that the one being typed at the offset may become; none elsewhere. */
export function completeUserVariables(index: SourceIndex, file: string, offset: number): readonly Completion[] {
  const script = index.facts(file)?.script;
  const span = script && findUserVariable(script, offset);
  if (script === undefined || span === undefined || span === null) return [];
  const typed = script.text.slice(span.start, offset).toLowerCase();
  return offerUserVariables(index, file, span).filter(({ label }) => label.toLowerCase().startsWith(typed));
}

/** Returns the user variables of the file, to be written in a span. */
export function offerUserVariables(index: SourceIndex, file: string, span: Span): readonly Completion[] {
  const script = index.facts(file)?.script;
  if (script === undefined) return [];
  return listUserVariables(script, span.start).map((label) => {
    return { kind: 'variable', label, detail: 'user variable', insert: label, isSnippet: false, span };
  });
}
