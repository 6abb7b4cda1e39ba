/**
 * The server that a SQL text is written for, as far as its statements show it: MySQL and MariaDB, or another one. The
 * text is not parsed completely.
 */

/** `mysql` includes MariaDB; `unclear` is a text without a routine, or one that is just being written. */
export type RecognizedServer = 'mysql' | 'other' | 'unclear';

/** The characters that are looked at: a dump has its marks at its beginning. */
const mostCharacters = 500_000;

export function recognizeServer(text: string): RecognizedServer {
  const start = text.slice(0, mostCharacters);
  if (!/\b(?:procedure|proc|function|trigger|event|delimiter)\b/i.test(start)) return 'unclear';
  const bare = removeComments(start);
  if (isForClient(bare) || oracleMode.test(start)) return 'mysql';
  if (otherServers.some((mark) => mark.test(bare)) || isDollarQuoted(bare)) return 'other';
  const heads = new Set<RecognizedServer>();
  let count = 0;
  for (const found of bare.matchAll(head)) {
    heads.add(readHead(found));
    if (heads.has('other')) return 'other';
    if (++count === mostHeads) break;
  }
  return heads.has('mysql') ? 'mysql' : 'unclear';
}

const mostHeads = 100;

/** Returns the text without comments and strings; what MySQL executes of a comment remains. */
function removeComments(text: string): string {
  const masked = text.replace(
    /--[^\n]*|#[^\n]*|\/\*(?!M?!)[\s\S]*?(?:\*\/|$)|'(?:[^'\\]+|\\[\s\S]|'')*(?:'|$)|"(?:[^"\\]+|\\[\s\S]|"")*(?:"|$)/g,
    (part) => (part.startsWith('"') ? ' x ' : ' '),
  );
  return masked.replace(/\/\*M?!\d*|\*\//g, ' ');
}

/** Returns true for a text with commands of the client that only MySQL and MariaDB have. */
function isForClient(bare: string): boolean {
  return /^[ \t]*delimiter[ \t]+\S/im.test(bare);
}

/** MariaDB's sql_mode, in which routines are written as for Oracle. */
const oracleMode = /\bsql_mode\s*:?=\s*['"]?[^'"\n;]*\boracle\b/i;

const otherServers: readonly RegExp[] = [
  // SQL Server
  /^[ \t]*go[ \t]*;?[ \t]*\r?$/im,
  /\b(?:create|alter)[ \t]+proc\b/i,
  /\bcreate\s+or\s+alter\b/i,
  /\[\w+\]\s*\.\s*\[?\w/,
  /\bset\s+(?:ansi_nulls|quoted_identifier|nocount|xact_abort)\s+o(?:n|ff)\b/i,
  // Oracle
  /^[ \t]*\/[ \t]*\r?$/m,
  /%(?:row)?type\b/i,
  /\b(?:varchar2|dbms_output|raise_application_error|editionable|noneditionable)\b/i,
  /:(?:new|old)\./i,
  // PostgreSQL, Db2, SQLite
  /\blanguage\s+(?:plpgsql|plpython\w*|plperl\w*|plv8|internal|c)\b/i,
  /\breturns\s+(?:setof|trigger|void|table)\b/i,
  /\bexecute\s+(?:function|procedure)\b/i,
  /\bbegin\s+atomic\b/i,
  /\binstead\s+of\b/i,
  /\braise\s*\(/i,
];

/** Returns true for a body in dollars, except that of JavaScript, which MySQL has, too. */
function isDollarQuoted(bare: string): boolean {
  return /\b(?:as|do)\s*\$\w*\$/i.test(bare) && !/\blanguage\s+javascript\b/i.test(bare);
}

const head =
  /\bcreate\b([^;()]{0,200}?)\b(procedure|function|trigger|event)\s+(?:if\s+not\s+exists\s+)?((?:`[^`\n]*`|[\w$]+)(?:\s*\.\s*(?:`[^`\n]*`|[\w$]+))?)/gi;

/** The words that MySQL and MariaDB have between CREATE and the kind. */
const beforeKind = /^\s*(?:or\s+replace\s*)?(?:definer\s*=\s*\S+(?:\s*@\s*\S+)?\s*)?(?:x\s*)*(?:aggregate\s*)?$/i;

function readHead(found: RegExpMatchArray): RecognizedServer {
  const [whole, before = '', kind = ''] = found;
  if (!beforeKind.test(before)) return 'other';
  const at = (found.index ?? 0) + whole.length;
  const rest = (found.input ?? '').slice(at, at + longestHead);
  if (kind.toLowerCase() === 'event') return /^\s*on\s+schedule\b/i.test(rest) ? 'mysql' : 'unclear';
  if (kind.toLowerCase() === 'trigger') return readTrigger(rest);
  return readRoutine(rest);
}

const longestHead = 20_000;

function readTrigger(rest: string): RecognizedServer {
  const own = /^\s*(?:before|after)\s+(?:insert|update|delete)\s+on\s+[\w$`.\s]+?\bfor\s+each\s+row\b\s*(\w*)/i.exec(
    rest,
  );
  if (own !== null) return /^(?:when|execute|as|mode)$/i.test(own[1] ?? '') ? 'other' : 'mysql';
  return /^\s*(?:on|before|after)\b[^;]*\b(?:as|begin|execute|when|referencing)\b/i.test(rest) ? 'other' : 'unclear';
}

/** Reads what follows the name of a procedure or function, up to the first word of its body. */
function readRoutine(rest: string): RecognizedServer {
  const end = endOfParameters(rest);
  if (end === null) return /^\s*(?:@|as\b|is\b|return\b)/i.test(rest) ? 'other' : 'unclear';
  if (rest.slice(0, end).includes('@')) return 'other';
  for (const [word] of rest.slice(end).matchAll(/[A-Za-z_]\w*/g)) {
    if (/^(?:as|is)$/i.test(word)) return /\blanguage\s+javascript\b/i.test(rest.slice(end)) ? 'mysql' : 'other';
    if (bodyWords.has(word.toLowerCase())) return 'mysql';
  }
  return 'unclear';
}

/** Returns the offset after the parentheses with which a text begins; null without any, or if they are not closed. */
function endOfParameters(text: string): number | null {
  let depth = 0;
  for (const found of text.matchAll(/[()]|[^\s()]+/g)) {
    const [part] = found;
    if (part === '(') depth++;
    else if (part === ')' && --depth === 0) return found.index + 1;
    if (depth <= 0) return null;
  }
  return null;
}

/** The words with which the body of a routine may begin. */
const bodyWords: ReadonlySet<string> = new Set(
  (
    'begin select insert update delete replace call set return if case while loop repeat declare do signal with ' +
    'truncate prepare execute create drop alter start commit rollback lock show soname values'
  ).split(' '),
);
