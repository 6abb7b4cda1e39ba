/** The failures for sources with bytes that could not be decoded: their content is unknown. */
import type { FileFacts, SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import { failure, type Failure } from '../../base/failure';
import type { Result } from '../../base/result';
import { printKindAndKey } from '../../routine/routine';
import { findUndecoded } from '../../syntax/encoding';

/** Returns the failure for a routine whose text or name has undecoded bytes; null for any other. */
export function rejectUndecodedRoutine(index: SourceIndex, source: SourceRoutine): Result<never, Failure> | null {
  const facts = index.facts(source.file);
  if (facts === null) return null;
  const inside = findUndecoded(facts.text, source.span);
  if (inside === null && source.identity.isWellFormed()) return null;
  const at = inside ?? findUndecoded(facts.text) ?? source.span.start;
  return reject(facts, at, `${printKindAndKey(source.key)} is not registered, because part of its text would be lost.`);
}

/** Returns the failure for a file to be written, in which these bytes would become U+FFFD for good. */
export function rejectUndecodedFile(facts: FileFacts): Result<never, Failure> | null {
  const at = findUndecoded(facts.text);
  return at === null ? null : reject(facts, at, 'The file is not changed, because they would be lost.');
}

/** Returns the failure for a source with undecoded bytes in a name, so that its definitions are unknown. */
export function rejectUndecodedNames(index: SourceIndex): Result<never, Failure> | null {
  for (const { identity, file, nameSpan } of index.routines()) {
    const facts = identity.isWellFormed() ? null : index.facts(file);
    if (facts !== null)
      return reject(facts, nameSpan.start, 'It is unknown which routine it defines, so nothing is imported.');
  }
  return null;
}

function reject({ file, lines }: FileFacts, at: number, consequence: string): Result<never, Failure> {
  return failure(
    'bad-input',
    `${file}, line ${lines.place(at).line}, has bytes that are not UTF-8. ${consequence}`,
    `Save ${file} as UTF-8.`,
  );
}
