/** Dropping what the files no longer define needs every file: one that could not be read may define it still. */
import type { Finding } from '../../answers/finding';
import type { FileFacts } from '../../../analysis/sources/source-index';
import { stop } from '../../planning/findings';

/** `unreadable` are paths of sources; `files` all that were read. */
export function rejectBlindPruning(unreadable: readonly string[], files: readonly FileFacts[]): readonly Finding[] {
  if (files.length === 0 && unreadable.length === 0) return [rejectEmpty()];
  const findings = unreadable.map((file) => reject(file, 'could not be read'));
  for (const { file, script, lines } of files) {
    const lost = script.errors.find(({ span }) => !isInDefinition(script, span.start));
    if (lost === undefined) continue;
    findings.push(reject(file, `has an error outside of its routines, line ${lines.place(lost.span.start).line}`));
  }
  return findings;
}

function isInDefinition({ definitions }: FileFacts['script'], offset: number): boolean {
  return definitions.some(({ span }) => span.start <= offset && offset <= span.end);
}

/** A pattern with a letter too many matches as little as a folder that somebody has emptied. */
function rejectEmpty(): Finding {
  return stop(
    'blind-prune',
    'No file matches "sources" of sproc.json. Whether all routines are gone is unknown, so nothing is dropped.',
    'Correct "sources"; to drop every routine leave one file without any.',
  );
}

function reject(file: string, what: string): Finding {
  return stop(
    'blind-prune',
    `${file} ${what}. Which routines are gone from the files is unknown, so nothing is dropped.`,
    'Correct the file ("sproc check" says how), or deploy without --prune.',
  );
}
