/** The tables that the sources know: those that routines read and write, those that files create, and views. */
import type { FileFacts, SourceIndex } from '../../analysis/sources/source-index';
import type { SourceReference } from '../../analysis/sources/source-references';
import { Kept } from '../../base/memory';
import { findCreatedTables } from './created-tables';

export interface KnownTable {
  readonly schema: string;
  readonly name: string;
}

/** Returns the tables without duplicates, by schema and name. */
export function findKnownTables(index: SourceIndex): readonly KnownTable[] {
  const tables = new Map<string, KnownTable>();
  for (const facts of index.reachableFiles())
    for (const table of tablesOf(facts, index.parserOptions.schema ?? ''))
      tables.set(`${table.schema}.${table.name}`, table);
  return [...tables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, table]) => table);
}

/** A file's own are looked for once, since only one file changes with a key that is pressed. */
const ofFile = new Kept<{ tables: readonly KnownTable[] | null }>(() => ({ tables: null }));

function tablesOf(facts: FileFacts, home: string): readonly KnownTable[] {
  const known = facts.memory.of(ofFile);
  return (known.tables ??= [...tablesNamedIn(facts), ...findCreatedTables(facts, home)]);
}

function tablesNamedIn({ routines, text }: FileFacts): readonly KnownTable[] {
  return routines.flatMap(({ key: { schema, kind, name }, references }) => {
    const named = references.filter(({ target, isDynamic }) => target.kind === 'table' && !isDynamic);
    const tables = named.filter((one) => isWritten(one, text)).map(({ target }) => target);
    return kind === 'view' ? [{ schema, name }, ...tables] : tables;
  });
}

/**
 * Returns false where the name is still to be typed, so that the schema before it or a keyword after it was read as the
 * table: `FROM shop.;`, `FROM` before END.
 */
function isWritten({ target, nameStart, end }: SourceReference, text: string): boolean {
  if (text[end] === '.') return false;
  return !nextStatement.has(target.name.toUpperCase()) || text[nameStart] === '`' || text[nameStart] === '"';
}

/** The words that follow an unfinished statement and that servers accept as names. */
const nextStatement = new Set([
  'BEGIN', 'CLOSE', 'COMMIT', 'DEALLOCATE', 'DO', 'END', 'EXECUTE', 'FLUSH', 'OPEN', 'PREPARE', 'RELEASE', 'ROLLBACK',
  'SAVEPOINT', 'START', 'TRUNCATE',
]); // prettier-ignore
