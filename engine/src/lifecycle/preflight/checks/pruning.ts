/** Dropping what the files no longer define needs every file: one that could not be read may define it still. */
import { advise } from '../../../base/advice';
import type { Finding } from '../../answers/finding';
import type { FileFacts } from '../../../analysis/sources/source-index';
import { findUnread, printUnread } from '../../../analysis/sources/unread-sources';
import { stop, warn } from '../../planning/findings';

/** Returns the errors of a pruning. `unreadable` are paths of sources; `files` are all that were read. */
export function rejectBlindPruning(unreadable: readonly string[], files: readonly FileFacts[]): readonly Finding[] {
  if (files.length === 0 && unreadable.length === 0) return [rejectEmpty()];
  return findUnread(unreadable, files).map((unread) =>
    stop(
      'blind-prune',
      `${printUnread(unread)}, so it is unknown which routines are gone. Nothing is dropped.`,
      remedy,
    ),
  );
}

/** Returns a warning for each source that a plan of the whole project could not read whole: it may lack a routine. */
export function warnOfUnread(unreadable: readonly string[], files: readonly FileFacts[]): readonly Finding[] {
  return findUnread(unreadable, files).map((unread) =>
    warn(
      'unread-source',
      `${printUnread(unread)}. What it defines is unknown, and is not part of this plan.`,
      advise`Correct the file; ${{ id: 'check' }} shows all errors.`,
    ),
  );
}

/** Returns the error for a pattern without any match: a mistyped one and an emptied folder look the same. */
function rejectEmpty(): Finding {
  return stop(
    'blind-prune',
    'No file matches "sources" of sproc.json, so it is unknown whether all routines are gone. Nothing is dropped.',
    'Correct "sources". To drop every routine, keep one file that defines none.',
  );
}

const remedy = advise`Correct the file (see ${{ id: 'check' }}), or deploy without ${{ id: 'option', name: 'prune' }}.`;
