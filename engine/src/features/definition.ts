/** Go to definition: every file that defines the routine or creates the table, or the declaration of a local name. */
import type { SourceIndex } from '../analysis/sources/source-index';
import type { Location } from './places/location';
import { findTableDefinitions } from './places/table-places';
import { findSubject, identityOf } from './places/subject';

/** Returns the definitions; none if no file defines the name. */
export function findDefinitions(index: SourceIndex, file: string, offset: number): readonly Location[] {
  const subject = findSubject(index, file, offset);
  if (subject === null) return [];
  if (subject.kind === 'local') {
    const { name, scope } = subject.local;
    return [{ file, span: scope, nameSpan: name.span }];
  }
  if (subject.kind === 'table') return findTableDefinitions(index, subject.table);
  return index
    .find(identityOf(subject) ?? '')
    .map(({ file: other, span, nameSpan }) => ({ file: other, span, nameSpan }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}
