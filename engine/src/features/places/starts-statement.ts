/** The places at which a statement begins, by the token before it. */
import type { Script } from '../../syntax/nodes';
import { tokenKind } from '../../syntax/tokens';
import { wordOfToken } from './token-at';

/** The tokens after which a statement may begin. */
export const startWords: ReadonlySet<string> = new Set([';', 'BEGIN', 'THEN', 'ELSE', 'DO', 'LOOP', 'REPEAT', ':']);

/**
 * Returns true unless THEN or ELSE belongs to a CASE expression, which follows another word of its statement: then a
 * value follows.
 */
export function startsStatement(script: Script, token: number): boolean {
  const word = wordOfToken(script, token);
  if (word !== 'THEN' && word !== 'ELSE') return true;
  let depth = 0;
  for (let i = token - 1; i >= 0; i--) {
    const other = wordOfToken(script, i);
    if (other === ';' || script.tokens.kind[i] === tokenKind.delimiter) return true;
    if (other === 'END') depth++;
    else if (other === 'CASE' && depth-- === 0) return i === 0 || startWords.has(wordOfToken(script, i - 1));
  }
  return true;
}

/** Returns true if a statement begins after a token; also before the first token. */
export function isBoundary(script: Script, token: number): boolean {
  const kind = script.tokens.kind[token];
  if (token < 0 || kind === tokenKind.delimiter || kind === tokenKind.delimiterCommand) return true;
  return startWords.has(wordOfToken(script, token)) && startsStatement(script, token);
}
