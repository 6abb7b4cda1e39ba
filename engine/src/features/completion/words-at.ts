/** Finds the keywords, and whether a name or a value, that may follow the tokens before a place inside a statement. */
import type { ServerVersion } from '../../syntax/dialect';
import type { Script } from '../../syntax/nodes';
import { op, tokenKind } from '../../syntax/tokens';
import { findWordId, isReservedAnywhere } from '../../syntax/vocabulary';
import { isName, wordOfToken } from '../places/token-at';
import { clauseWords, comparisons, firstStatements, followers, valueWords } from './clause-words';
import { wordsAfterType } from './data-types';
import { findClause } from './find-clause';
import { findHeadWords } from './head-words';
import { findOpenBlock } from './open-block';
import { findMentionedKind } from './mentioned-names';
import { findOnlyWords } from './only-words';
import { isAssigned, isSystemVariable } from './targets';
import type { WordsAt } from './words';
import { findDeclaringList, findTypePlace, startsItem } from '../places/type-place';
import { isBoundary } from '../places/starts-statement';

/** Returns what may replace a token, according to the tokens before it. */
export function findWordsAt(script: Script, token: number, server: ServerVersion): WordsAt {
  const only = findOnlyWords(script, token, server) ?? findOnlyNames(script, token);
  if (only !== null) return only;
  const [word, before] = [wordOfToken(script, token - 1), wordOfToken(script, token - 2)];
  if (isHandlerCondition(script, token)) return { keywords: handlerConditions, names: 'conditions', errors: 'all' };
  if (isColumnTarget(script, token)) return { keywords: [], names: 'columns' };
  const head = findHeadWords(script, token);
  if (head !== null) return { keywords: head, names: 'none' };
  if (findTypePlace(script, token) !== null)
    return { keywords: isFirstDeclared(script, token) ? declarations : [], names: 'none' };
  const list = findDeclaringList(script, token);
  if (list !== null) return { keywords: listWords(script, token, list), names: 'none' };
  if (word === 'FOR' && before === 'CONDITION') return { keywords: ['SQLSTATE'], names: 'none', errors: 'all' };
  if (word === 'SIGNAL' || word === 'RESIGNAL')
    return { keywords: followers['SIGNAL'] ?? [], names: 'conditions', errors: 'states' };
  const isContinued = endsValue(script, token - 2);
  if (word === 'NOT' && isContinued) return { keywords: ['BETWEEN', 'IN', 'LIKE', 'REGEXP'], names: 'none' };
  if (word === 'END' && isBoundary(script, token - 2)) return { keywords: endsOf(script, token - 1), names: 'none' };
  const fixed = followers[`${before} ${word}`] ?? (before === '.' ? undefined : followers[word]);
  if (fixed !== undefined && (isContinued || !continuing.has(word)))
    return { keywords: fixed, names: namesAfter(word) };
  if (endsValue(script, token - 1)) return { keywords: continuations(script, token), names: 'none' };
  return { keywords: valuesAfter(script, token), names: namesAfter(word) };
}

/** Returns null where more than names of one kind can be written. */
function findOnlyNames(script: Script, token: number): WordsAt | null {
  const mentioned = findMentionedKind(script, token);
  if (mentioned !== null)
    return { keywords: wordOfToken(script, token - 1) === 'TO' ? ['SAVEPOINT'] : [], names: mentioned };
  if (isAssigned(script, token)) return { keywords: ['GLOBAL', 'SESSION'], names: 'targets' };
  if (wordOfToken(script, token - 1) === 'OVER' && script.tokens.id[token - 2] === op.closeParenthesis)
    return { keywords: [], names: 'windows' };
  if (isSystemVariable(script, token)) return { keywords: [], names: 'none' };
  return isJoinUsing(script, token) ? { keywords: [], names: 'shared' } : null;
}

/** Returns true in the list of `JOIN t USING (|`. */
function isJoinUsing(script: Script, token: number): boolean {
  const { word, opener, start } = findClause(script, token);
  return word === '(' && opener === 'USING' && (start === token || wordOfToken(script, token - 1) === ',');
}

/** The words that have their followers only after a value: LEFT is a function elsewhere. */
const continuing = new Set(['LEFT', 'RIGHT', 'INNER', 'CROSS', 'FOR', 'INSERT']);

function endsOf(script: Script, end: number): readonly string[] {
  const block = findOpenBlock(script, end);
  return block === '' || block === 'BEGIN' ? [] : [block];
}

function namesAfter(word: string): WordsAt['names'] {
  return nameless.has(word) ? 'none' : 'values';
}

const nameless = new Set([...Object.keys(followers), 'AS', 'EXISTS']);

/** Returns true where only a column of the changed table can be written: `UPDATE t SET |`, `INSERT INTO t (|`. */
function isColumnTarget(script: Script, token: number): boolean {
  const { word, statement, start } = findClause(script, token);
  const isItem = start === token || wordOfToken(script, token - 1) === ',';
  if (!isItem) return false;
  if (word === '(') return isInserted(script, start - 2);
  return (word === 'SET' && changes.has(statement)) || (word === 'UPDATE' && wordOfToken(script, start - 2) === 'KEY');
}

const changes = new Set(['UPDATE', 'INSERT', 'REPLACE']);

/** Returns true if a token is the name of a table after INTO. */
function isInserted(script: Script, name: number): boolean {
  if (!isName(script.tokens, name)) return false;
  const isQualified = script.tokens.id[name - 1] === op.dot;
  return wordOfToken(script, name - (isQualified ? 3 : 1)) === 'INTO';
}

/** Returns true after the only name of a DECLARE, which may be a cursor's or a condition's. */
function isFirstDeclared(script: Script, token: number): boolean {
  return wordOfToken(script, token - 2) === 'DECLARE';
}

