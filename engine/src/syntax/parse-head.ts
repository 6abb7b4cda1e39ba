/** The head of a CREATE: what it makes, for whom, and under which name. */
import { kw } from './keywords';
import { readName, readText } from './literals';
import type { Span } from '../base/text';
import type { CharacteristicSyntax, DefinerClause, Name, QualifiedName, RoutineKind } from './nodes';
import { backslashEscapes, readSecurity } from './parse-characteristics';
import type { TokenCursor } from './token-cursor';
import { op, tokenKind } from './tokens';
import { isRejected, place } from './vocabulary';

/** A statement that begins like a definition and is none. */
export interface Misspelling {
  readonly kind: RoutineKind;
  /** The wrong word and its message. */
  readonly span: Span;
  readonly message: string;
  /** The token where the name begins, or the one after it where `name` is part of the wrong word. */
  readonly at: number;
  readonly name: Name | null;
}

export interface Head {
  readonly kind: RoutineKind;
  readonly name: QualifiedName;
  readonly orReplace: boolean;
  readonly ifNotExists: boolean;
  readonly definer: DefinerClause | null;
  /** AGGREGATE of a function, SQL SECURITY of a view. */
  readonly characteristics: readonly CharacteristicSyntax[];
}

/** Returns the kind that the CREATE at the position makes, without moving; null if it is not a stored program. */
export function findCreatedKind(r: TokenCursor): RoutineKind | null {
  const start = r.position;
  const kind = skipToKind(r);
  const isLoadable = kind === 'function' && readLoadable(r) !== null;
  r.position = start;
  return isLoadable ? null : kind;
}

/**
 * Returns the function that the CREATE at the position loads from a library (SONAME), without moving; null otherwise.
 */
export function readInstalled(r: TokenCursor): string | null {
  const start = r.position;
  const name = skipToKind(r) === 'function' ? readLoadable(r) : null;
  r.position = start;
  return name;
}

/** Reads a head whose kind or CREATE is misspelt, as it was meant. The position is at its first word. */
export function parseMisspelt(r: TokenCursor, { kind, name, at, span, message }: Misspelling): Head {
  r.reportSpan('unknown-statement', span, message);
  r.position = at;
  const ifNotExists = name === null && readIfNotExists(r);
  const rest = name === null ? readCreatedName(r) : { schema: null, name, span: name.span };
  return { kind, name: rest, orReplace: false, ifNotExists, definer: null, characteristics: [] };
}

/** Reads the head up to and with the name. The position is at the CREATE of a stored program. */
export function parseHead(r: TokenCursor): Head {
  r.position++;
  const replaceAt = r.position;
  const orReplace = r.accept(kw.OR) && r.expect(kw.REPLACE, 'expected-replace', 'REPLACE');
  const characteristics: CharacteristicSyntax[] = [];
  let definer: DefinerClause | null = null;
  for (;;) {
    const first = r.position;
    if (r.at(kw.DEFINER)) {
      if (characteristics.length > 0) r.report('unexpected-token', first, 'DEFINER must come before SQL SECURITY.');
      definer = readDefiner(r);
    } else if (r.at(kw.ALGORITHM)) {
      if (definer !== null || characteristics.length > 0)
        r.report('unexpected-token', first, 'ALGORITHM must come before DEFINER and SQL SECURITY.');
      readAlgorithm(r);
    } else if (r.at(kw.SQL) && r.next(kw.SECURITY)) {
      characteristics.push({ ...readSecurity(r), span: r.span(first, r.position) });
    } else if (r.accept(kw.AGGREGATE)) {
      if (r.options.dialect === 'mysql') {
        r.report('mariadb-only', first, 'Stored aggregate functions require MariaDB.');
      }
      characteristics.push({ kind: 'aggregate', span: r.span(first, r.position), value: 'AGGREGATE' });
    } else break;
  }
  acceptDuality(r);
  const kind = readKind(r) ?? 'procedure';
  const security = characteristics.find((one) => one.kind === 'security');
  if (security !== undefined && kind !== 'view')
    r.reportSpan('unexpected-token', security.span, `SQL SECURITY must come before the body of a ${kind}, not here.`);
  if (orReplace && r.options.dialect === 'mysql' && kind !== 'view') {
    const created = kind.toUpperCase();
    const message = `MySQL has no CREATE OR REPLACE ${created}. Use DROP ${created} IF EXISTS before CREATE ${created}.`;
    r.reportSpan('or-replace-unsupported', r.span(replaceAt, replaceAt + 2), message);
  }
  const ifAt = r.position;
  const ifNotExists = readIfNotExists(r);
  if (orReplace && ifNotExists)
    r.reportSpan('or-replace-unsupported', r.span(ifAt, ifAt + 3), 'OR REPLACE and IF NOT EXISTS cannot be combined.');
  return { kind, name: readCreatedName(r), orReplace, ifNotExists, definer, characteristics };
}

