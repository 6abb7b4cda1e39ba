/** Names that a routine or a file makes known by using them: prepared statements, savepoints, user variables. */
import type { Span } from '../../base/text';
import type { Script } from '../../syntax/nodes';
import { tokenKind } from '../../syntax/tokens';
import { firstToken, isName, nameOfToken, wordOfToken } from '../places/token-at';

export type MentionedKind = 'prepared' | 'savepoint';

/** Returns the kind of name that only can be written at a place; null elsewhere. */
export function findMentionedKind(script: Script, token: number): MentionedKind | null {
  const [word, before] = [wordOfToken(script, token - 1), wordOfToken(script, token - 2)];
  if (word === 'EXECUTE' && before !== 'GRANT' && before !== ',') return 'prepared';
  if (word === 'PREPARE' && (before === 'DEALLOCATE' || before === 'DROP')) return 'prepared';
  if (word === 'SAVEPOINT' && (before === 'TO' || before === 'RELEASE')) return 'savepoint';
  const isRollback = before === 'ROLLBACK' || (before === 'WORK' && wordOfToken(script, token - 3) === 'ROLLBACK');
  return word === 'TO' && isRollback ? 'savepoint' : null;
}

/** Returns the names that the statements of a span create, in the order of the text, each once. */
export function listMentioned(script: Script, span: Span, kind: MentionedKind): readonly string[] {
  const creates = kind === 'prepared' ? 'PREPARE' : 'SAVEPOINT';
  const others = kind === 'prepared' ? ['DEALLOCATE', 'DROP'] : ['TO', 'RELEASE'];
  const names = new Map<string, string>();
  const end = firstToken(script, span.end);
  for (let i = firstToken(script, span.start); i < end - 1; i++) {
    if (!isName(script.tokens, i + 1) || wordOfToken(script, i) !== creates) continue;
    if (others.includes(wordOfToken(script, i - 1))) continue;
    const name = nameOfToken(script, i + 1).text;
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}

/** Returns the user variables of the file with their `@`, each once; without the one at `except`, which is being typed. */
export function listUserVariables({ tokens, text }: Script, except: number): readonly string[] {
  const names = new Map<string, string>();
  for (let i = 0; i < tokens.count; i++) {
    if (tokens.kind[i] !== tokenKind.userVariable || tokens.start[i] === except) continue;
    const name = text.slice(tokens.start[i], tokens.end[i]);
    if (name.length > 1 && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return [...names.values()];
}
