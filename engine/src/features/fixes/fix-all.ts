/** Fixes for all problems of a file whose fix is safe: the text means the same afterwards, or what it was meant to. */
import type { Diagnostic } from '../../analysis/program/diagnostic';
import type { FileFacts, SourceIndex } from '../../analysis/sources/source-index';
import type { FileEdit } from '../file-edit';
import type { FixContext, MakeFix } from './fix';
import { qualifyColumn } from './qualify-column';
import { removeVariable } from './remove-variable';

/** The fixes by the rule that they answer. */
const safeFixes: Readonly<Record<string, MakeFix>> = {
  'unused-variable': removeVariable,
  'shadowed-column': qualifyColumn,
};

/**
 * Returns the edits of all safe fixes, or of those for one rule. Of two that overlap, as for two names of one
 * declaration, the second is left for the next time.
 */
export function fixAll(
  index: SourceIndex,
  facts: FileFacts,
  found: readonly Diagnostic[],
  code: string | null = null,
): readonly FileEdit[] {
  const edits = found
    .filter((diagnostic) => code === null || diagnostic.code === code)
    .flatMap((diagnostic) => fixSafely({ index, facts, diagnostic }))
    .toSorted((a, b) => a.span.start - b.span.start);
  let end = -1;
  return edits.filter(({ span }) => {
    if (span.start < end) return false;
    end = span.end;
    return true;
  });
}

function fixSafely(context: FixContext): readonly FileEdit[] {
  const edits = safeFixes[context.diagnostic.code]?.(context)?.edits ?? [];
  const { text } = context.facts;
  // The value of a variable may be a call that does something.
  const calls = edits.some(({ span }) => /\bDEFAULT\b[^]*\(/i.test(text.slice(span.start, span.end)));
  return calls ? [] : edits;
}
