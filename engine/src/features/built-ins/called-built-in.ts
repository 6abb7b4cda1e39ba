/** The built-in function that a word calls, by the tokens around it. */
import { isBoundary } from '../places/starts-statement';
import { findTypePlace } from '../places/type-place';
import { isName, wordOfToken } from '../places/token-at';
import { op, tokenKind } from '../../syntax/tokens';
import type { ParserOptions } from '../../syntax/dialect';
import type { Script } from '../../syntax/nodes';
import { findBuiltIn, type BuiltIn } from './built-ins';

/** Returns null at a name, a type, a statement's IF and the VALUES of an INSERT, even if a function has the same name. */
export function findCalledBuiltIn(script: Script, token: number, options: ParserOptions): BuiltIn | null {
  const { tokens } = script;
  if (tokens.kind[token] !== tokenKind.word || tokens.id[token - 1] === op.dot) return null;
  const word = wordOfToken(script, token);
  const isCalled = tokens.id[token + 1] === op.openParenthesis;
  if (!isCalled && !withoutParentheses.has(word)) return null;
  if (clauses.has(word) && (isName(tokens, token - 1) || tokens.id[token - 1] === op.closeParenthesis)) return null;
  if (statements.has(word) && isBoundary(script, token - 1)) return null;
  return findTypePlace(script, token) === null ? findBuiltIn(word, options) : null;
}

/** The functions that may be written without parentheses. */
const withoutParentheses: ReadonlySet<string> = new Set(
  'CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER LOCALTIME LOCALTIMESTAMP UTC_DATE UTC_TIME UTC_TIMESTAMP'.split(
    ' ',
  ),
);

/** Returns true for a function that needs no parentheses. */
export function isWrittenAlone(name: string): boolean {
  return withoutParentheses.has(name);
}

/** Words that are a clause after a name or a list. */
const clauses = new Set(['VALUES', 'DEFAULT', 'INSERT', 'REPLACE']);

/** Words that also begin a statement. */
const statements = new Set(['IF', 'INSERT', 'REPLACE', 'REPEAT', 'VALUES', 'TRUNCATE', 'ANALYZE']);
