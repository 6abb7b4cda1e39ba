/** Finds tokens by place, by bisection over their starts. */
import type { Span } from '../../base/text';
import type { Name, Script } from '../../syntax/nodes';
import { firstTokenFrom } from '../../syntax/find-token';
import { tokenKind, type Tokens } from '../../syntax/tokens';

/** Returns the number of the first token that starts at or after the offset; the count of tokens if there is none. */
export function firstToken({ tokens }: Script, offset: number): number {
  return firstTokenFrom(tokens, offset);
}

/** Returns the token that contains an offset, its first character included; null in a gap. */
export function tokenAround(script: Script, offset: number): Span | null {
  const next = firstToken(script, offset);
  const token = next < script.tokens.count && script.tokens.start[next] === offset ? next : next - 1;
  const span = spanOfToken(script, token);
  return token >= 0 && span.start <= offset && offset < span.end ? span : null;
}

/** Returns the number of the word or quoted name that an offset touches at either end; null if there is none. */
export function findNameToken(script: Script, offset: number): number | null {
  const next = firstToken(script, offset);
  for (const token of [next, next - 1]) {
    if (token < 0 || token >= script.tokens.count || !isName(script.tokens, token)) continue;
    const { start, end } = spanOfToken(script, token);
    if (start <= offset && offset <= end) return token;
  }
  return null;
}

/** Returns a word or a quoted name as an identifier. */
export function nameOfToken(script: Script, token: number): Name {
  const span = spanOfToken(script, token);
  const text = script.text.slice(span.start, span.end);
  const quote = text[0] === '`' || text[0] === '"' ? text[0] : null;
  return { text: quote === null ? text : text.slice(1, -1).replaceAll(quote + quote, quote), span };
}

/** Returns the word in upper case; empty before the first and after the last token. */
export function wordOfToken(script: Script, token: number): string {
  if (token < 0 || token >= script.tokens.count) return '';
  const { start, end } = spanOfToken(script, token);
  return script.text.slice(start, end).toUpperCase();
}

export function spanOfToken({ tokens }: Script, token: number): Span {
  return { start: tokens.start[token] ?? 0, end: tokens.end[token] ?? 0 };
}

export function isName(tokens: Tokens, token: number): boolean {
  const kind = tokens.kind[token];
  return kind === tokenKind.word || kind === tokenKind.quotedName;
}
