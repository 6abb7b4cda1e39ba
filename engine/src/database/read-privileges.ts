/** The privileges of this account, with roles and wildcards, from SHOW GRANTS. */
import { succeed, type Result } from '../base/result';
import type { ServerError, ServerFacts, Session } from './connection/session';

/** A question about one privilege; names of privileges are upper case. */
export interface Privileges {
  /** The lines of SHOW GRANTS, as the server returned them. */
  readonly lines: readonly string[];
  /** Returns true for a privilege on the whole server, static or dynamic. */
  hasGlobal(privilege: string): boolean;
  /** Returns true for a privilege on every object of the schema, from any level. */
  hasOnSchema(privilege: string, schema: string): boolean;
  /** Returns true for a privilege on one table, from any level. */
  hasOnTable(privilege: string, schema: string, table: string): boolean;
  /** Returns true for a privilege on one routine, from any level. `kind` is upper case. */
  hasOnRoutine(privilege: string, schema: string, routine: { readonly kind: string; readonly name: string }): boolean;
}

/**
 * Reads the privileges. Source: MySQL manual, "SHOW GRANTS Statement": those of active roles are listed with the
 * account's own.
 */
export async function readPrivileges(session: Session): Promise<Result<Privileges, ServerError>> {
  const rows = await session.query('SHOW GRANTS');
  if (!rows.ok) return rows;
  return succeed(parsePrivileges(rows.value.map((row) => String(Object.values(row)[0]))));
}

/**
 * Returns true if automatic_sp_privileges can be switched off, so that DROP keeps the grants on a routine; MariaDB has
 * no use for it.
 */
export function maySwitchGrants({ dialect }: ServerFacts, privileges: Privileges): boolean {
  const isAdministrator = privileges.hasGlobal('SYSTEM_VARIABLES_ADMIN') || privileges.hasGlobal('SUPER');
  return dialect === 'mysql' && isAdministrator;
}

interface GrantLine {
  readonly verb: 'GRANT' | 'REVOKE';
  readonly privileges: ReadonlySet<string>;
  /** `*.*`, `shop.*`, `shop.orders`, with a kind before a routine. */
  readonly kind: string | null;
  readonly schema: string | null;
  readonly object: string | null;
}

const name = '(?:`((?:[^`]|``)+)`|"((?:[^"]|"")+)"|([\\w$*%-]+))';
const line = new RegExp(
  `^(GRANT|REVOKE) (.+?) ON (?:(PROCEDURE|FUNCTION|PACKAGE|PACKAGE BODY|TABLE) )?${name}\\.${name} (?:TO|FROM) `,
  'is',
);

export function parsePrivileges(lines: readonly string[]): Privileges {
  const grants = lines.map(parseLine).filter((grant) => grant !== null);
  const has = (privilege: string, fits: (grant: GrantLine) => boolean): boolean =>
    grants.some((grant) => grant.verb === 'GRANT' && fits(grant) && includes(grant, privilege));
  const isRevoked = (privilege: string, schema: string): boolean =>
    grants.some((grant) => grant.verb === 'REVOKE' && grant.schema === schema && includes(grant, privilege));
  const hasGlobal = (privilege: string): boolean => has(privilege, ({ schema }) => schema === null);
  const hasOnSchema = (privilege: string, schema: string): boolean =>
    (hasGlobal(privilege) && !isRevoked(privilege, schema)) ||
    has(privilege, (grant) => grant.object === null && grant.schema !== null && matchesSchema(grant.schema, schema));
  return {
    lines,
    hasGlobal,
    hasOnSchema,
    hasOnTable: (privilege, schema, table) =>
      hasOnSchema(privilege, schema) ||
      has(privilege, (grant) => isTable(grant) && grant.schema === schema && grant.object === table),
    hasOnRoutine: (privilege, schema, routine) =>
      hasOnSchema(privilege, schema) ||
      has(
        privilege,
        (grant) =>
          grant.kind === routine.kind &&
          grant.schema === schema &&
          grant.object?.toLowerCase() === routine.name.toLowerCase(),
      ),
  };
}

function isTable({ kind }: GrantLine): boolean {
  return kind === null || kind === 'TABLE';
}

function parseLine(text: string): GrantLine | null {
  const match = line.exec(text);
  if (match === null) return null;
  const [schema, object] = [readName(match, 4), readName(match, 7)];
  const privileges = new Set((match[2] ?? '').toUpperCase().split(/\s*,\s*(?![^(]*\))/));
  if (/ WITH GRANT OPTION/i.test(text.slice(match[0].length))) privileges.add('GRANT OPTION');
  return {
    verb: match[1]?.toUpperCase() === 'REVOKE' ? 'REVOKE' : 'GRANT',
    privileges,
    kind: match[3]?.toUpperCase() ?? null,
    schema: schema === '*' ? null : schema,
    object: object === '*' ? null : object,
  };
}

function readName(match: RegExpExecArray, at: number): string {
  return match[at]?.replaceAll('``', '`') ?? match[at + 1]?.replaceAll('""', '"') ?? match[at + 2] ?? '';
}

function includes({ privileges }: GrantLine, privilege: string): boolean {
  return (
    privileges.has(privilege) ||
    (privilege !== 'GRANT OPTION' && (privileges.has('ALL PRIVILEGES') || privileges.has('ALL')))
  );
}

/** Returns true if a pattern matches a schema: `_` and `%` are wildcards unless a backslash precedes them. */
function matchesSchema(pattern: string, schema: string): boolean {
  if (pattern === schema) return true;
  const source = pattern.replace(/\\([_%])|[_%]|[.*+?^${}()|[\]\\]/g, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (part === '_') return '.';
    return part === '%' ? '.*' : `\\${part}`;
  });
  return new RegExp(`^${source}$`, 's').test(schema);
}
