/** The clause of a statement that contains a place: the nearest word before it that decides what may follow. */
import type { Script } from '../../syntax/nodes';
import { op, tokenKind } from '../../syntax/tokens';
import { wordOfToken } from '../places/token-at';
import { clauseStarts, statementStarts } from './clause-words';
import { isBoundary } from '../places/starts-statement';

/** A clause, by the tokens before a place. */
export interface Clause {
  /** `WHERE`, `FROM`, `(`; empty outside any. */
  readonly word: string;
  /** The word that begins the statement: `UPDATE`; empty if there is none, or inside parentheses. */
  readonly statement: string;
  /** The first token after the word. */
  readonly start: number;
  /** The word before the parenthesis: `CAST`; empty without a parenthesis. */
  readonly opener: string;
}

export function findClause(script: Script, token: number): Clause {
  const { id } = script.tokens;
  let clause: Pick<Clause, 'word' | 'start'> | null = null;
  /** The statement that a routine or a handler consists of, as far as it was seen. */
  let body = '';
  for (let i = token - 1; i >= 0 && !isBoundary(script, i); i--) {
    const word = wordOfToken(script, i);
    if (id[i] === op.closeParenthesis) i = skipParentheses(script, i);
    else if (word === 'END' && clause === null) i = skipCase(script, i);
    else if (id[i] === op.openParenthesis)
      return clause === null
        ? { word: '(', statement: '', start: i + 1, opener: wordOfToken(script, i - 1) }
        : { ...clause, statement: '', opener: '' };
    else if (isKeyword(script, i)) {
      if (clauseStarts.has(word)) clause ??= { word, start: i + 1 };
      if (!statementStarts.has(word)) continue;
      if (!isBoundary(script, i - 1)) {
        if (!/^(?:BEFORE|AFTER|KEY|FOR)$/.test(wordOfToken(script, i - 1))) body = word;
        continue;
      }
      const statement = body !== '' && (word === 'CREATE' || word === 'DECLARE') ? body : word;
      return { ...(clause ?? { word, start: i + 1 }), statement, opener: '' };
    }
  }
  return { ...(clause ?? { word: '', start: token }), statement: body, opener: '' };
}

/** Returns true unless the word is a name after a dot, or a function that is named like a keyword. */
function isKeyword(script: Script, i: number): boolean {
  const { id, kind } = script.tokens;
  if (kind[i] !== tokenKind.word || id[i - 1] === op.dot) return false;
  // MariaDB's loop; elsewhere FOR belongs to a cursor, a handler or a lock.
  if (wordOfToken(script, i) === 'FOR') return isBoundary(script, i - 1);
  return id[i + 1] !== op.openParenthesis || !functions.has(wordOfToken(script, i)) || isBoundary(script, i - 1);
}

const functions = new Set(['IF', 'REPLACE', 'INSERT', 'DEFAULT']);

function skipParentheses(script: Script, close: number): number {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    if (script.tokens.id[i] === op.closeParenthesis) depth++;
    else if (script.tokens.id[i] === op.openParenthesis && --depth === 0) return i;
  }
  return 0;
}

/** Returns the CASE that an END of an expression ends. */
function skipCase(script: Script, end: number): number {
  let depth = 0;
  for (let i = end; i >= 0; i--) {
    const word = wordOfToken(script, i);
    if (word === 'END') depth++;
    else if (word === 'CASE' && --depth === 0) return i;
  }
  return 0;
}
