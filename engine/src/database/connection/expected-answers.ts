/** The expected answers to the statements of a packet, derived from their text: a server may answer with anything. */

export type Expected =
  | { readonly kind: 'anything' }
  | { readonly kind: 'no-rows' }
  /** Exactly these columns, in this order; null is one whose name the text does not give. */
  | { readonly kind: 'columns'; readonly names: readonly (string | null)[]; readonly oneRow: boolean }
  /** Requires these columns, and allows others. */
  | { readonly kind: 'among'; readonly names: readonly RegExp[]; readonly oneRow: boolean };

export interface ExpectedAnswers {
  readonly answers: readonly Expected[];
  /** False if the packet continues with statements that were not examined. */
  readonly isWhole: boolean;
}

/** Reads statements up to the first one whose end only a parser can find, for example the body of a procedure. */
export function expectAnswers(sql: string): ExpectedAnswers {
  const answers: Expected[] = [];
  const words = new Words(sql);
  for (;;) {
    const verb = words.next();
    if (verb === null) return { answers, isWhole: true };
    if (verb === ';') continue;
    const answer = expectOne(verb, words);
    answers.push(answer);
    if (isHardToEnd(verb)) return { answers, isWhole: false };
    words.skipStatement();
  }
}

/** Returns the first word of the first statement; empty if there is none. */
export function firstWord(sql: string): string {
  return new Words(sql).next() ?? '';
}

/** Returns true if the columns of an answer are the expected ones; null is the answer of a statement without rows. */
export function fitsColumns(expected: Expected, columns: readonly string[] | null): boolean {
  if (expected.kind === 'anything') return true;
  if (expected.kind === 'no-rows' || columns === null) return expected.kind === 'no-rows' && columns === null;
  if (expected.kind === 'among') return expected.names.every((name) => columns.some((column) => name.test(column)));
  const { names } = expected;
  return columns.length === names.length && names.every((name, i) => name === null || name === columns[i]);
}

/** Returns true if that many rows are possible. */
export function fitsRows(expected: Expected, count: number): boolean {
  return !('oneRow' in expected && expected.oneRow) || count === 1;
}

const silent = /^(?:SET|DO|START|BEGIN|COMMIT|ROLLBACK|USE|KILL|LOCK|UNLOCK|CREATE|DROP|ALTER|GRANT|REVOKE|RENAME)$/i;
const silentUnlessReturning = /^(?:INSERT|UPDATE|DELETE|REPLACE)$/i;

/** Returns true for a statement with a long or complex text: values may be megabytes, and bodies contain semicolons. */
function isHardToEnd(verb: string): boolean {
  return !/^(?:SELECT|SHOW|SET|DO|START|COMMIT|ROLLBACK|USE|KILL|LOCK|UNLOCK|DROP)$/i.test(verb);
}

function expectOne(verb: string, words: Words): Expected {
  if (/^SELECT$/i.test(verb)) return expectSelect(words);
  if (/^SHOW$/i.test(verb)) return expectShow(words);
  if (silent.test(verb)) return { kind: 'no-rows' };
  if (silentUnlessReturning.test(verb) && !words.has(/\bRETURNING\b/i)) return { kind: 'no-rows' };
  return { kind: 'anything' };
}

/** The words that end a list of columns. */
const afterColumns = /^(?:FROM|WHERE|INTO|UNION|EXCEPT|INTERSECT|GROUP|HAVING|ORDER|LIMIT|FOR|PROCEDURE)$/i;

function expectSelect(words: Words): Expected {
  const columns = readColumns(words);
  const last = columns.at(-1) ?? [];
  if (last.at(-1) === '*' && (last.length === 1 || last.at(-2) === '.')) return { kind: 'anything' };
  const end = words.peek();
  if (end !== null && /^INTO$/i.test(end)) return { kind: 'anything' };
  return { kind: 'columns', names: columns.map(nameOf), oneRow: end === null || end === ';' };
}

