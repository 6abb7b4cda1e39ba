/**
 * All occurrences of a routine over all files: its definitions, CALLs, uses as a function, and references in dynamic
 * SQL.
 */
import type { Span } from '../../base/text';
import type { SourceIndex } from '../sources/source-index';

export interface Occurrence {
  readonly file: string;
  readonly span: Span;
  readonly role: 'definition' | 'use';
  /** The identity of the routine whose text contains it. */
  readonly within: string;
}

/**
 * Returns the occurrences in the order of files and positions. Linear in the references of those files that define or
 * use it; no text is read.
 */
export function findOccurrences(index: SourceIndex, identity: string): readonly Occurrence[] {
  const routines = index.filesThatName(identity).flatMap((facts) => facts.routines);
  return routines.flatMap(({ file, identity: within, nameSpan, references }) => {
    const found: Occurrence[] = [];
    if (within === identity) found.push({ file, span: nameSpan, role: 'definition', within });
    for (const { target, isDynamic, nameStart, end } of references)
      if (!isDynamic && target.id === identity)
        found.push({ file, span: { start: nameStart, end }, role: 'use', within });
    return found;
  });
}
