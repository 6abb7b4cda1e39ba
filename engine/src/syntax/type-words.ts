/** The words after a type: signs, character sets and collations. */
import { kw } from './keywords';
import { readName } from './literals';
import type { TokenCursor } from './token-cursor';
import { takesWord, type TypeForm } from './type-forms';
import { findCharacterSet, foldCharacterSet, isCharacterSet, isUnicode } from './type-limits';
import { tokenKind } from './tokens';

/** Words that go on with any type. */
export const typeAttributes: ReadonlySet<string> = new Set(
  'UNSIGNED SIGNED ZEROFILL BINARY ASCII UNICODE BYTE'.split(' '),
);

/** The character sets of words that imply one. */
const sets: Readonly<Record<string, string>> = { ASCII: 'latin1', UNICODE: 'ucs2', BYTE: 'binary' };

/** Reads all words that follow the type. */
export function readTypeWords(r: TokenCursor, form: TypeForm): void {
  let characterSet: string | null = null;
  let collates = false;
  for (;;) {
    const at = r.position;
    const id = r.id(at);
    const word = r.kind(at) === tokenKind.word ? r.upper(at) : '';
    const isCharset = ((id === kw.CHARACTER || id === kw.CHAR) && r.next(kw.SET)) || id === kw.CHARSET;
    const isMisplaced = isCharset && (characterSet !== null || collates);
    if (isCharset) characterSet = readCharacterSet(r, id === kw.CHARSET ? 1 : 2);
    else if (id === kw.COLLATE) {
      readCollation(r, form, { characterSet, isSecond: collates });
      collates = true;
    } else if (r.options.dialect === 'mariadb' && word === 'COMPRESSED') r.position++;
    else if (typeAttributes.has(word)) {
      checkRepeated(r, word);
      r.position++;
    } else return;
    const isBinary = id === kw.COLLATE && takesBinaryCollation(r, form, at + 1);
    if (isMisplaced || !(isBinary || takesWord(form, word)))
      r.report('unexpected-token', at, `Unexpected \`${r.raw(at)}\` in this data type.`);
    characterSet = sets[word] ?? characterSet;
  }
}

/** Reports UNSIGNED UNSIGNED, and two signs in a row, which MariaDB rejects and MySQL accepts. */
function checkRepeated(r: TokenCursor, word: string): void {
  const before = r.upper(r.position - 1);
  const isSigned = /^(?:UN)?SIGNED$/;
  if (r.options.dialect === 'mariadb' && (word === before || (isSigned.test(word) && isSigned.test(before))))
    r.report('unexpected-token', r.position, `Repeated sign or attribute \`${r.raw(r.position)}\`.`);
}

/** Reads CHARACTER SET or CHARSET, as that many words, and the name of one; returns it in lower case. */
function readCharacterSet(r: TokenCursor, words: number): string {
  r.position += words;
  const name = readBareName(r);
  if (r.at(kw.DEFAULT)) r.reportExpected('expected-name', 'a character set');
  else if (name !== '' && !isCharacterSet(r.options.dialect, name))
    r.report('unknown-character-set', r.position, `Unknown character set ${r.describe(r.position)}.`);
  r.position++;
  return name;
}

function readCollation(
  r: TokenCursor,
  form: TypeForm,
  { characterSet, isSecond }: { readonly characterSet: string | null; readonly isSecond: boolean },
): void {
  const at = r.position++;
  const { dialect } = r.options;
  const name = readBareName(r);
  const isNothing = takesBinaryCollation(r, form, r.position);
  if (dialect === 'mysql' && characterSet === null && form.words !== 'any' && !isNothing)
    r.report('unexpected-token', at, 'MySQL allows COLLATE here only after CHARACTER SET.');
  else if (dialect === 'mariadb' && (isSecond || isBinaryWord(r, at - 1)))
    r.report('unexpected-token', at, 'MariaDB does not allow COLLATE after BINARY, BYTE or another COLLATE.');
  else if (name !== '' && !r.at(kw.DEFAULT)) checkCollation(r, name, characterSet);
  r.position++;
}

/** Returns true at `BLOB COLLATE binary`, which has no effect, and which MySQL accepts. */
function takesBinaryCollation(r: TokenCursor, form: TypeForm, index: number): boolean {
  return r.options.dialect === 'mysql' && form.words === 'none' && /^['"`]?binary['"`]?$/i.test(r.raw(index));
}

/** Returns true at BINARY and BYTE, unless they name a character set. */
function isBinaryWord(r: TokenCursor, index: number): boolean {
  const before = r.id(index - 1);
  return /^(?:BINARY|BYTE)$/.test(r.upper(index)) && before !== kw.SET && before !== kw.CHARSET;
}

function checkCollation(r: TokenCursor, name: string, characterSet: string | null): void {
  const own = findCharacterSet(r.options, name);
  if (own === 'none')
    return r.report('unknown-collation', r.position, `Unknown collation ${r.describe(r.position)} on this server.`);
  if (characterSet === null || !isCharacterSet(r.options.dialect, characterSet)) return;
  if (own === null ? isUnicode(characterSet) : own === foldCharacterSet(characterSet)) return;
  const message = `Collation \`${name}\` does not belong to character set \`${characterSet}\`. The server rejects it.`;
  r.report('unknown-collation', r.position, message);
}

/** Returns the name at the position in lower case and without quotes; empty if there is none. */
function readBareName(r: TokenCursor): string {
  const raw = r.raw(r.position);
  if (r.kind(r.position) === tokenKind.string) return raw.slice(1, -1).toLowerCase();
  return r.isName(r.position) ? readName(raw).toLowerCase() : '';
}
