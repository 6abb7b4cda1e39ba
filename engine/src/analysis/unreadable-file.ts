/** What is told of a source that cannot be read: no right to, too large, no plain file, or a link out of the project. */
import type { Diagnostic } from './program/diagnostic';

export function unreadableFile(file: string): Diagnostic {
  const message = `${file} cannot be read, has more than 64 MiB, is not a plain file, or is a link out of the project: nothing is known of what it defines.`;
  return { file, span: { start: 0, end: 0 }, severity: 'error', code: 'unreadable-file', message, related: [] };
}
