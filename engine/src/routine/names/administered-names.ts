/** The names in statements that manage objects instead of rows: DROP EVENT, GRANT, SHOW CREATE, FLUSH TABLES. */
import { append } from '../../base/long-lists';
import { kw } from '../../syntax/keywords';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import { afterIfExists, readChain } from './name-chain';
import type { NamedKind, NamePart } from './name-part';

/** Returns the names of the statement that begins at the token; none for any other statement. */
export function listAdministeredNames(r: TokenCursor, first: number): readonly NamePart[] {
  switch (r.id(first)) {
    case kw.DROP:
    case kw.ALTER:
    case kw.CREATE:
      return readChanged(r, first);
    case kw.SHOW:
      return readShown(r, first);
    case kw.GRANT:
    case kw.REVOKE:
      return readGranted(r, first);
    case kw.FLUSH:
      return readFlushed(r, first);
    default:
      return [];
  }
}

/** Reads DROP TRIGGER t, ALTER EVENT e RENAME TO f, CREATE DATABASE s; tables are references. */
function readChanged(r: TokenCursor, first: number): readonly NamePart[] {
  // ALTER DEFINER = a@b EVENT e.
  const longestHead = 9;
  for (let i = first + 1; i < first + longestHead && !r.isEnd(i); i++) {
    if (r.id(i) === kw.TABLE || r.id(i) === kw.VIEW) return [];
    const kind = kindOf(r, i);
    if (kind !== null) return [...nameAfter(r, i, kind), ...readNewName(r, i, kind)];
  }
  return [];
}

function readNewName(r: TokenCursor, from: number, kind: NamedKind): readonly NamePart[] {
  if (kind !== 'event') return [];
  for (let i = from + 1; !r.isEnd(i) && r.id(i) !== kw.DO; i++)
    if (r.id(i) === kw.RENAME && r.id(i + 1) === kw.TO && r.isName(i + 2)) return partsOf(r, i + 2, kind);
  return [];
}

/** Reads SHOW CREATE EVENT e, SHOW PROCEDURE CODE p, SHOW TABLES FROM s; columns and indexes are references. */
function readShown(r: TokenCursor, first: number): readonly NamePart[] {
  const second = first + 1;
  if (r.id(second) === kw.CREATE) {
    const kind = kindOf(r, second + 1) ?? (isTable(r, second + 1) ? 'view' : null);
    return kind === null ? [] : nameAfter(r, second + 1, kind);
  }
  const kind = kindOf(r, second);
  if (kind !== null && r.isWord(second + 1, 'CODE')) return nameAfter(r, second + 1, kind);
  for (let i = second; !r.isEnd(i); i++) {
    if (/^(?:COLUMNS|FIELDS|INDEX|INDEXES|KEYS|LIKE|WHERE)$/.test(r.upper(i))) return [];
    if ((r.id(i) === kw.FROM || r.id(i) === kw.IN) && r.isName(i + 1)) return [schemaAt(r, i + 1)];
  }
  return [];
}

/** Reads GRANT … ON PROCEDURE p TO …, and ON s.*; REVOKE likewise. */
function readGranted(r: TokenCursor, first: number): readonly NamePart[] {
  let on = first;
  while (!r.isEnd(on) && r.id(on) !== kw.ON) on++;
  if (r.isEnd(on)) return [];
  const kind = kindOf(r, on + 1);
  if (kind !== null && r.isName(on + 2)) return nameAfter(r, on + 1, kind);
  const at = r.id(on + 1) === kw.TABLE ? on + 2 : on + 1;
  return r.isName(at) ? partsOf(r, at, 'view') : [];
}

/** Reads FLUSH TABLES a, b WITH READ LOCK. */
function readFlushed(r: TokenCursor, first: number): readonly NamePart[] {
  let at = first + 1;
  while (!r.isEnd(at) && !isTable(r, at)) at++;
  const parts: NamePart[] = [];
  for (at++; r.isName(at) && r.id(at) !== kw.WITH && r.id(at) !== kw.FOR; at++) {
    const chain = readChain(r, at);
    append(parts, partsOf(r, at, 'view'));
    at = chain.end;
    if (r.id(at) !== op.comma) break;
  }
  return parts;
}

function isTable(r: TokenCursor, index: number): boolean {
  const id = r.id(index);
  return id === kw.TABLE || id === kw.TABLES || id === kw.VIEW || r.isWord(index, 'SEQUENCE');
}

function kindOf(r: TokenCursor, index: number): NamedKind | null {
  switch (r.upper(index)) {
    case 'TRIGGER':
      return 'trigger';
    case 'EVENT':
      return 'event';
    case 'PROCEDURE':
      return 'procedure';
    case 'FUNCTION':
      return 'function';
    case 'PACKAGE':
      return 'package';
    case 'DATABASE':
    case 'SCHEMA':
      return 'schema';
    default:
      return null;
  }
}

/** Returns the name after the word that says its kind. */
function nameAfter(r: TokenCursor, index: number, kind: NamedKind): readonly NamePart[] {
  const at = afterIfExists(r, index + (kind === 'package' && r.isWord(index + 1, 'BODY') ? 2 : 1));
  if (!r.isName(at)) return [];
  return kind === 'schema' ? [schemaAt(r, at)] : partsOf(r, at, kind);
}

function schemaAt(r: TokenCursor, index: number): NamePart {
  const { span, text } = r.name(index);
  return { span, text, kind: 'schema', schema: null };
}

/** Returns the parts of `name`, `schema.name` or `schema.*`. */
function partsOf(r: TokenCursor, index: number, kind: NamedKind): readonly NamePart[] {
  const { names, endsInStar } = readChain(r, index);
  const [first, second] = names;
  if (first === undefined) return [];
  if (second === undefined) return [{ ...first, kind: endsInStar ? 'schema' : kind, schema: null }];
  return [
    { ...first, kind: 'schema', schema: null },
    { ...second, kind, schema: first.text },
  ];
}
