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
  /** Returns true for a privilege on some columns of a table. */
  hasOnColumns(privilege: string, schema: string, table: string): boolean;
  /** Returns true for a privilege on one routine, from any level. `kind` is upper case. */
  hasOnRoutine(privilege: string, schema: string, routine: { readonly kind: string; readonly name: string }): boolean;
}

/**
 * Reads the privileges. Source: MySQL manual, "SHOW GRANTS Statement": those of active roles are listed with the
 * account's own.
 */
export async function readPrivileges(session: Session): Promise<Result<Privileges, ServerError>> {
  const rows = await session.query('SHOW GRANTS');
  if (!rows.ok) return rows.error.errno === withoutGrantTables ? succeed(parsePrivileges([everything])) : rows;
  const lines = rows.value.map((row) => String(Object.values(row)[0]));
  const { dialect } = session.server;
  if (dialect === 'mariadb' || !lines.some(namesPattern)) return succeed(parsePrivileges(lines, { dialect }));
  const variables = await session.query("SHOW VARIABLES LIKE 'partial_revokes'");
  if (!variables.ok) return variables;
  return succeed(parsePrivileges(lines, { dialect, hasPatterns: variables.value[0]?.['Value'] !== 'ON' }));
}

/** ER_OPTION_PREVENTS_STATEMENT: the server runs with --skip-grant-tables, and every account may do everything. */
const withoutGrantTables = 1290;
const everything = 'GRANT ALL PRIVILEGES ON *.* TO `everybody`@`%` WITH GRANT OPTION';

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
  /** The account or role, as written. */
  readonly grantee: string;
}

const name = '(?:`((?:[^`]|``)+)`|"((?:[^"]|"")+)"|([\\w$*%-]+))';
const line = new RegExp(
  `^(GRANT|REVOKE) (.+?) ON (?:(PROCEDURE|FUNCTION|PACKAGE|PACKAGE BODY|TABLE) )?${name}\\.${name} (?:TO|FROM) `,
  'is',
);

export interface GrantRules {
  readonly dialect?: ServerFacts['dialect'];
  /** True if `_` and `%` in the name of a schema are wildcards; with partial_revokes of MySQL they are not. */
  readonly hasPatterns?: boolean;
}

export function parsePrivileges(
  lines: readonly string[],
  { dialect = 'mysql', hasPatterns = true }: GrantRules = {},
): Privileges {
  const grants = lines.map(parseLine).filter((grant) => grant !== null);
  const has = (privilege: string, fits: (grant: GrantLine) => boolean): boolean =>
    grants.some((grant) => grant.verb === 'GRANT' && fits(grant) && includes(grant, privilege));
  const isRevoked = (privilege: string, schema: string): boolean =>
    grants.some((grant) => grant.verb === 'REVOKE' && grant.schema === schema && includes(grant, privilege));
  const hasGlobal = (privilege: string): boolean => has(privilege, ({ schema }) => schema === null);
  const hasOnSchema = (privilege: string, schema: string): boolean =>
    (hasGlobal(privilege) && !isRevoked(privilege, schema)) ||
    findDecisive(grants, schema, { dialect, hasPatterns }).some((rows) =>
      rows.every((row) => includes(row, privilege)),
    );
  return {
    lines,
    hasGlobal,
    hasOnSchema,
    hasOnTable: (privilege, schema, table) =>
      hasOnSchema(privilege, schema) ||
      has(privilege, (grant) => isTable(grant) && grant.schema === schema && grant.object === table),
    hasOnColumns: (privilege, schema, table) =>
      grants.some(
        (grant) =>
          grant.verb === 'GRANT' &&
          isTable(grant) &&
          grant.schema === schema &&
          grant.object === table &&
          [...grant.privileges].some((one) => one.startsWith(`${privilege} (`)),
      ),
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
    grantee: text.slice(match[0].length).replace(/ WITH GRANT OPTION.*$/is, ''),
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

/**
 * Returns the lines that may apply to a schema, for each grantee. A server applies only one of them, and prefers the name of
 * the schema to every pattern. If it is unknown which of several patterns it prefers, all of those have to agree.
 */
function findDecisive(
  grants: readonly GrantLine[],
  schema: string,
  { dialect, hasPatterns }: Required<GrantRules>,
): readonly (readonly GrantLine[])[] {
  const groups = new Map<string, { readonly exact: GrantLine[]; readonly pattern: GrantLine[] }>();
  for (const grant of grants) {
    if (grant.verb !== 'GRANT' || grant.schema === null || grant.object !== null) continue;
    const match = matchSchema(grant.schema, schema, hasPatterns);
    if (match === null) continue;
    const group = groups.get(grant.grantee) ?? { exact: [], pattern: [] };
    group[match].push(grant);
    groups.set(grant.grantee, group);
  }
  return [...groups.values()].map(({ exact, pattern }) =>
    exact.length > 0 ? exact : pattern.filter((one) => !pattern.some((other) => isBefore(dialect, other, one))),
  );
}

/** Returns true if the server prefers the first pattern: MySQL the one with the later wildcard, MariaDB one without `%` (measured). */
function isBefore(dialect: ServerFacts['dialect'], { schema: one }: GrantLine, { schema: other }: GrantLine): boolean {
  const [left, right] = [one ?? '', other ?? ''];
  return dialect === 'mysql' ? firstWildcard(left) > firstWildcard(right) : !hasPercent(left) && hasPercent(right);
}

function firstWildcard(pattern: string): number {
  return pattern.replace(/\\[_%]/g, '..').search(/[_%]/);
}

function hasPercent(pattern: string): boolean {
  return pattern.replace(/\\[_%]/g, '').includes('%');
}

const wildcard = /\\[_%]|[_%]/g;

function namesPattern(text: string): boolean {
  const schema = parseLine(text)?.schema ?? '';
  return schema.search(wildcard) >= 0;
}

/** Returns how a pattern matches a schema, null for not at all: `_` and `%` are wildcards unless a backslash precedes them. */
function matchSchema(pattern: string, schema: string, hasPatterns: boolean): 'exact' | 'pattern' | null {
  if (!hasPatterns) return pattern === schema ? 'exact' : null;
  const isLiteral = (pattern.match(wildcard) ?? []).every((part) => part.startsWith('\\'));
  if (isLiteral) return pattern.replace(/\\([_%])/g, '$1') === schema ? 'exact' : null;
  const source = pattern.replace(/\\([_%])|[_%]|[.*+?^${}()|[\]\\]/g, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (part === '_') return '.';
    return part === '%' ? '.*' : `\\${part}`;
  });
  return new RegExp(`^${source}$`, 's').test(schema) ? 'pattern' : null;
}
