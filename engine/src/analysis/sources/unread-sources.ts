/** Sources that could not be read whole: what they define is unknown, which is neither nothing nor unchanged. */
import type { FileFacts } from './source-index';

export interface UnreadSource {
  readonly file: string;
  /** The line, from 1, of the first error outside of its definitions; null for a file that could not be read at all. */
  readonly line: number | null;
}

/** Finds them. `unreadable` are paths of sources; `files` are all that were read. */
export function findUnread(unreadable: readonly string[], files: readonly FileFacts[]): readonly UnreadSource[] {
  const found: UnreadSource[] = unreadable.map((file) => ({ file, line: null }));
  for (const { file, errorLine } of files) if (errorLine !== null) found.push({ file, line: errorLine });
  return found;
}

/** Returns the fact as a clause; a consequence follows it. */
export function printUnread({ file, line }: UnreadSource): string {
  return line === null ? `${file} could not be read` : `${file} has an error outside its routines (line ${line})`;
}

/** Returns the sentences for people who read an answer that concerns all sources. */
export function describeUnread(unread: readonly UnreadSource[]): readonly string[] {
  return unread.map((one) => `${printUnread(one)}: what it defines is unknown.`);
}
