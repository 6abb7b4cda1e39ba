/**
 * Fixes for all problems of a file whose fix is safe: the text certainly means the same afterwards. To qualify a hidden
 * column changes the result of a query, so a person decides that at each place.
 */
import type { Diagnostic } from '../../analysis/program/diagnostic';
import type { FileFacts, SourceIndex } from '../../analysis/sources/source-index';
import type { FileEdit } from '../file-edit';
import type { FixContext, MakeFix } from './fix';
import { removeVariable } from './remove-variable';

/** The fixes by the rule that they answer. */
const safeFixes: Readonly<Record<string, MakeFix>> = {
  'unused-variable': removeVariable,
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
  return edits.every(({ span }) => isWithoutEffect(text.slice(span.start, span.end))) ? edits : [];
}

/** Returns true for a declaration whose value neither calls nor assigns anything, and certainly fits the type. */
function isWithoutEffect(declaration: string): boolean {
  if (!/\bDEFAULT\b/i.test(declaration)) return true;
  return (
    /\bDEFAULT\s+NULL\s*;?\s*$/i.test(declaration) ||
    /(?:INT|INTEGER|DECIMAL|DOUBLE|FLOAT|BOOLEAN|BOOL)\s+DEFAULT\s+(?:TRUE|FALSE|\d{1,2})\s*;?\s*$/i.test(
      declaration,
    ) ||
    /(?:CHAR\s*\(\d+\)|TEXT)\s+DEFAULT\s+''\s*;?\s*$/i.test(declaration)
  );
}