const declarations = ['CONDITION FOR', 'CURSOR FOR'];

/** Returns the keywords within the list of parameters of a routine or of columns of a table. */
function listWords(script: Script, token: number, list: string): readonly string[] {
  if (startsItem(script, token - 1)) return list === 'PROCEDURE' ? ['IN', 'INOUT', 'OUT'] : [];
  const own = wordsAfterType(typeBefore(script, token));
  return list === 'TABLE' ? [...own, 'DEFAULT', 'NOT NULL', 'NULL', 'PRIMARY KEY'] : own;
}

/** Returns the word of the type whose end is before a token, in upper case: `DECIMAL` of `DECIMAL(10, 2)`. */
function typeBefore(script: Script, token: number): string {
  let i = token - 1;
  if (wordOfToken(script, i) === ')') while (i > 0 && wordOfToken(script, i) !== '(') i--;
  return wordOfToken(script, wordOfToken(script, i) === '(' ? i - 1 : i);
}

const handlerConditions = ['NOT FOUND', 'SQLEXCEPTION', 'SQLSTATE', 'SQLWARNING'];

/** Returns true after HANDLER FOR, and after a comma in its list. */
function isHandlerCondition(script: Script, token: number): boolean {
  let i = token - 1;
  if (wordOfToken(script, i) !== 'FOR' && wordOfToken(script, i) !== ',') return false;
  while (i >= 0 && !stopsHandler.has(wordOfToken(script, i))) i--;
  return wordOfToken(script, i) === 'HANDLER';
}

const stopsHandler = new Set(['HANDLER', ';', 'BEGIN', '(', 'SET', 'SELECT']);

/** Returns true if a value, a name or a list in parentheses ends with the token. */
function endsValue(script: Script, token: number): boolean {
  const { kind, id } = script.tokens;
  const its = kind[token];
  if (its === tokenKind.operator)
    return id[token] === op.closeParenthesis || (id[token] === op.star && startsStar(script, token));
  if (its !== tokenKind.word) return its !== undefined && values.has(its);
  const word = wordOfToken(script, token);
  if (id[token - 1] === op.dot || valueEnds.has(word)) return true;
  return !opensValue.has(word) && !isReservedAnywhere(findWordId(word));
}

const values: ReadonlySet<number> = new Set([
  tokenKind.string,
  tokenKind.number,
  tokenKind.quotedName,
  tokenKind.userVariable,
  tokenKind.systemVariable,
]);

/** Returns true for the star of `SELECT *`, `t.*` and `COUNT(*)`, which is not a multiplication. */
function startsStar(script: Script, token: number): boolean {
  return /^(?:SELECT|DISTINCT|ALL|\.|\(|,)$/.test(wordOfToken(script, token - 1));
}

const valueEnds = new Set([
  'NULL', 'TRUE', 'FALSE', 'END', 'CURRENT_DATE', 'CURRENT_TIME', 'CURRENT_TIMESTAMP', 'CURRENT_USER', 'LOCALTIME',
  'LOCALTIMESTAMP', 'UTC_DATE', 'UTC_TIME', 'UTC_TIMESTAMP', 'MAXVALUE', 'INT', 'INTEGER', 'BIGINT', 'SMALLINT', 'TINYINT',
  'MEDIUMINT', 'DOUBLE', 'FLOAT', 'REAL', 'BLOB', 'LONGTEXT', 'MEDIUMTEXT', 'TINYTEXT', 'LONGBLOB', 'MEDIUMBLOB', 'TINYBLOB', 'CHAR',
  'UNSIGNED', 'ZEROFILL', 'ASC', 'DESC', 'SQLEXCEPTION', 'SQLWARNING', 'ROLLUP',
]); // prettier-ignore

/** The words before a value that are not reserved. */
const opensValue = new Set(['ANY', 'DO', 'ESCAPE', 'OFFSET', 'RETURN', 'SOME', 'UNTIL', 'VALUE']);

/** Returns the keywords that a value may begin with. */
function valuesAfter(script: Script, token: number): readonly string[] {
  const word = wordOfToken(script, token - 1);
  const { word: clause, statement } = findClause(script, token);
  if (word === 'AS') return statement === 'CREATE' ? ['SELECT', 'WITH'] : [];
  const own = valueWords[word];
  if (own !== undefined) return own;
  return word === '=' && clause === 'SET' ? [...valueWords.any, 'DEFAULT'] : valueWords.any;
}

/** Returns the keywords that may follow a complete value or name. */
function continuations(script: Script, token: number): readonly string[] {
  const { word, statement, start, opener } = findClause(script, token);
  if (word === '(') return [...comparisons, ...(parenthesisWords[opener] ?? [])];
  const isFirst = start === token - 1 || wordOfToken(script, token - 2) === ',';
  // In SET a name is the target of an assignment.
  if (word === 'SET' && isFirst) return [];
  if (word === 'DECLARE' && isHandler(script, start, token)) return firstStatements;
  if (word === 'DECLARE') return [...wordsAfterType(typeBefore(script, token)), 'DEFAULT'];
  return clauseWords[`${statement} ${word}`] ?? clauseWords[word] ?? [];
}

function isHandler(script: Script, start: number, token: number): boolean {
  return wordOfToken(script, start + 1) === 'HANDLER' && start + 1 < token;
}

/** The keywords inside the parentheses of these functions. */
const parenthesisWords: Readonly<Record<string, readonly string[]>> = {
  CAST: ['AS'],
  CONVERT: ['USING'],
  GROUP_CONCAT: ['ORDER BY', 'SEPARATOR'],
  EXTRACT: ['FROM'],
  TRIM: ['FROM'],
  SUBSTRING: ['FROM'],
};
