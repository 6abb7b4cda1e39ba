/** The description above a routine: the comments directly before its CREATE, or before its DELIMITER line. */
import type { SourceRoutine } from '../analysis/sources/source-index';
import { tokenKind } from '../syntax/tokens';
import { readGap } from './format/gap';
import { firstToken } from './places/token-at';

/** The maximum number of lines; a longer comment may be a licence. */
const mostLines = 8;

/** Returns its first lines without the marks of comments; none if a blank line separates them from the routine. */
export function readLeadingComment({ script, definition }: SourceRoutine): readonly string[] {
  const first = firstToken(script, definition.span.start);
  const own = commentsBefore(script, first);
  const followsDelimiter = script.tokens.kind[first - 1] === tokenKind.delimiterCommand;
  const lines = own.length === 0 && followsDelimiter ? commentsBefore(script, first - 1) : own;
  return lines.slice(0, mostLines);
}

function commentsBefore({ text, tokens }: SourceRoutine['script'], token: number): readonly string[] {
  const start = token === 0 ? 0 : (tokens.end[token - 1] ?? 0);
  const { comments, linesAfter } = readGap(text.slice(start, tokens.start[token]));
  if (linesAfter > 1) return [];
  const parted = comments.findLastIndex(
    ({ linesBefore }, i) => linesBefore > 1 || (linesBefore === 0 && start > 0 && i === 0),
  );
  const isTail = parted >= 0 && comments[parted]?.linesBefore === 0;
  const near = comments.slice(isTail ? parted + 1 : Math.max(parted, 0));
  return near
    .filter((one) => !/^\/\*[!+M]/.test(one.text) && !one.text.includes('sproc:ignore'))
    .flatMap((one) => one.text.split(/\r?\n/))
    .map((line) =>
      line
        .replace(/^\s*(?:--\s?|#\s?|\/\*+\s?|\*+\/|\*\s?)/, '')
        .replace(/\s*\*+\/\s*$/, '')
        .trimEnd(),
    )
    .filter((line) => line !== '' && !/^[-=*#]+$/.test(line));
}
