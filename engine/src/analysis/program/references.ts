/** Every mention of a routine over all files: its definitions, CALLs, uses as a function, and mentions in dynamic SQL. */
import type { Span } from '../../base/text';
import type { SourceIndex } from '../sources/source-index';

export interface Occurrence {
  readonly file: string;
  readonly span: Span;
  readonly role: 'definition' | 'use';
  /** The routine in whose text it stands. */
  readonly within: string;
}

/** In the order of files and places. Linear in what those files mention that define or use it; no text is looked at. */
export function findOccurrences(index: SourceIndex, identity: string): readonly Occurrence[] {
  const routines = index.filesThatName(identity).flatMap((facts) => facts.routines);
  return routines.flatMap(({ file, identity: within, nameSpan, mentions }) => {
    const found: Occurrence[] = [];
    if (within === identity) found.push({ file, span: nameSpan, role: 'definition', within });
    for (const { target, isDynamic, nameStart, end } of mentions)
      if (!isDynamic && target.id === identity)
        found.push({ file, span: { start: nameStart, end }, role: 'use', within });
    return found;
  });
}
