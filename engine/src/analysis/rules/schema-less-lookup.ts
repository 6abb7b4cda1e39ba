/** Rule: a lookup in information_schema by name alone, which finds the namesakes of every other schema as well. */
import type { Span } from '../../base/text';
import type { Reference } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import type { RoutineBody, StatementRange } from '../program/routine-body';
import type { Rule } from './rule';

export const schemaLessLookup: Rule = {
  code: 'schema-less-lookup',
  severity: 'warning',
  *check({ source, program }) {
    const reads = source.definition.references.filter(isByName);
    if (reads.length === 0) return;
    for (const { read, nameColumn, schemaColumn } of findLookups(program(), reads))
      yield {
        span: read.span,
        message: `This compares ${nameColumn} in all schemas of the server. Add \`${schemaColumn} = DATABASE()\`, or compare with a schema.`,
      };
  },
};

/** A read of a table of information_schema, and where its rows are chosen by name. */
export interface Lookup {
  readonly read: Reference;
  readonly nameColumn: string;
  readonly schemaColumn: string;
  /** The token that names the column. */
  readonly comparison: number;
}

/** Returns the lookup that was reported at this place; null if it does not exist any longer. */
export function findLookup(program: RoutineBody, references: readonly Reference[], span: Span): Lookup | null {
  const reads = references.filter((one) => isByName(one) && one.span.start === span.start);
  return [...findLookups(program, reads)][0] ?? null;
}

function isByName({ kind, schema, name }: Reference): boolean {
  return kind === 'read' && schema?.toLowerCase() === 'information_schema' && names.has(name.toLowerCase());
}

function* findLookups({ tokens, ranges }: RoutineBody, reads: readonly Reference[]): Generator<Lookup> {
  for (const range of ranges) {
    const read = reads.find(({ span }) => span.start >= range.span.start && span.end <= range.span.end);
    const [nameColumn, schemaColumn] = names.get(read?.name.toLowerCase() ?? '') ?? [];
    if (read === undefined || nameColumn === undefined || schemaColumn === undefined) continue;
    const comparison = findComparison(tokens, range, nameColumn);
    if (comparison === null || namesSchema(tokens, range)) continue;
    yield { read, nameColumn, schemaColumn, comparison };
  }
}

const byTable = ['table_name', 'table_schema'] as const;
const byRoutine = ['routine_name', 'routine_schema'] as const;

/** Tables of information_schema: the column with the name, and the one with its schema. */
const names: ReadonlyMap<string, readonly [string, string]> = new Map<string, readonly [string, string]>([
  ['tables', byTable],
  ['columns', byTable],
  ['statistics', byTable],
  ['views', byTable],
  ['partitions', byTable],
  ['key_column_usage', byTable],
  ['table_constraints', byTable],
  ['routines', byRoutine],
  ['parameters', ['specific_name', 'specific_schema']],
  ['triggers', ['trigger_name', 'trigger_schema']],
  ['events', ['event_name', 'event_schema']],
]);

function findComparison(tokens: TokenCursor, { first, end }: StatementRange, column: string): number | null {
  for (let i = first; i < end; i++)
    if (tokens.id(i + 1) === op.equals && tokens.isName(i) && tokens.name(i).text.toLowerCase() === column) return i;
  return null;
}

/** Returns true if any column with the name of a schema is used. */
function namesSchema(tokens: TokenCursor, { first, end }: StatementRange): boolean {
  for (let i = first; i < end; i++) {
    if (!tokens.isName(i)) continue;
    const name = tokens.name(i).text.toLowerCase();
    if (name !== 'information_schema' && (name.includes('schema') || name === 'database')) return true;
  }
  return false;
}
