/** The places of data types, by the tokens before them: the statement need not be finished. */
import type { Script } from '../../syntax/nodes';
import { op, tokenKind } from '../../syntax/tokens';
import { isName, wordOfToken } from './token-at';

/** The kinds of places for types: some types fit only some of them. */
export type TypePlace = 'declaration' | 'parameter' | 'returns' | 'cast' | 'column';

/** Returns null where a token cannot be the first word of a type. */
export function findTypePlace(script: Script, token: number): TypePlace | null {
  const before = wordOfToken(script, token - 1);
  if (before === 'RETURNS') return 'returns';
  if (before === 'AS') return openerOf(script, token - 1) === 'CAST' ? 'cast' : null;
  if (before === ',') return openerOf(script, token - 1) === 'CONVERT' ? 'cast' : null;
  if (token < 2 || !isName(script.tokens, token - 1)) return null;
  return isDeclared(script, token - 1) ? 'declaration' : listPlace(script, token - 1);
}

/** Returns true for the last name of `DECLARE a, b`. */
function isDeclared(script: Script, name: number): boolean {
  if (handlerWords.has(wordOfToken(script, name))) return false;
  let i = name - 1;
  while (wordOfToken(script, i) === ',' && isName(script.tokens, i - 1)) i -= 2;
  return wordOfToken(script, i) === 'DECLARE';
}

const handlerWords = new Set(['CONTINUE', 'EXIT', 'UNDO']);

/** Returns the place after the name of a parameter or of a column. */
function listPlace(script: Script, name: number): TypePlace | null {
  const before = wordOfToken(script, name - 1);
  const start = modes.has(before) ? name - 2 : name - 1;
  if (!startsItem(script, start)) return null;
  switch (findDeclaringList(script, start + 1)) {
    case 'PROCEDURE':
    case 'FUNCTION':
      return 'parameter';
    case 'TABLE':
      return constraintWords.has(wordOfToken(script, name)) ? null : 'column';
    case 'COLUMNS':
      return 'column';
    case null:
      return null;
  }
}

/** Returns true at the parenthesis or comma before an item of a list. */
export function startsItem({ tokens }: Script, token: number): boolean {
  return tokens.id[token] === op.openParenthesis || tokens.id[token] === op.comma;
}

/** Returns what the list around a token declares the parameters or columns of; null for any other list. */
export function findDeclaringList(
  script: Script,
  token: number,
): 'PROCEDURE' | 'FUNCTION' | 'TABLE' | 'COLUMNS' | null {
  const open = findOpenParenthesis(script, token);
  if (open === null) return null;
  if (wordOfToken(script, open - 1) === 'COLUMNS') return 'COLUMNS';
  // The name of what is created may have a schema.
  let i = open - 2;
  if (script.tokens.id[i] === op.dot) i -= 2;
  if (wordOfToken(script, i) === 'EXISTS') i -= 3;
  const created = wordOfToken(script, i);
  if (created === 'TABLE') return created;
  return (created === 'PROCEDURE' || created === 'FUNCTION') && isCreated(script, i) ? created : null;
}

const modes = new Set(['IN', 'OUT', 'INOUT']);
const constraintWords = new Set('PRIMARY UNIQUE KEY INDEX CONSTRAINT FOREIGN CHECK FULLTEXT SPATIAL PERIOD'.split(' '));

/** Returns true if CREATE comes before the kind, perhaps with a definer. */
function isCreated(script: Script, kind: number): boolean {
  for (let i = kind - 1; i >= 0 && kind - i < farthestCreate; i--) if (wordOfToken(script, i) === 'CREATE') return true;
  return false;
}

/** The tokens of `CREATE OR REPLACE DEFINER = name @ host AGGREGATE FUNCTION`. */
const farthestCreate = 10;

/** Returns the word before the parenthesis around a token; empty if there is none. */
function openerOf(script: Script, token: number): string {
  const open = findOpenParenthesis(script, token);
  return open === null ? '' : wordOfToken(script, open - 1);
}

/** Returns the parenthesis around a token, or the one that a closing parenthesis closes; null if there is none. */
export function findOpenParenthesis(script: Script, token: number): number | null {
  const { id, kind } = script.tokens;
  let depth = 0;
  for (let i = token - 1; i >= 0 && id[i] !== op.semicolon && kind[i] !== tokenKind.delimiter; i--) {
    if (id[i] === op.closeParenthesis) depth++;
    else if (id[i] === op.openParenthesis && depth-- === 0) return i;
  }
  return null;
}
