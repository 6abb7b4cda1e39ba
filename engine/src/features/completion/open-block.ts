/** The block that is open at a place, by the tokens before it: the statement need not be finished. */
import type { Script } from '../../syntax/nodes';
import { wordOfToken } from '../places/token-at';
import { isBoundary } from '../places/starts-statement';

/** Returns the word that begins the innermost open block: `BEGIN`, `IF`, `CASE`, `LOOP`, `REPEAT`, `WHILE`, `FOR`. */
export function findOpenBlock(script: Script, token: number): string {
  let ended = 0;
  for (let i = token - 1; i >= 0 && !isHead(script, i); i--) {
    const word = wordOfToken(script, i);
    if (word === 'END') ended++;
    else if (opens(script, i, word) && ended-- === 0) return word;
  }
  return '';
}

/** Returns true where a routine begins. Inside one a delimiter proves nothing: an unfinished body may contain `;`. */
function isHead(script: Script, i: number): boolean {
  return wordOfToken(script, i) === 'CREATE' && heads.has(wordOfToken(script, i + 1));
}

const heads = new Set(['AGGREGATE', 'DEFINER', 'EVENT', 'FUNCTION', 'OR', 'PROCEDURE', 'TRIGGER']);

function opens(script: Script, i: number, word: string): boolean {
  const before = wordOfToken(script, i - 1);
  if (before === 'END' || before === '.') return false;
  if (word === 'BEGIN' || word === 'CASE') return true;
  return blocks.has(word) && isBoundary(script, i - 1);
}

const blocks = new Set(['IF', 'LOOP', 'REPEAT', 'WHILE', 'FOR']);

/** The first words of parts of a block that are written only in it; all others can be written in any. */
const owners: Readonly<Record<string, readonly string[]>> = {
  DECLARE: ['BEGIN'],
  ELSE: ['IF', 'CASE'],
  ELSEIF: ['IF'],
  WHEN: ['CASE'],
  UNTIL: ['REPEAT'],
  END: ['BEGIN'],
  'END CASE': ['CASE'],
  'END FOR': ['FOR'],
  'END IF': ['IF'],
  'END LOOP': ['LOOP'],
  'END REPEAT': [],
  'END WHILE': ['WHILE'],
};

/** Returns true if a statement or a part of one can be written in a block. */
export function fitsInBlock(words: string, block: string): boolean {
  return owners[words]?.includes(block) ?? true;
}
