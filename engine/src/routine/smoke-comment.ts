/** The comment that names a smoke statement: `-- sproc:smoke CALL place_order(1, @left)`. */
import type { Definition, Script } from '../syntax/nodes';

/** Matches a line with that comment; its first group is the statement. */
export const smokeComment = /^[ \t]*(?:--|#)[ \t]*sproc:smoke[ \t]+(\S.*?)[ \t]*;?[ \t]*\r?$/gm;

/** Returns the lines in front of a definition that name its smoke statements, each with its end. */
export function smokeCommentsBefore({ text, definitions }: Script, { span }: Definition): string {
  if (!text.includes('sproc:smoke')) return '';
  const ends = definitions.map((definition) => definition.span.end).filter((end) => end <= span.start);
  const lines = text.slice(Math.max(0, ...ends), span.start).match(smokeComment) ?? [];
  return lines.map((line) => `${line}\n`).join('');
}