/** Reads ALGORITHM = UNDEFINED, MERGE or TEMPTABLE of a view. */
function readAlgorithm(r: TokenCursor): void {
  r.position++;
  r.expect(op.equals, 'expected-equals', '=');
  if (!/^(UNDEFINED|MERGE|TEMPTABLE)$/.test(r.upper(r.position)))
    r.reportExpected('expected-algorithm', '`UNDEFINED`, `MERGE` or `TEMPTABLE`');
  if (r.isName(r.position)) r.position++;
}

function readCreatedName(r: TokenCursor): QualifiedName {
  const index = r.position;
  if (r.at(op.dot)) r.reportExpected('expected-name', 'a name');
  if (!(r.next(op.dot) && r.isName(index + 2))) {
    r.checkName(index, place.variable);
    checkNoCall(r, index);
  }
  const name = r.readQualifiedName();
  if (name !== null) return name;
  r.reportExpected('expected-name', 'a name');
  const nothing = { text: '', span: r.span(index, index) };
  return { schema: null, name: nothing, span: nothing.span };
}

/**
 * Reports `now(` as a name, which the server reads as the call of a built-in function, under IGNORE_SPACE also `now (`.
 */
function checkNoCall(r: TokenCursor, index: number): void {
  if (r.kind(index) !== tokenKind.word || r.id(index + 1) !== op.openParenthesis) return;
  const gap = r.text.slice(r.end(index), r.start(index + 1));
  const isCall =
    gap === '' || (r.modes.includes('IGNORE_SPACE') && (r.options.dialect === 'mariadb' || !/\S/.test(gap)));
  if (!isCall || !isRejected(r.id(index), place.routine, r.grammar, r.options.serverVersion)) return;
  const message = `\`${r.upper(index)}\` is a built-in function. Quote it to use it as a name before \`(\`.`;
  r.report('reserved-word', index, message);
}

/** Skips everything allowed between CREATE and the kind, and the kind itself; stops at anything else. */
export function skipToKind(r: TokenCursor): RoutineKind | null {
  if (!r.accept(kw.CREATE)) return null;
  if (r.at(kw.OR) && r.next(kw.REPLACE)) r.position += 2;
  return skipOptions(r);
}

/** Skips DEFINER, ALGORITHM, SQL SECURITY and the kind, the words that CREATE and ALTER share. */
export function skipOptions(r: TokenCursor): RoutineKind | null {
  for (;;) {
    if (r.at(kw.DEFINER)) skipDefiner(r);
    else if (r.at(kw.ALGORITHM)) skipWords(r, r.next(op.equals) ? 3 : 2);
    else if (r.at(kw.SQL) && r.next(kw.SECURITY)) skipWords(r, 3);
    else if (!r.accept(kw.AGGREGATE)) break;
  }
  acceptDuality(r);
  return readKind(r);
}

function skipWords(r: TokenCursor, count: number): void {
  for (let i = 0; i < count && !r.isEnd(r.position); i++) r.position++;
}

