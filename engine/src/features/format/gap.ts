/** The text between two tokens: whitespace and comments. */

export interface Comment {
  readonly text: string;
  /** Line ends between what is before it and the comment. */
  readonly linesBefore: number;
}

export interface Gap {
  readonly comments: readonly Comment[];
  /** The line ends after the last comment, or in all of a gap without comments. */
  readonly linesAfter: number;
}

const comment = /--(?=\s|$)[^\n]*|#[^\n]*|\/\*[^]*?\*\//y;

/** Reads a gap. A line comment ends before its line end, which belongs to the following text. */
export function readGap(text: string): Gap {
  const comments: Comment[] = [];
  let lines = 0;
  for (let at = 0; at < text.length;) {
    comment.lastIndex = at;
    const found = comment.exec(text)?.[0];
    if (found === undefined) {
      if (text[at] === '\n') lines++;
      at++;
      continue;
    }
    comments.push({ text: found.trimEnd(), linesBefore: lines });
    lines = 0;
    at += found.length;
  }
  return { comments, linesAfter: lines };
}

export interface GapStyle {
  readonly indent: string;
  readonly lineEnd: string;
  /** The indentation of comments on lines of their own; by default the same. */
  readonly commentIndent?: string;
}

/**
 * Writes a gap. A comment after code on its line stays there, all others have their own line; one blank line remains.
 */
export function writeGap({ comments, linesAfter }: Gap, { indent, lineEnd, commentIndent = indent }: GapStyle): string {
  let written = '';
  for (const { text, linesBefore } of comments)
    written += linesBefore === 0 ? ` ${text}` : `${lineEnd.repeat(Math.min(linesBefore, 2))}${commentIndent}${text}`;
  return `${written}${lineEnd.repeat(Math.max(1, Math.min(linesAfter, 2)))}${indent}`;
}

export function sameComments(one: Gap, other: Gap): boolean {
  return (
    one.comments.length === other.comments.length &&
    one.comments.every(({ text }, i) => text === other.comments[i]?.text)
  );
}
