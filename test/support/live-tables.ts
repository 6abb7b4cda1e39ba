/**
 * A live schema in the notation of tests: `orders: id int auto, total decimal = 0, note text?`, one line for each
 * table.
 */
import { makeLiveTables, type LiveColumn, type LiveTable, type LiveTables } from '../../engine/src/routine/live-tables';

const strict = ['STRICT_TRANS_TABLES'];

/**
 * Reads tables: `?` may be NULL, `auto` counts by itself, `= x` has a default, `generated` is computed. Names without a
 * schema belong to `shop`.
 */
export function liveTables(
  text: string,
  sqlMode: readonly string[] = strict,
  server: LiveTables['server'] = null,
): LiveTables {
  const tables = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(readTable);
  return makeLiveTables({ environment: 'dev', server, sqlMode, tables });
}

function readTable(line: string): LiveTable {
  const [title = '', columns = ''] = line.split(/:(.*)/s);
  const [name = '', schema = 'shop'] = title.trim().split('.').reverse();
  return {
    schema,
    name,
    isView: false,
    hasInsertTrigger: false,
    columns: columns
      .split(', ')
      .filter((column) => column.trim() !== '')
      .map(readColumn),
  };
}

function readColumn(text: string): LiveColumn {
  const [definition = '', value] = text.trim().split(' = ');
  const [name = '', type = 'int', ...more] = definition.split(' ');
  return {
    name,
    type: type.replace('?', ''),
    nullable: definition.includes('?'),
    defaultValue: value ?? null,
    generated: more.includes('generated'),
    autoIncrement: more.includes('auto'),
  };
}
