/** Dropping what the files no longer define needs every file: one that could not be read may define it still. */
import { advise } from '../../../base/advice';
import type { Finding } from '../../answers/finding';
import type { FileFacts } from '../../../analysis/sources/source-index';
import { stop } from '../../planning/findings';

/** Returns the errors of a pruning. `unreadable` are paths of sources; `files` are all that were read. */
export function rejectBlindPruning(unreadable: readonly string[], files: readonly FileFacts[]): readonly Finding[] {
  if (files.length === 0 && unreadable.length === 0) return [rejectEmpty()];
  const findings = unreadable.map(rejectUnreadable);
  for (const { file, script, lines } of files) {
    const lost = script.errors.find(({ span }) => !isInDefinition(script, span.start));
    if (lost === undefined) continue;
    findings.push(rejectBroken(file, lines.place(lost.span.start).line));
  }
  return findings;
}

function isInDefinition({ definitions }: FileFacts['script'], offset: number): boolean {
  return definitions.some(({ span }) => span.start <= offset && offset <= span.end);
}

/** Returns the error for a pattern without any match: a mistyped one and an emptied folder look the same. */
function rejectEmpty(): Finding {
  return stop(
    'blind-prune',
    'No file matches "sources" of sproc.json, so it is unknown whether all routines are gone. Nothing is dropped.',
    'Correct "sources". To drop every routine, keep one file that defines none.',
  );
}

function rejectUnreadable(file: string): Finding {
  return stop(
    'blind-prune',
    `${file} could not be read, so it is unknown which routines are gone from the files. Nothing is dropped.`,
    remedy,
  );
}

function rejectBroken(file: string, line: number): Finding {
  return stop(
    'blind-prune',
    `${file} has an error outside its routines (line ${line}), so it is unknown which routines are gone. Nothing is dropped.`,
    remedy,
  );
}

const remedy = advise`Correct the file (see ${{ id: 'check' }}), or deploy without ${{ id: 'option', name: 'prune' }}.`;
