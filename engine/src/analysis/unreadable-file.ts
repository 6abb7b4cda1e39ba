/**
 * The diagnostic of a source that cannot be read: no permission, too large, not a plain file, or a link out of the
 * project.
 */
import type { Diagnostic } from './program/diagnostic';

/** Returns the diagnostic. `why` follows the file's name; without it, all possible reasons are listed. */
export function unreadableFile(file: string, why = anyReason): Diagnostic {
  const message = `${file === '-' ? 'Standard input' : file} ${why}. Its definitions are unknown.`;
  return { file, span: { start: 0, end: 0 }, severity: 'error', code: 'unreadable-file', message, related: [] };
}

const anyReason = 'cannot be read, is larger than 64 MiB, is not a regular file, or is a link out of the project';
