/** The place of a completion: the word being typed, and what the tokens before it allow there. */
import type { Span } from '../../base/text';
import type { SourceIndex, SourceRoutine } from '../../analysis/sources/source-index';
import type { Script } from '../../syntax/nodes';
import { op, tokenKind } from '../../syntax/tokens';
import { findRoutineAt } from '../places/subject';
import { findTypePlace, type TypePlace } from '../places/type-place';
import { findOpenBlock } from './open-block';
import { startsStatement, startWords } from '../places/starts-statement';
import { isOutArgument } from './targets';
import type { WordsAt } from './words';
import { findWordsAt } from './words-at';
import { findNameToken, firstToken, isName, nameOfToken, spanOfToken, wordOfToken } from '../places/token-at';

/** The kind of word that is possible there. */
export type Expected = 'procedure' | 'table' | 'cursor' | 'label' | 'variable' | 'statement' | 'expression' | 'file';

export interface CompletionPlace {
  readonly expected: Expected;
  readonly offset: number;
  /** The span of the word being typed; empty if there is none. */
  readonly span: Span;
  /** The whole word, without quotes; empty where none is. */
  readonly word: string;
  /** The part of the word before the cursor, without quotes. */
  readonly typed: string;
  /** The same with its quotes. */
  readonly written: string;
  /** True if keywords are lower case here, like the word being typed, or otherwise the keyword before it. */
  readonly isLower: boolean;
  /** True if the keyword before is lower case. */
  readonly isLowerAround: boolean;
  /** The schema or alias in `shop.wo|`, null without one. */
  readonly qualifier: string | null;
  /** True if a `(` follows, so that none is inserted. */
  readonly isCalled: boolean;
  /** The words and names that may follow the tokens before it. */
  readonly words: WordsAt;
  /** The kind of place for a data type; null where none is expected. */
  readonly type: TypePlace | null;
  /** The word that begins the innermost open block; empty outside any. */
  readonly block: string;
  /** The routine that contains the place, even if it is unfinished. */
  readonly owner: SourceRoutine | null;
  /** The offset at which local names are looked up: the cursor, or the end of the unfinished text before it. */
  readonly scopeOffset: number;
}

/** Returns null inside a string, a comment or the name of a user or system variable. */
export function describePlace(index: SourceIndex, file: string, offset: number): CompletionPlace | null {
  const script = index.facts(file)?.script;
  if (script === undefined || isInText(script, offset) || variableBefore(script, offset) !== '') return null;
  const token = findNameToken(script, offset);
  const next = token ?? firstToken(script, offset);
  const span = token === null ? { start: offset, end: offset } : spanOfToken(script, token);
  const isQualified = script.tokens.id[next - 1] === op.dot && isName(script.tokens, next - 2);
  const owner = findOwner(index, file, script, offset);
  // `CREATE PROC` is replaced as a whole.
  const after = token === null ? next : next + 1;
  const isBeforeKind = isCreate(script, next - 1) && createdKinds.has(wordOfToken(script, after));
  const isCreated = !isQualified && !isBeforeKind && isCreate(script, next - 1);
  const begun = isCreated ? spanOfToken(script, next - 1).start : span.start;
  const written = script.text.slice(begun, offset);
  const typed = written.replace(/^[`"]/, '').replace(/\s+/g, ' ');
  const isLowerAround = /^[a-z]/.test(keywordBefore(script, next));
  return {
    expected:
      (owner === null || isCreated) && !isQualified && !isBeforeKind
        ? expectInFile(script, next)
        : expectAt(script, next - (isQualified ? 2 : 0)),
    offset,
    span: { start: begun, end: span.end },
    word: token === null ? '' : nameOfToken(script, token).text,
    typed,
    written,
    isLower: typed === '' ? isLowerAround : /^[a-z]/.test(typed),
    isLowerAround,
    qualifier: isQualified ? nameOfToken(script, next - 2).text : null,
    isCalled: script.tokens.id[after] === op.openParenthesis,
    words: isBeforeKind ? definer : wordsAt(index, owner, script, next),
    type: isQualified ? null : findTypePlace(script, next),
    block: findOpenBlock(script, next),
    owner,
    scopeOffset: owner === null ? offset : Math.min(offset, owner.definition.span.end - 1),
  };
}

const definer: WordsAt = { keywords: ['DEFINER'], names: 'none' };

function wordsAt(index: SourceIndex, owner: SourceRoutine | null, script: Script, token: number): WordsAt {
  const home = owner?.key.schema ?? index.parserOptions.schema;
  if (isOutArgument(index, home, script, token)) return { keywords: [], names: 'targets' };
  return findWordsAt(script, token, index.parserOptions);
}

/** Returns the span of the `@` and the name at an offset; null for a system variable, a host, and in a string or comment. */
export function findUserVariable(script: Script, offset: number): Span | null {
  const before = variableBefore(script, offset);
  const start = offset - before.length;
  if (before === '' || isInText(script, offset) || /[\w@'"`]/.test(script.text[start - 1] ?? '')) return null;
  const token = firstToken(script, start);
  const isWhole = script.tokens.kind[token] === tokenKind.userVariable && script.tokens.start[token] === start;
  return { start, end: isWhole ? spanOfToken(script, token).end : offset };
}

