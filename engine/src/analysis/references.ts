/** Every mention of a routine over all files: its definitions, CALLs, uses as a function, and mentions in dynamic SQL. */
import type { Span } from '../base/text';
import { identify } from '../routine/routine';
import { targetKey } from './resolve';
import type { SourceIndex } from './source-index';

export interface Occurrence {
  readonly file: string;
  readonly span: Span;
  readonly role: 'definition' | 'use';
  /** The routine in whose text it stands. */
  readonly within: string;
}

/** In the order of files and places. */
export function findOccurrences(index: SourceIndex, identity: string): readonly Occurrence[] {
  return index.routines().flatMap(({ file, routine, definition, identity: within }) => {
    const found: Occurrence[] = [];
    if (within === identity) found.push({ file, span: definition.name.name.span, role: 'definition', within });
    for (const reference of definition.references) {
      if (reference.kind !== 'call' && reference.kind !== 'function') continue;
      if (identify(targetKey(routine.key, reference)) !== identity) continue;
      found.push({ file, span: reference.nameSpan, role: 'use', within });
    }
    return found;
  });
}
