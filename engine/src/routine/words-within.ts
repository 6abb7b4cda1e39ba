/** The tokens of a part of a text as one line: comments are none of them, and what a server executes in a comment is. */
import type { Script } from '../syntax/nodes';
import { tokenKind } from '../syntax/tokens';
import type { Span } from '../base/text';

/** Returns the words in upper case, strings and quoted names as `''` and `\`\``, with one blank between two tokens. */
export function wordsWithin({ text, tokens }: Pick<Script, 'text' | 'tokens'>, span: Span): string {
  const { kind, start, end, count } = tokens;
  const words: string[] = [];
  for (let i = firstFrom(tokens, span.start); i < count && (end[i] ?? 0) <= span.end; i++) {
    if (kind[i] === tokenKind.string || kind[i] === tokenKind.dollarText) words.push("''");
    else if (kind[i] === tokenKind.quotedName) words.push('``');
    else words.push(text.slice(start[i], end[i]).toUpperCase());
  }
  return words.join(' ');
}

/**
 * Returns the first token by a binary search: files have hundreds of thousands of tokens, and a definition a few of
 * them.
 */
function firstFrom({ start, count }: Script['tokens'], offset: number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((start[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
