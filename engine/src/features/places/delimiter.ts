/** The delimiter of a file's statements at a place. */
import type { Script } from '../../syntax/nodes';
import { tokenKind } from '../../syntax/tokens';
import { spanOfToken } from './token-at';

/** Returns the delimiter in force at a token, from the last DELIMITER line. */
export function delimiterAt(script: Script, token: number): string {
  for (let i = token - 1; i >= 0; i--) {
    if (script.tokens.kind[i] !== tokenKind.delimiterCommand) continue;
    const { start, end } = spanOfToken(script, i);
    const named = /^\s*(?:delimiter|\\d)\s+(\S+)/i.exec(script.text.slice(start, end));
    if (named?.[1] !== undefined) return named[1];
  }
  return ';';
}
