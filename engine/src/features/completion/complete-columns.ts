/** Columns at the cursor: after a table or alias its own, otherwise those of all tables of the statement. */
import type { SourceIndex } from '../../analysis/sources/source-index';
import { printSeen } from '../../routine/live-routines';
import { printColumn, type LiveTables } from '../../routine/live-tables';
import type { CompletionPlace } from './completion-place';
import { findTablesInScope, type TableInScope } from './tables-in-scope';
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
  live: LiveTables,
): readonly ProposedColumn[] {
  const script = index.facts(file)?.script;
  const { qualifier, owner, span } = place;
  if (script === undefined) return [];
  const home = owner?.key.schema ?? index.parserOptions.schema ?? '';
  const tables = [...findTablesInScope(script, index.parserOptions, span.start), ...triggerRows(place, home)].filter(
    ({ alias }) => qualifier === null || alias.toLowerCase() === qualifier.toLowerCase(),
  );
  const columns = tables.flatMap((table) => columnsOf(table, home, live));
  const named = qualifier === null ? columns.filter(({ table }) => !isReadByAlias(table)) : columns;
  return writeColumns(index, place, named);
}

function isReadByAlias({ alias, isNewRow }: TableInScope): boolean {
  return isNewRow === true || /^(?:new|old)$/i.test(alias);
}

/** Returns NEW and OLD of a trigger, with the columns of its table. */
function triggerRows({ owner }: CompletionPlace, home: string): readonly TableInScope[] {
  const table = owner?.definition.trigger?.table;
  if (table === undefined) return [];
  const row = { schema: table.schema?.text ?? home, name: table.name.text, items: [] };
  return [
    { ...row, alias: 'NEW' },
    { ...row, alias: 'OLD' },
  ];
}

function columnsOf(table: TableInScope, home: string, live: LiveTables): readonly ColumnInScope[] {
  if (table.name === null) return table.items.map((name) => ({ table, name, detail: table.alias }));
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