/** Returns what is typed of a variable with its `@`; empty elsewhere. */
function variableBefore({ text }: Script, offset: number): string {
  return /@[\w$.\u0080-\uffff]*$/.exec(text.slice(Math.max(0, offset - longestName), offset))?.[0] ?? '';
}

/** Characters that a name may have. */
const longestName = 64;

/** Returns the nearest keyword as written; empty if there is none before. */
function keywordBefore({ tokens, text }: Script, token: number): string {
  for (let i = token - 1; i >= 0; i--) {
    const isKeyword = tokens.kind[i] === tokenKind.word && tokens.id[i] !== 0;
    if (isKeyword) return text.slice(tokens.start[i], tokens.end[i]);
  }
  return '';
}

/** Finds the routine. An unfinished definition ends with its last token, and continues until a delimiter. */
function findOwner(index: SourceIndex, file: string, script: Script, offset: number): SourceRoutine | null {
  const around = findRoutineAt(index, file, offset);
  if (around !== null) return around;
  const before = index.facts(file)?.routines.findLast(({ span }) => span.end <= offset);
  if (before === undefined) return null;
  const last = firstToken(script, offset) - 1;
  const end = spanOfToken(script, last).end;
  return end === before.definition.span.end && script.tokens.kind[last] !== tokenKind.delimiter ? before : null;
}

/** Returns true inside a string or a comment, where nothing is proposed. */
function isInText(script: Script, offset: number): boolean {
  const { tokens, text } = script;
  const last = firstToken(script, offset) - 1;
  const { start, end } = spanOfToken(script, last);
  // The text after DELIMITER on its line is not SQL: an entry would use up the following Enter.
  if (tokens.kind[last] === tokenKind.delimiterCommand && !text.slice(end, offset).includes('\n')) return true;
  if (last >= 0 && offset < end) return tokens.kind[last] === tokenKind.string && start < offset;
  const gap = text.slice(last < 0 ? 0 : end, offset);
  const line = gap.slice(gap.lastIndexOf('\n') + 1);
  return /(^|\s)--(\s|$)|#/.test(line) || gap.lastIndexOf('/*') > gap.lastIndexOf('*/');
}

function expectInFile(script: Script, token: number): Expected {
  if (isFileStart(script, token) || isCreate(script, token - 1)) return 'file';
  const expected = expectAt(script, token);
  return expected === 'statement' ? 'file' : expected;
}

/** Returns true where a statement of the file begins. */
function isFileStart({ tokens }: Script, token: number): boolean {
  const before = tokens.kind[token - 1];
  return token === 0 || before === tokenKind.delimiter || before === tokenKind.delimiterCommand;
}

/** Returns true for a CREATE that begins a statement of the file. */
function isCreate(script: Script, token: number): boolean {
  return wordOfToken(script, token) === 'CREATE' && isFileStart(script, token);
}

const createdKinds = new Set(['PROCEDURE', 'FUNCTION', 'TRIGGER', 'EVENT', 'VIEW']);

/** Returns what may replace a token, according to the tokens before it. */
function expectAt(script: Script, token: number): Expected {
  const before = wordOfToken(script, token - 1);
  const earlier = wordOfToken(script, token - 2);
  switch (before) {
    case 'CALL':
      return 'procedure';
    case 'OPEN':
    case 'CLOSE':
    case 'FETCH':
      return 'cursor';
    case 'LEAVE':
    case 'ITERATE':
      return 'label';
    case 'JOIN':
    case 'TABLE':
      return 'table';
    case 'FROM':
      return earlier === 'FETCH' || earlier === 'NEXT' ? 'cursor' : 'table';
    case 'UPDATE':
      return earlier === 'KEY' || earlier === 'FOR' ? 'expression' : 'table';
    case 'INTO':
      return insertWords.has(earlier) ? 'table' : 'variable';
    case 'ON':
      return triggerEvents.has(earlier) && triggerTimes.has(wordOfToken(script, token - 3)) ? 'table' : 'expression';
    case ',':
      return expectInList(script, token - 1);
  }
  if (startWords.has(before) || before === '') return startsStatement(script, token - 1) ? 'statement' : 'expression';
  return script.tokens.kind[token - 1] === tokenKind.delimiter ? 'statement' : 'expression';
}

const triggerTimes = new Set(['BEFORE', 'AFTER']);
const triggerEvents = new Set(['INSERT', 'UPDATE', 'DELETE']);

const insertWords = new Set(['INSERT', 'REPLACE', 'IGNORE', 'LOW_PRIORITY', 'HIGH_PRIORITY', 'DELAYED']);

/**
 * Returns what a comma continues: tables in FROM, variables in SELECT … INTO and FETCH … INTO, otherwise expressions.
 */
function expectInList(script: Script, comma: number): Expected {
  let depth = 0;
  for (let i = comma - 1; i >= 0; i--) {
    const word = wordOfToken(script, i);
    if (word === ')') depth++;
    else if (word === '(' && depth-- === 0) return 'expression';
    else if (depth > 0) continue;
    else if (word === 'FROM') return 'table';
    else if (word === 'INTO') return insertWords.has(wordOfToken(script, i - 1)) ? 'expression' : 'variable';
    else if (listEnds.has(word)) return 'expression';
  }
  return 'expression';
}

const listEnds = new Set([';', 'SELECT', 'WHERE', 'SET', 'BY', 'ON', 'VALUES', 'HAVING', 'BEGIN']);