/** Returns the words of each column, up to the end of the list. */
function readColumns(words: Words): readonly (readonly string[])[] {
  let column: string[] = [];
  const columns = [column];
  let depth = 0;
  for (let word = words.peek(); word !== null && word !== ';'; word = words.peek()) {
    if (depth === 0 && afterColumns.test(word)) break;
    words.next();
    if (word === '(') depth++;
    else if (word === ')') depth--;
    if (depth === 0 && word === ',') columns.push((column = []));
    else if (columns.length > 1 || column.length > 0 || !/^(?:DISTINCT|ALL|SQL_\w+)$/i.test(word)) column.push(word);
  }
  return columns;
}

/** Returns the alias of a column, or the name of a plain column. */
function nameOf(words: readonly string[]): string | null {
  const last = words.at(-1);
  if (last === undefined || !isName(last)) return null;
  const isAlias = /^AS$/i.test(words.at(-2) ?? '');
  const isPlain =
    words.every((word, i) => (i % 2 === 0 ? isName(word) : word === '.')) && !/^(?:NULL|\d.*)$/i.test(last);
  if (!isAlias && !isPlain) return null;
  return last.startsWith('`') ? last.slice(1, -1).replaceAll('``', '`') : last;
}

function isName(word: string): boolean {
  return /^(?:`|[\p{L}\p{N}_$])/u.test(word);
}

const textColumn = /^(?:Create |SQL Original Statement$)/i;
const creation = [/^character_set_client$/i, /^collation_connection$/i];

function expectShow(words: Words): Expected {
  const first = words.next() ?? '';
  const second = /^(?:FULL|GLOBAL|SESSION)$/i.test(first) ? (words.next() ?? '') : first;
  if (/^PROCESSLIST$/i.test(second))
    return { kind: 'among', names: [/^Id$/, /^User$/, /^Host$/, /^db$/, /^State$/, /^Info$/], oneRow: false };
  if (/^(?:STATUS|VARIABLES)$/i.test(second))
    return { kind: 'columns', names: ['Variable_name', 'Value'], oneRow: false };
  if (!/^CREATE$/i.test(second)) return { kind: 'anything' };
  const kind = words.next() ?? '';
  if (/^(?:TABLE|DATABASE|SCHEMA|USER)$/i.test(kind)) return { kind: 'anything' };
  const modes = /^VIEW$/i.test(kind) ? [] : [/^sql_mode$/, /^Database Collation$/];
  return { kind: 'among', names: [textColumn, ...creation, ...modes], oneRow: true };
}

/** A string, a quoted name, a comment, a word, blanks, or one other character. */
const word =
  /'[^'\\]*(?:(?:''|\\[\s\S])[^'\\]*)*'|"[^"\\]*(?:(?:""|\\[\s\S])[^"\\]*)*"|`[^`]*(?:``[^`]*)*`|\/\*[\s\S]*?\*\/|--\s[^\n]*|#[^\n]*|[\p{L}\p{N}_$]+|\s+|[\s\S]/uy;

class Words {
  readonly #sql: string;
  #at = 0;

  constructor(sql: string) {
    this.#sql = sql;
  }

  next(): string | null {
    for (;;) {
      word.lastIndex = this.#at;
      const found = word.exec(this.#sql)?.[0];
      if (found === undefined) return null;
      this.#at += found.length;
      if (!/^(?:\s|\/\*|--\s|#)/.test(found)) return found;
    }
  }

  peek(): string | null {
    const before = this.#at;
    const found = this.next();
    this.#at = before;
    return found;
  }

  has(pattern: RegExp): boolean {
    return pattern.test(this.#sql);
  }

  /** Skips the statement with its semicolon, or to the end of the text. */
  skipStatement(): void {
    for (let found = this.next(); found !== null && found !== ';';) found = this.next();
  }
}
