/** Places where a value is stored: only a variable, a parameter or a column of NEW can be written there. */
import type { SourceIndex } from '../../analysis/sources/source-index';
import { identify } from '../../routine/routine';
import type { Script } from '../../syntax/nodes';
import { op, tokenKind } from '../../syntax/tokens';
import { isBoundary } from '../places/starts-statement';
import { isName, nameOfToken, wordOfToken } from '../places/token-at';
import { findOpenParenthesis } from '../places/type-place';

/** Returns true for what a SET statement assigns to: `SET |`, `SET a = 1, |`. */
export function isAssigned(script: Script, token: number): boolean {
  const before = wordOfToken(script, token - 1);
  if (before !== 'SET' && before !== ',') return false;
  const { id } = script.tokens;
  let depth = 0;
  for (let i = token - 1; i >= 0 && !isBoundary(script, i); i--) {
    if (id[i] === op.closeParenthesis) depth++;
    else if (id[i] === op.openParenthesis && depth-- === 0) return false;
    else if (depth === 0 && otherSets.has(wordOfToken(script, i)) && id[i + 1] !== op.openParenthesis) return false;
    else if (depth === 0 && wordOfToken(script, i) === 'SET' && id[i - 1] !== op.dot)
      return !otherSets.has(wordOfToken(script, i - 1)) && !ofStatement(script, i);
  }
  return false;
}

/** The words of other statements with a SET; the list after INTO or in a query is not one of assignments. */
const otherSets = new Set(['UPDATE', 'INSERT', 'REPLACE', 'SIGNAL', 'RESIGNAL', 'CHARACTER', 'ALTER']);

/** Returns true if the SET is a clause of the statement around it. */
function ofStatement(script: Script, set: number): boolean {
  for (let i = set - 1; i >= 0 && !isBoundary(script, i); i--) {
    const word = wordOfToken(script, i);
    if (word === 'FOR' || word === 'ROW') continue;
    // `BEFORE UPDATE ON t FOR EACH ROW SET`
    if (otherSets.has(word) && !/^(?:BEFORE|AFTER)$/.test(wordOfToken(script, i - 1))) return true;
  }
  return false;
}

/** Returns true after `SET SESSION`, where the name of a system variable follows. */
export function isSystemVariable(script: Script, token: number): boolean {
  return (
    /^(?:SESSION|GLOBAL|LOCAL|PERSIST|PERSIST_ONLY)$/.test(wordOfToken(script, token - 1)) &&
    isAssigned(script, token - 1)
  );
}

/** Returns true for an argument of CALL whose parameter is OUT or INOUT. */
export function isOutArgument(index: SourceIndex, home: string | null, script: Script, token: number): boolean {
  const { id, kind } = script.tokens;
  if (id[token - 1] !== op.openParenthesis && id[token - 1] !== op.comma) return false;
  const open = findOpenParenthesis(script, token);
  if (open === null || !isName(script.tokens, open - 1)) return false;
  const isQualified = id[open - 2] === op.dot;
  if (wordOfToken(script, open - (isQualified ? 4 : 2)) !== 'CALL') return false;
  let depth = 0;
  let position = 0;
  for (let i = open + 1; i < token; i++) {
    if (kind[i] !== tokenKind.operator) continue;
    if (id[i] === op.openParenthesis) depth++;
    else if (id[i] === op.closeParenthesis) depth--;
    else if (id[i] === op.comma && depth === 0) position++;
  }
  const schema = isQualified ? nameOfToken(script, open - 3).text : (home ?? '');
  const callee = index.find(identify({ schema, kind: 'procedure', name: nameOfToken(script, open - 1).text }))[0];
  const mode = callee?.routine.signature.parameters[position]?.mode.toUpperCase() ?? 'IN';
  return mode !== 'IN';
}
