/** The characteristics between a routine's parameters and its body, in any order. */
import { kw } from './keywords';
import { readText } from './literals';
import type { CharacteristicSyntax } from './nodes';
import type { TokenCursor } from './token-cursor';
import { op, tokenKind } from './tokens';

/** Reads characteristics as long as there are any. */
export function parseCharacteristics(r: TokenCursor): CharacteristicSyntax[] {
  const found: CharacteristicSyntax[] = [];
  for (;;) {
    const first = r.position;
    const one = readCharacteristic(r);
    if (one === null) return found;
    if (one.kind === 'using' && found.some(({ kind }) => kind === 'using'))
      r.report('unexpected-token', first, 'Duplicate USING. List all libraries in one USING.');
    found.push({ ...one, span: r.span(first, r.position) });
  }
}

type Unplaced = Omit<CharacteristicSyntax, 'span'>;

function readCharacteristic(r: TokenCursor): Unplaced | null {
  switch (r.id(r.position)) {
    case kw.COMMENT:
      r.position++;
      return { kind: 'comment', value: readCommentText(r) };
    case kw.LANGUAGE:
      return readLanguage(r);
    case kw.DETERMINISTIC:
      r.position++;
      return { kind: 'deterministic', value: 'DETERMINISTIC' };
    case kw.NOT:
      if (!r.next(kw.DETERMINISTIC)) return null;
      r.position += 2;
      return { kind: 'deterministic', value: 'NOT DETERMINISTIC' };
    case kw.SQL:
      return r.next(kw.SECURITY) ? readSecurity(r) : null;
    case kw.USING:
      return r.next(op.openParenthesis) ? readLibraries(r) : null;
    default:
      return readDataAccess(r);
  }
}

/** Reads the string after COMMENT. */
export function readCommentText(r: TokenCursor): string {
  const isNational = /^n/i.test(r.raw(r.position));
  if (r.kind(r.position) === tokenKind.string && !isNational) return readText(r.raw(r.position++), backslashEscapes(r));
  r.reportExpected('expected-text', 'a string');
  if (isNational && r.kind(r.position) === tokenKind.string) r.position++;
  return '';
}

/** Reads SQL SECURITY DEFINER or INVOKER. The position is at SQL. */
export function readSecurity(r: TokenCursor): Unplaced {
  r.position += 2;
  const value = r.at(kw.INVOKER) ? 'INVOKER' : 'DEFINER';
  if (r.at(kw.DEFINER) || r.at(kw.INVOKER)) r.position++;
  else r.reportExpected('expected-security', '`DEFINER` or `INVOKER`');
  return { kind: 'security', value };
}

/** Returns true if a backslash escapes in strings at this token. */
export function backslashEscapes(r: TokenCursor, index = r.position): boolean {
  const change = r.tokens.modeChanges.findLast(({ token }) => token <= index);
  return !(change?.modes ?? r.options.sqlMode).includes('NO_BACKSLASH_ESCAPES');
}

function readLanguage(r: TokenCursor): Unplaced {
  r.position++;
  if (!r.isName(r.position)) {
    r.reportExpected('expected-name', 'a language');
    return { kind: 'language', value: 'SQL' };
  }
  const value = r.raw(r.position).toUpperCase();
  if (value !== 'SQL' && r.options.dialect === 'mariadb') {
    r.report('mysql-only', r.position, `MariaDB supports LANGUAGE SQL only, found \`${value}\`.`);
  }
  r.position++;
  return { kind: 'language', value };
}

/** Reads USING (library AS alias, …) of routines in other languages (MySQL 9). */
function readLibraries(r: TokenCursor): Unplaced {
  const open = ++r.position;
  do {
    r.position++;
    if (r.readQualifiedName() === null) r.reportExpected('expected-name', 'a library name');
    r.accept(kw.AS);
    if (r.isName(r.position)) r.position++;
  } while (r.at(op.comma));
  if (!r.at(op.closeParenthesis)) {
    r.reportExpected('expected-close-parenthesis', '`)`');
    r.position = open;
    r.skipParentheses();
  } else r.position++;
  return { kind: 'using', value: r.text.slice(r.end(open), r.start(r.position - 1)).trim() };
}

function readDataAccess(r: TokenCursor): Unplaced | null {
  switch (r.id(r.position)) {
    case kw.CONTAINS:
      return readSqlUse(r, 'CONTAINS SQL');
    case kw.NO:
      return readSqlUse(r, 'NO SQL');
    case kw.READS:
      return readSqlUse(r, 'READS SQL DATA');
    case kw.MODIFIES:
      return readSqlUse(r, 'MODIFIES SQL DATA');
    default:
      return null;
  }
}

/** Reads CONTAINS SQL and similar; null, without moving, if SQL does not follow. */
function readSqlUse(r: TokenCursor, value: string): Unplaced | null {
  if (!r.next(kw.SQL)) return null;
  r.position += 2;
  if (value.endsWith('DATA')) r.expect(kw.DATA, 'expected-data', 'DATA');
  return { kind: 'data-access', value };
}
