/** Check: a new view has its name for itself, and each trigger has its table; no compile check can find either. */
import type { Finding } from '../../answers/finding';
import { whyUnseen } from '../../../database/list-completeness';
import { printKindAndKey } from '../../../routine/routine';
import type { DeploymentStep } from '../../planning/steps/plan';
import { stop } from '../../planning/findings';
import type { Check, CheckInput } from './check';

export const checkTables: Check = (input) =>
  input.plan.steps.flatMap((step) => findTakenName(step, input) ?? findMissingTable(step, input) ?? []);

/** Returns the finding for a view whose name a table has; a restored dump leaves tables in place of its views. */
function findTakenName({ key, before, after }: DeploymentStep, { facts }: CheckInput): Finding | null {
  if (key.kind !== 'view' || before !== null || after === null) return null;
  if (kindOf(key.schema, key.name, facts) !== 'table') return null;
  return stop(
    'name-taken',
    `${printKindAndKey(key)} cannot be created on ${facts.label}: a table of that name exists.`,
    'Rename the table, or drop it if it is the placeholder that a restored dump left for the view.',
  );
}

function findMissingTable({ key, after }: DeploymentStep, { facts }: CheckInput): Finding | null {
  const { trigger } = after?.routine.origin.definition ?? {};
  if (key.kind !== 'trigger' || trigger == null) return null;
  const { name } = trigger.table;
  const schema = trigger.table.schema?.text ?? key.schema;
  const table = `${schema}.${name.text}`;
  const found = kindOf(schema, name.text, facts);
  if (found === 'view')
    return stop(
      'no-table',
      `${printKindAndKey(key)} cannot be created on ${facts.label}: ${table} is a view, which can have no triggers.`,
      'Name the table that the view reads.',
    );
  return found === null
    ? stop(
        'no-table',
        `${printKindAndKey(key)} cannot be created on ${facts.label}: its table ${table} does not exist.`,
        'Create the table first, or correct its name.',
      )
    : null;
}

/** Returns what has the name; `unknown` if this account may be unable to see it, null if nothing has it. */
function kindOf(
  schema: string,
  name: string,
  { catalogs, server }: CheckInput['facts'],
): 'table' | 'view' | 'unknown' | null {
  const catalog = catalogs.get(schema);
  if (catalog?.exists !== true) return 'unknown';
  const isNamed = (other: string): boolean =>
    server.foldsNames === true ? other.toLowerCase() === name.toLowerCase() : other === name;
  if (catalog.names.some((other) => other.kind === 'view' && isNamed(other.name))) return 'view';
  if (catalog.tables.some(isNamed)) return 'table';
  return whyUnseen(catalog.incomplete, { kind: 'view', schema, name }) === null ? null : 'unknown';
}
