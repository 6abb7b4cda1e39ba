/** The comments in front of a definition: a licence, an explanation, a smoke statement. */
import { append } from '../../base/long-lists';
import { firstTokenFrom } from '../../syntax/find-token';
import type { Definition, Script } from '../../syntax/nodes';

/** Matches one comment, except an executable one, whose content is part of a statement. */
const comment = /\/\*(?!M?!)[^]*?\*\/|(?:--(?=\s)|#)[^\n]*/g;

/** Returns the comments since the definition before, each on lines of its own; empty if there are none. */
export function commentsBefore({ text, tokens, definitions }: Script, { span }: Definition): string {
  const previous = definitions.findLast(({ span: { end } }) => end <= span.start)?.span.end ?? 0;
  if (!/--|#|\/\*/.test(text.slice(previous, span.start))) return '';
  const first = firstTokenFrom(tokens, span.start);
  const found: string[] = [];
  for (let i = firstTokenFrom(tokens, previous); i <= first; i++) {
    const from = Math.max(previous, i === 0 ? 0 : (tokens.end[i - 1] ?? 0));
    const gap = text.slice(from, i < tokens.count ? tokens.start[i] : text.length);
    append(found, gap.match(comment) ?? []);
  }
  return found.map((one) => `${one.trimEnd()}\n`).join('');
}
