/** Characters beyond U+FFFF in names, which no server can keep: its own tables hold none. */
import type { Dialect } from './dialect';
import { firstTokenFrom } from './find-token';
import type { SyntaxError } from './syntax-error';
import { tokenKind, type Tokens } from './tokens';

/**
 * Returns the tokens with an error (MariaDB rejects these names) or a warning (MySQL stores `?` instead) for each of
 * them.
 */
export function reportWideNames(text: string, tokens: Tokens, dialect: Dialect): Tokens {
  if (!lead.test(text)) return tokens;
  const found = [...findWideNames(text, tokens, dialect)];
  if (found.length === 0) return tokens;
  const part = dialect === 'mariadb' ? 'errors' : 'warnings';
  return { ...tokens, [part]: [...tokens[part], ...found] };
}

/** Half of a wide character: most texts have none, and this search is ten times as fast as one for whole ones. */
const lead = /[\ud800-\udbff]/;

const wide = /[\u{10000}-\u{10ffff}]/gu;

function* findWideNames(text: string, tokens: Tokens, dialect: Dialect): Generator<SyntaxError> {
  let last = -1;
  for (const { index, 0: character } of text.matchAll(wide)) {
    const token = firstTokenFrom(tokens, index + 1) - 1;
    if (token === last || !isName(text, tokens, token, dialect) || (tokens.end[token] ?? 0) <= index) continue;
    last = token;
    const span = { start: tokens.start[token] ?? 0, end: tokens.end[token] ?? 0 };
    const message =
      dialect === 'mariadb'
        ? `The name contains ${character}, which the server rejects. Choose another name.`
        : `The name contains ${character}, which the server replaces with ?. Choose another name.`;
    yield { code: 'wide-name', span, message };
  }
}

/** Returns true for names and variables; MariaDB accepts any character in unquoted variables. */
function isName(text: string, { kind, start }: Tokens, token: number, dialect: Dialect): boolean {
  if (kind[token] === tokenKind.word || kind[token] === tokenKind.quotedName) return true;
  if (kind[token] !== tokenKind.userVariable) return false;
  const isQuoted = /[`'"]/.test(text.charAt((start[token] ?? 0) + 1));
  return dialect === 'mariadb' ? isQuoted : !isQuoted;
}
