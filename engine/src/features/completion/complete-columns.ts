/** Columns at the cursor: after a table or alias its own, otherwise those of all tables of the statement. */
import type { SourceIndex } from '../../analysis/sources/source-index';
import { printSeen } from '../../routine/live-routines';
import { printColumn, type LiveTables } from '../../routine/live-tables';
import type { CompletionPlace } from './completion-place';
import type { TableInScope } from './query-tables';
import { findSelectItems, findTablesInScope } from './tables-in-scope';
import type { Script } from '../../syntax/nodes';
import { firstToken, wordOfToken } from '../places/token-at';
import { findClause } from './find-clause';
import { writeName } from '../places/write-name';

/** The column as inserted, with its type and table. */
interface ProposedColumn {
  readonly label: string;
  readonly detail: string;
}

interface ColumnInScope {
  readonly table: TableInScope;
  readonly name: string;
  readonly detail: string;
}

/** Returns the columns; none for a table that is not in the live schema. */
export function completeColumns(
  index: SourceIndex,
  file: string,
  place: CompletionPlace,
  live: LiveTables | null,
): readonly ProposedColumn[] {
  const script = index.facts(file)?.script;
  const { qualifier, owner, span } = place;
  if (script === undefined) return [];
  const home = owner?.key.schema ?? index.parserOptions.schema ?? '';
  if (qualifier === null && place.words.names === 'targets') return listNewColumns(index, place, home, live);
  const tables = [...findTablesInScope(script, index.parserOptions, span.start), ...triggerRows(place, home)].filter(
    ({ alias }) => qualifier === null || alias.toLowerCase() === qualifier.toLowerCase(),
  );
  const columns = tables.flatMap((table) => columnsOf(table, home, live));
  if (place.words.names === 'shared') return writeColumns(index, place, findShared(tables, columns, span.start));
  const named = qualifier === null ? columns.filter(({ table }) => !isReadByAlias(table)) : columns;
  return writeColumns(index, place, [...named, ...findAliases(index, script, place, named)]);
}

function isReadByAlias({ alias, isNewRow }: TableInScope): boolean {
  return isNewRow === true || /^(?:new|old)$/i.test(alias);
}

/** Returns the names that the query gives to its items, where ORDER BY, GROUP BY and HAVING may use them. */
function findAliases(
  { parserOptions }: SourceIndex,
  script: Script,
  { qualifier, span }: CompletionPlace,
  columns: readonly ColumnInScope[],
): readonly ColumnInScope[] {
  const { word, start } = findClause(script, firstToken(script, span.start));
  if (qualifier !== null || !(word === 'HAVING' || (word === 'BY' && wordOfToken(script, start - 2) !== 'PARTITION')))
    return [];
  const known = new Set(columns.map(({ name }) => name.toLowerCase()));
  const table = { schema: null, name: null, alias: '', items: [], start: span.start };
  return findSelectItems(script, parserOptions, span.start)
    .filter((name) => !known.has(name.toLowerCase()))
    .map((name) => ({ table, name, detail: 'item of this query' }));
}

/** Returns `NEW.total` for each column in a trigger that may change the new row. */
function listNewColumns(
  index: SourceIndex,
  place: CompletionPlace,
  home: string,
  live: LiveTables | null,
): readonly ProposedColumn[] {
  const trigger = place.owner?.definition.trigger;
  if (trigger?.timing !== 'before' || !trigger.events.some((event) => event !== 'delete')) return [];
  const rows = triggerRows(place, home).filter(({ alias }) => alias === 'NEW');
  return rows
    .flatMap((row) => columnsOf(row, home, live))
    .map(({ name, detail }) => ({ label: `NEW.${writeName(name, 'column', index.parserOptions)}`, detail }));
}

/** Returns the columns of the table before the place that a table before it has, too, without their tables. */
function findShared(
  tables: readonly TableInScope[],
  columns: readonly ColumnInScope[],
  offset: number,
): readonly ColumnInScope[] {
  const before = tables.filter(({ start }) => start < offset).toSorted((a, b) => a.start - b.start);
  const [joined, earlier] = [before.at(-1), new Set(before.slice(0, -1))];
  const names = new Set(columns.filter(({ table }) => earlier.has(table)).map(({ name }) => name.toLowerCase()));
  return columns.filter(({ table, name }) => table === joined && names.has(name.toLowerCase()));
}

/** Returns NEW and OLD of a trigger, with the columns of its table. */
function triggerRows({ owner }: CompletionPlace, home: string): readonly TableInScope[] {
  const table = owner?.definition.trigger?.table;
  if (table === undefined) return [];
  const row = { schema: table.schema?.text ?? home, name: table.name.text, items: [], start: 0 };
  return [
    { ...row, alias: 'NEW' },
    { ...row, alias: 'OLD' },
  ];
}

function columnsOf(table: TableInScope, home: string, live: LiveTables | null): readonly ColumnInScope[] {
  if (table.name === null)
    return table.items.flatMap((item) =>
      typeof item === 'string'
        ? [{ table, name: item, detail: table.alias }]
        : columnsOf(item, home, live).map(({ name, detail }) => ({ table, name, detail })),
    );
  if (live === null) return [];
  const found = live.find(table.schema ?? home, table.name);
  return (found?.columns ?? []).map((column) => ({
    table,
    name: column.name,
    detail: `${printColumn(column)} — ${table.name ?? ''}, ${printSeen(live.environment, live.readAt)}`,
  }));
}

/** Returns the proposals. A name that several tables have is preceded by its table, once for each. */
function writeColumns(
  index: SourceIndex,
  { qualifier }: CompletionPlace,
  columns: readonly ColumnInScope[],
): readonly ProposedColumn[] {
  const owners = new Map<string, Set<string>>();
  for (const { table, name } of columns) {
    const known = owners.get(name.toLowerCase());
    if (known === undefined) owners.set(name.toLowerCase(), new Set([table.alias]));
    else known.add(table.alias);
  }
  const labels = new Set<string>();
  return columns.flatMap(({ table, name, detail }) => {
    const isShared = qualifier === null && (owners.get(name.toLowerCase())?.size ?? 0) > 1;
    const written = writeName(name, 'column', index.parserOptions);
    const label = isShared ? `${writeName(table.alias, 'table', index.parserOptions)}.${written}` : written;
    if (labels.size === labels.add(label).size) return [];
    return [{ label, detail }];
  });
}