/** Reads JSON [RELATIONAL] DUALITY before VIEW (MySQL 9.4). */
function acceptDuality(r: TokenCursor): void {
  if (r.options.dialect !== 'mysql' || !r.isWord(r.position, 'JSON')) return;
  const behind = r.position + (r.isWord(r.position + 1, 'RELATIONAL') ? 2 : 1);
  if (r.isWord(behind, 'DUALITY') && r.id(behind + 1) === kw.VIEW) r.position = behind + 1;
}

/** Reads the kind of a stored program; null, without moving, at another word. */
export function readKind(r: TokenCursor): RoutineKind | null {
  if (r.accept(kw.PROCEDURE)) return 'procedure';
  if (r.accept(kw.FUNCTION)) return 'function';
  if (r.accept(kw.TRIGGER)) return 'trigger';
  if (r.accept(kw.EVENT)) return 'event';
  if (r.accept(kw.VIEW)) return 'view';
  if (r.options.dialect !== 'mariadb' || !r.accept(kw.PACKAGE)) return null;
  return r.accept(kw.BODY) ? 'package body' : 'package';
}

/** Returns the name in `name RETURNS type SONAME 'library'`. */
function readLoadable(r: TokenCursor): string | null {
  readIfNotExists(r);
  const name = r.readQualifiedName();
  return r.at(kw.RETURNS) && r.id(r.position + 2) === kw.SONAME ? (name?.name.text ?? null) : null;
}

function readIfNotExists(r: TokenCursor): boolean {
  if (!r.at(kw.IF) || !r.next(kw.NOT)) return false;
  r.position += 2;
  r.expect(kw.EXISTS, 'expected-exists', 'EXISTS');
  return true;
}

/** Reads DEFINER = user, 'user'@'host', CURRENT_USER or CURRENT_USER(). */
export function readDefiner(r: TokenCursor): DefinerClause {
  const first = r.position++;
  r.expect(op.equals, 'expected-equals', '=');
  const from = r.position;
  const kind = r.kind(from);
  if (r.isEnd(from) || (!r.isName(from) && kind !== tokenKind.string)) {
    r.reportExpected('expected-account', 'an account');
    return { span: r.span(first, from), account: r.span(from, from), user: null, host: null };
  }
  const isCurrent = r.at(kw.CURRENT_USER) || r.at(kw.CURRENT_ROLE);
  if (!isCurrent) r.checkName(from, place.variable);
  if (!isCurrent && r.id(from + 1) === op.at)
    r.report('expected-account', from + 1, 'Expected a host directly after `@`, without a space or an unquoted `%`.');
  skipAccount(r);
  const account = r.span(from, r.position);
  const span = r.span(first, r.position);
  if (isCurrent) return { span, account, user: null, host: null };
  return { span, account, user: readPart(r, r.raw(from)), host: readHost(r, from + 1) };
}

function readHost(r: TokenCursor, index: number): string {
  // Without a host MariaDB means a role, or otherwise the account at any host.
  if (index >= r.position) return r.options.dialect === 'mariadb' ? '' : '%';
  const raw = r.raw(index).slice(1);
  return readPart(r, raw === '' ? r.raw(index + 1) : raw);
}

function readPart(r: TokenCursor, raw: string): string {
  return raw.startsWith("'") || raw.startsWith('"') ? readText(raw, backslashEscapes(r)) : readName(raw);
}

function skipDefiner(r: TokenCursor): void {
  r.position++;
  r.accept(op.equals);
  skipAccount(r);
}

/** Skips `a`, `a@b`, `'a'@'b'`, `a @ b` or `CURRENT_USER()`. */
function skipAccount(r: TokenCursor): void {
  if (r.isEnd(r.position)) return;
  r.position++;
  if (r.at(op.openParenthesis)) r.skipParentheses();
  else if (r.kind(r.position) === tokenKind.userVariable) r.position++;
  else if (r.at(op.at)) r.position += r.isEnd(r.position + 1) ? 1 : 2;
}
