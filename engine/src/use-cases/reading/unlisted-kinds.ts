/** The kinds of routines that a server may hide: it lists only those on which the account has some privilege. */
import { quoteAccount } from '../../database/connection/mysql-errors';
import type { ServerFacts } from '../../database/connection/session';
import { renderGrantToRead } from '../../database/read-catalog';
import type { Privileges } from '../../database/read-privileges';
import { quoteName } from '../../syntax/quoting';

/** Returns a sentence with its remedy for each kind that may be incomplete (MySQL manual, "INFORMATION_SCHEMA Tables"). */
export function explainUnlisted(server: ServerFacts, privileges: Privileges, schema: string): readonly string[] {
  const hasAny = (...names: readonly string[]): boolean => names.some((name) => privileges.hasOnSchema(name, schema));
  const grant = (privilege: string): string =>
    `GRANT ${privilege} ON ${quoteName(schema)}.* TO ${quoteAccount(server.account)};`;
  const explain = (kinds: string, remedy: string): string =>
    `Schema ${schema} may have ${kinds} that are not visible to ${server.account}. ${remedy}`;
  return [
    ...(hasAny('CREATE ROUTINE', 'ALTER ROUTINE', 'EXECUTE') || seesAllRoutines(server, privileges)
      ? []
      : [explain('procedures and functions', renderGrantToRead(server))]),
    ...(hasAny('TRIGGER') ? [] : [explain('triggers', grant('TRIGGER'))]),
    ...(hasAny('EVENT') ? [] : [explain('events', grant('EVENT'))]),
    ...(hasAny(...onTables) ? [] : [explain('views', grant('SELECT, SHOW VIEW'))]),
  ];
}

function seesAllRoutines({ dialect }: ServerFacts, privileges: Privileges): boolean {
  return dialect === 'mariadb'
    ? privileges.hasOnTable('SELECT', 'mysql', 'proc')
    : privileges.hasGlobal('SHOW_ROUTINE') || privileges.hasGlobal('SELECT');
}

/** Each of them makes every table and view of a schema visible. */
const onTables = [
  ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'REFERENCES', 'INDEX', 'ALTER'],
  ...['CREATE VIEW', 'SHOW VIEW', 'TRIGGER'],
];
