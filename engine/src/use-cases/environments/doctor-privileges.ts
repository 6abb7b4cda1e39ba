/** The privileges of `grants` that an account lacks, and the commands that need them. */
import type { GrantsAnswer } from '../answers/grants';
import type { Privileges } from '../../database/read-privileges';

export interface LackingPrivileges {
  readonly role: 'deployer' | 'reader';
  /** The kind of object: the whole server, a table of the server's own, or a schema of the project. */
  readonly kind: 'server' | 'table' | 'schema';
  readonly name: string;
  readonly privileges: readonly string[];
}

/** The privileges with the same effect. */
const instead: Readonly<Record<string, readonly string[]>> = {
  SHOW_ROUTINE: ['SELECT'],
  SET_ANY_DEFINER: ['SET_USER_ID', 'SUPER'],
  SET_USER_ID: ['SUPER'],
  'SET USER': ['SUPER'],
};

export function findLacking(accounts: GrantsAnswer['accounts'], privileges: Privileges): readonly LackingPrivileges[] {
  return accounts.flatMap(({ role, statements }) =>
    role === 'application' || role === 'definer'
      ? []
      : statements.flatMap((statement) => lackingOf(role, statement, privileges)),
  );
}

const name = '(\\*|\\w+|`(?:[^`]|``)+`)';
/** The form of the statements in `access-grants.ts`. */
const shape = new RegExp(`^GRANT (.+?) ON ${name}\\.${name} TO .+?( WITH GRANT OPTION)?$`, 's');

function lackingOf(
  role: LackingPrivileges['role'],
  statement: string,
  privileges: Privileges,
): readonly LackingPrivileges[] {
  const [, list, on, object, option] = shape.exec(statement) ?? [];
  if (list === undefined || on === undefined || object === undefined)
    throw new Error(`This is not a GRANT of privileges on a schema or a table: ${statement}`);
  const [schema, table] = [on === '*' ? null : unquote(on), object === '*' ? null : unquote(object)];
  const has = (privilege: string): boolean => {
    if (schema === null) return privileges.hasGlobal(privilege);
    return table === null ? privileges.hasOnSchema(privilege, schema) : privileges.hasOnTable(privilege, schema, table);
  };
  const wanted = [...list.split(', '), ...(option === undefined ? [] : ['GRANT OPTION'])];
  const missing = wanted.filter((one) => ![one, ...(instead[one] ?? [])].some(has));
  if (missing.length === 0) return [];
  const found = { role, privileges: missing };
  if (schema === null) return [{ ...found, kind: 'server', name: '' }];
  return table === null
    ? [{ ...found, kind: 'schema', name: schema }]
    : [{ ...found, kind: 'table', name: `${schema}.${table}` }];
}

function unquote(written: string): string {
  return written.startsWith('`') ? written.slice(1, -1).replaceAll('``', '`') : written;
}
