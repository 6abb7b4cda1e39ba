/** Rule: a lookup in information_schema by name alone, which finds the namesakes of every other schema as well. */
import { op } from '../../syntax/tokens';
import type { Reading } from '../../syntax/reading';
import type { Stretch } from '../program';
import type { Rule } from '../rule';

export const schemaLessLookup: Rule = {
  code: 'schema-less-lookup',
  severity: 'warning',
  *check({ source, program }) {
    const reads = source.definition.references.filter(
      ({ kind, schema, name }) =>
        kind === 'read' && schema?.toLowerCase() === 'information_schema' && names.has(name.toLowerCase()),
    );
    if (reads.length === 0) return;
    const { tokens, stretches } = program();
    for (const stretch of stretches) {
      const read = reads.find(({ span }) => span.start >= stretch.span.start && span.end <= stretch.span.end);
      const [name, schema] = names.get(read?.name.toLowerCase() ?? '') ?? [];
      if (read === undefined || name === undefined || schema === undefined) continue;
      if (!comparesByName(tokens, stretch, name) || mentionsSchema(tokens, stretch)) continue;
      yield {
        span: read.span,
        message: `This looks ${name} up in every schema of the server: add ${schema} = DATABASE(), or the schema that is meant.`,
      };
    }
  },
};

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

function comparesByName(tokens: Reading, { first, end }: Stretch, column: string): boolean {
  for (let i = first; i < end; i++)
    if (tokens.id(i + 1) === op.equals && tokens.isName(i) && tokens.name(i).text.toLowerCase() === column) return true;
  return false;
}

/** Any column of a schema, under whatever name it is compared. */
function mentionsSchema(tokens: Reading, { first, end }: Stretch): boolean {
  for (let i = first; i < end; i++) {
    if (!tokens.isName(i)) continue;
    const name = tokens.name(i).text.toLowerCase();
    if (name !== 'information_schema' && (name.includes('schema') || name === 'database')) return true;
  }
  return false;
}
