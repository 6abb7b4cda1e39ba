/** The temporary tables that the statements before a place create. */
import { append } from '../../base/long-lists';
import { kw } from '../../syntax/keywords';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op, tokenKind } from '../../syntax/tokens';
import { readTableName } from '../../syntax/table-names';
import { findClose, readItems, readNames, type LocalTables, type TableInScope } from './query-tables';

/** Returns the temporary tables that the routine creates before a token. Linear in the length of the routine. */
export function findTemporaryTables(r: TokenCursor, token: number): LocalTables {
  const tables = new Map<string, TableInScope['items']>();
  for (let i = findRoutineStart(r, token); i < token; i++) {
    if (r.id(i) !== kw.TEMPORARY || r.id(i + 1) !== kw.TABLE || !isCreated(r, i)) continue;
    r.position = r.upper(i + 2) === 'IF' ? i + 5 : i + 2;
    const name = readTableName(r);
    if (name !== null && name.schema === null)
      tables.set(name.name.text.toLowerCase(), readColumns(r, r.position, tables));
  }
  return tables;
}

function isCreated(r: TokenCursor, temporary: number): boolean {
  return r.upper(temporary - 1) === 'CREATE' || r.upper(temporary - 1) === 'REPLACE';
}

function findRoutineStart(r: TokenCursor, token: number): number {
  for (let i = token - 1; i > 0; i--)
    if (r.id(i) === kw.CREATE && heads.has(r.upper(i + 1)) && r.id(i + 3) !== kw.TEMPORARY) return i;
  return 0;
}

const heads = new Set(['AGGREGATE', 'DEFINER', 'EVENT', 'FUNCTION', 'OR', 'PROCEDURE', 'TRIGGER']);

/** Returns the columns of a list, then those of a query; or the table after LIKE. */
function readColumns(r: TokenCursor, first: number, local: LocalTables): TableInScope['items'] {
  let end = first;
  while (end < r.tokens.count && r.id(end) !== op.semicolon && r.kind(end) !== tokenKind.delimiter) end++;
  if (r.upper(first) === 'LIKE') {
    r.position = first + 1;
    const name = readTableName(r);
    if (name === null) return [];
    const { text } = name.name;
    return [{ schema: name.schema?.text ?? null, name: text, alias: text, items: [], start: 0 }];
  }
  const columns: (string | TableInScope)[] = [];
  for (let i = first; i < end; i++) {
    if (r.id(i) === op.openParenthesis) {
      const close = findClose(r, i + 1, end);
      const query = readItems(r, { first: i + 1, end: close }, local);
      append(columns, query.length > 0 || i !== first ? query : readColumnNames(r, i + 1, close));
      i = close;
    } else if (r.upper(i) === 'SELECT' || r.upper(i) === 'WITH')
      return [...columns, ...readItems(r, { first: i, end }, local)];
  }
  return columns;
}

function readColumnNames(r: TokenCursor, first: number, end: number): readonly string[] {
  return readNames(r, { first, end }).filter((name) => !constraintWords.has(name.toUpperCase()));
}

const constraintWords = new Set('PRIMARY UNIQUE KEY INDEX CONSTRAINT FOREIGN CHECK FULLTEXT SPATIAL PERIOD'.split(' '));
