/** Places where nothing but words of a fixed list can be written: units of intervals, collations, diagnostics items. */
import type { ServerVersion } from '../../syntax/dialect';
import type { Script } from '../../syntax/nodes';
import { op, tokenKind } from '../../syntax/tokens';
import { isBoundary } from '../places/starts-statement';
import { wordOfToken } from '../places/token-at';
import { findOpenParenthesis } from '../places/type-place';
import { listCharacterSets, listCollations } from './character-sets';
import type { WordsAt } from './words';

/** Returns null where other words, or values, can be written. Linear in the length of the statement. */
export function findOnlyWords(script: Script, token: number, server: ServerVersion): WordsAt | null {
  if (takesUnit(script, token))
    return { keywords: takesSimpleUnit(script, token) ? simpleUnits : units, names: 'none' };
  if (isIndexList(script, token)) return { keywords: [], names: 'none' };
  return findCollations(script, token, server) ?? findDiagnostics(script, token);
}

const simpleUnits = ['DAY', 'HOUR', 'MINUTE', 'MONTH', 'QUARTER', 'SECOND', 'WEEK', 'YEAR', 'MICROSECOND'];

const units = [
  ...simpleUnits,
  'DAY_HOUR', 'DAY_MICROSECOND', 'DAY_MINUTE', 'DAY_SECOND', 'HOUR_MICROSECOND', 'HOUR_MINUTE', 'HOUR_SECOND',
  'MINUTE_MICROSECOND', 'MINUTE_SECOND', 'SECOND_MICROSECOND', 'YEAR_MONTH',
]; // prettier-ignore

function takesUnit(script: Script, token: number): boolean {
  return (
    takesSimpleUnit(script, token) ||
    (isOpened(script, token) && wordOfToken(script, token - 2) === 'EXTRACT') ||
    /^(?:INTERVAL|EVERY)$/.test(wordOfToken(script, beforeSign(script, beforeValue(script, token - 1))))
  );
}

function takesSimpleUnit(script: Script, token: number): boolean {
  return isOpened(script, token) && /^TIMESTAMP(?:DIFF|ADD)$/.test(wordOfToken(script, token - 2));
}

function isOpened({ tokens }: Script, token: number): boolean {
  return tokens.id[token - 1] === op.openParenthesis;
}

/** Returns the token before a number, a string, a name or an expression in parentheses that ends with `last`. */
function beforeValue(script: Script, last: number): number {
  const { kind, id } = script.tokens;
  if (id[last] === op.closeParenthesis) {
    const open = findOpenParenthesis(script, last) ?? 0;
    // INTERVAL (v + 1), but not INTERVAL(1, 2, 3), which is a function; INTERVAL f(v).
    const isCall = kind[open - 1] === tokenKind.word && !/^(?:INTERVAL|EVERY)$/.test(wordOfToken(script, open - 1));
    return isCall ? open - 2 : open - 1;
  }
  if (last < 0 || kind[last] === tokenKind.operator || isBoundary(script, last)) return -1;
  return id[last - 1] === op.dot ? last - 3 : last - 1;
}

function beforeSign({ tokens }: Script, token: number): number {
  return tokens.id[token] === op.minus ? token - 1 : token;
}

/** Returns true in `FORCE INDEX (|`: the names of indexes are not known. */
function isIndexList(script: Script, token: number): boolean {
  const open = findOpenParenthesis(script, token);
  if (open === null) return false;
  const words = [1, 2, 3, 4].map((back) => wordOfToken(script, open - back));
  const hint = words.findIndex((word) => word === 'INDEX' || word === 'KEY');
  return /^(?:FORCE|USE|IGNORE)$/.test(words[hint + 1] ?? '') && (hint === 0 || words[hint - 1] === 'FOR');
}

function findCollations(script: Script, token: number, server: ServerVersion): WordsAt | null {
  const isSet = wordOfToken(script, token - 1) === '=';
  const [word, before] = [wordOfToken(script, token - (isSet ? 2 : 1)), wordOfToken(script, token - (isSet ? 3 : 2))];
  if (word === 'COLLATE' && before !== '.') return { keywords: listCollations(server), names: 'none' };
  const isNamed =
    (word === 'CHARSET' && before !== '.') ||
    (word === 'SET' && (before === 'CHARACTER' || before === 'CHAR')) ||
    (word === 'USING' && wordOfToken(script, (findOpenParenthesis(script, token) ?? 0) - 1) === 'CONVERT') ||
    (word === 'NAMES' && before === 'SET');
  return isNamed ? { keywords: listCharacterSets(), names: 'none' } : null;
}

/** The items of a condition that SIGNAL can set, too. */
const signalItems = [
  'MESSAGE_TEXT', 'MYSQL_ERRNO', 'CLASS_ORIGIN', 'SUBCLASS_ORIGIN', 'CONSTRAINT_CATALOG', 'CONSTRAINT_SCHEMA',
  'CONSTRAINT_NAME', 'CATALOG_NAME', 'SCHEMA_NAME', 'TABLE_NAME', 'COLUMN_NAME', 'CURSOR_NAME',
]; // prettier-ignore

/** Returns what fits into the list of SIGNAL … SET and of GET DIAGNOSTICS. */
function findDiagnostics(script: Script, token: number): WordsAt | null {
  const before = wordOfToken(script, token - 1);
  let isCondition = false;
  for (let i = token - 1; i >= 0 && !isBoundary(script, i); i--) {
    const word = wordOfToken(script, i);
    if (word === 'CONDITION') isCondition = true;
    if (word === 'SIGNAL' || word === 'RESIGNAL')
      return before === 'SET' || before === ',' ? { keywords: signalItems, names: 'none' } : null;
    if (word !== 'DIAGNOSTICS' || !/^(?:GET|CURRENT|STACKED)$/.test(wordOfToken(script, i - 1))) continue;
    if (before === '=') {
      const ofCondition = ['RETURNED_SQLSTATE', ...signalItems];
      return { keywords: isCondition ? ofCondition : ['NUMBER', 'ROW_COUNT'], names: 'none' };
    }
    if (before === 'DIAGNOSTICS') return { keywords: ['CONDITION'], names: 'targets' };
    if (before === 'CONDITION' || before === ',' || wordOfToken(script, token - 2) === 'CONDITION')
      return { keywords: [], names: 'targets' };
    return null;
  }
  return null;
}
