/** The keywords of a routine's head: characteristics, RETURNS and what its body begins with. */
import type { Script } from '../../syntax/nodes';
import { tokenKind } from '../../syntax/tokens';
import { findDeclaringList } from '../places/type-place';
import { wordOfToken } from '../places/token-at';
import { firstStatements } from './clause-words';
import { wordsAfterType } from './data-types';

/** Characteristics that exclude each other are one group. */
const groups: readonly (readonly string[])[] = [
  ['DETERMINISTIC', 'NOT DETERMINISTIC'],
  ['READS SQL DATA', 'MODIFIES SQL DATA', 'CONTAINS SQL', 'NO SQL'],
  ['SQL SECURITY INVOKER', 'SQL SECURITY DEFINER'],
  ['COMMENT'],
];

/** The characteristics as sequences of tokens, the longest first; COMMENT is followed by a string. */
const sequences = groups.flat().map((written) => written.split(' '));

/** Returns the keywords after a list of parameters, a RETURNS and the characteristics so far; null at any other place. */
export function findHeadWords(script: Script, token: number): readonly string[] | null {
  const used = new Set<string>();
  let i = token - 1;
  for (let length = characteristicBefore(script, i, used); length > 0; length = characteristicBefore(script, i, used))
    i -= length;
  const left = groups.filter((group) => !group.some((one) => used.has(one))).flat();
  const list = wordOfToken(script, i) === ')' ? findDeclaringList(script, i) : null;
  // The body may be there already.
  const hasBody = [token, token + 1].some((one) => wordOfToken(script, one) === 'BEGIN');
  if (list === 'PROCEDURE') return hasBody ? left : [...left, ...firstStatements];
  if (list === 'FUNCTION') return used.size === 0 ? ['RETURNS'] : null;
  const type = returnedType(script, i);
  if (type === null) return null;
  return [...(used.size === 0 ? wordsAfterType(type) : []), ...left, ...(hasBody ? [] : ['BEGIN', 'RETURN'])];
}

/** Returns the number of tokens of the characteristic that ends with a token; 0 if none does. */
function characteristicBefore(script: Script, last: number, used: Set<string>): number {
  if (script.tokens.kind[last] === tokenKind.string && wordOfToken(script, last - 1) === 'COMMENT') {
    used.add('COMMENT');
    return 2;
  }
  const found = sequences
    .filter((words) => words.every((word, i) => wordOfToken(script, last - words.length + 1 + i) === word))
    .sort((a, b) => b.length - a.length)[0];
  if (found === undefined || found[0] === 'COMMENT') return 0;
  used.add(found.join(' '));
  return found.length;
}

/** Returns the first word of the type between RETURNS and a token, in upper case; null if that is not a type. */
function returnedType(script: Script, last: number): string | null {
  for (let i = last; i >= 0 && last - i < longestType; i--) {
    const word = wordOfToken(script, i);
    if (word === 'RETURNS') return i === last ? null : wordOfToken(script, i + 1);
    if (word === ';' || word === 'BEGIN' || word === 'RETURN') return null;
  }
  return null;
}

/** Tokens; an ENUM may have more, and is then followed by no proposals. */
const longestType = 16;
