/**
 * The completeness of a server's lists. A server omits the objects on which an account has no privilege, so that absence can be
 * concluded from a complete list only.
 */
import { listWords } from '../base/list-words';
import { printKindAndKey, type RoutineKey } from '../routine/routine';
import { quoteName } from '../syntax/quoting';
import type { RoutineKind } from '../syntax/routine-kind';
import { quoteAccount } from './connection/mysql-errors';
import type { ServerFacts } from './connection/session';
import type { Privileges } from './read-privileges';

/** The kinds whose list may lack something, and the privilege that completes it. */
export interface IncompleteList {
  /** The schema, with the server's name. */
  readonly schema: string;
  /** Views are listed with the tables. */
  readonly kinds: readonly (RoutineKind | 'table')[];
  /** `user@host` of the account that lists them. */
  readonly account: string;
  /** The GRANT, or why nobody can say which. */
  readonly remedy: string;
}

type Kinds = IncompleteList['kinds'];

const routines: Kinds = ['procedure', 'function', 'package', 'package body'];
const triggers: Kinds = ['trigger'];
const events: Kinds = ['event'];
const tables: Kinds = ['view', 'table'];

/** Privileges on a schema, each of which shows that it exists. */
const onRoutines = ['CREATE ROUTINE', 'ALTER ROUTINE', 'EXECUTE'];
const onTables = [
  ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'REFERENCES', 'INDEX', 'ALTER'],
  ...['CREATE VIEW', 'SHOW VIEW', 'TRIGGER'],
];
const others = ['EVENT', 'LOCK TABLES', 'CREATE TEMPORARY TABLES'];

/**
 * Returns the lists of one schema that may be incomplete (measured in test/live/visibility.test.ts). A privilege on a single
 * routine or table shows that one alone. `isVisible`: whether the server shows the schema.
 */
export function findIncompleteLists(
  server: ServerFacts,
  privileges: Privileges,
  { schema, isVisible }: { readonly schema: string; readonly isVisible: boolean },
): readonly IncompleteList[] {
  const hasAny = (...names: readonly string[]): boolean => names.some((name) => privileges.hasOnSchema(name, schema));
  // The server would show it to this account, so it does not exist.
  if (!isVisible && (privileges.hasGlobal('SHOW DATABASES') || hasAny(...onRoutines, ...onTables, ...others)))
    return [];
  const { account } = server;
  const list = (kinds: Kinds): IncompleteList => {
    const [kind] = kinds;
    const remedy = renderGrantToShow(server, { schema, kind: kind === undefined || kind === 'table' ? 'view' : kind });
    return { schema, kinds, account, remedy };
  };
  return [
    ...(hasAny(...onRoutines) || seesAllRoutines(server, privileges, schema) ? [] : [list(routines)]),
    ...(hasAny('TRIGGER') ? [] : [list(triggers)]),
    ...(hasAny('EVENT') ? [] : [list(events)]),
    ...(hasAny(...onTables) ? [] : [list(tables)]),
  ];
}

/** Returns all lists of a schema, for an account whose privileges are unreadable. */
export function findUnprovenLists({ account }: ServerFacts, schema: string, why: string): readonly IncompleteList[] {
  const remedy = `SHOW GRANTS fails: ${why}.`;
  return [routines, triggers, events, tables].map((kinds) => ({ schema, kinds, account, remedy }));
}

/** Returns true if a global privilege shows all routines; a partial revoke on MySQL removes the global SELECT for its schema. */
function seesAllRoutines({ dialect }: ServerFacts, privileges: Privileges, schema: string): boolean {
  if (dialect === 'mariadb') return privileges.hasOnTable('SELECT', 'mysql', 'proc');
  const selects = privileges.hasGlobal('SELECT') && privileges.hasOnSchema('SELECT', schema);
  return privileges.hasGlobal('SHOW_ROUTINE') || selects;
}

/** Renders the GRANT with which the account may create the kinds of the list, and thus sees all of it. */
export function renderGrantToCreate({ kinds, schema, account }: IncompleteList): string {
  const privilege = kinds.includes('procedure')
    ? 'CREATE ROUTINE'
    : kinds.includes('view')
      ? 'CREATE VIEW'
      : String(kinds[0]).toUpperCase();
  return `GRANT ${privilege} ON ${quoteName(schema)}.* TO ${quoteAccount(account)};`;
}

/** Renders the GRANT with which an account sees the texts of all routines. */
export function renderGrantToRead(server: ServerFacts): string {
  const account = quoteAccount(server.account);
  if (server.dialect === 'mariadb') return `GRANT SELECT ON mysql.proc TO ${account};`;
  return server.version >= 80_020 ? `GRANT SHOW_ROUTINE ON *.* TO ${account};` : `GRANT SELECT ON *.* TO ${account};`;
}

/** Returns the incomplete list that may lack a routine, by the server's name for it; null if its absence is certain. */
export function findIncompleteList(incomplete: readonly IncompleteList[], key: RoutineKey): IncompleteList | null {
  return incomplete.find(({ schema, kinds }) => schema === key.schema && kinds.includes(key.kind)) ?? null;
}

/** Renders the GRANT with which an account sees and reads all objects of a kind in a schema. */
export function renderGrantToShow(server: ServerFacts, { schema, kind }: Pick<RoutineKey, 'schema' | 'kind'>): string {
  if (routines.includes(kind)) return renderGrantToRead(server);
  const privileges = kind === 'view' ? 'SELECT, SHOW VIEW' : kind.toUpperCase();
  return `GRANT ${privileges} ON ${quoteName(schema)}.* TO ${quoteAccount(server.account)};`;
}

/** Returns a sentence with its remedy for a routine that is not listed and may exist; null if its absence is certain. */
export function whyUnseen(incomplete: readonly IncompleteList[], key: RoutineKey): string | null {
  const list = findIncompleteList(incomplete, key);
  return list === null ? null : printUnseen(list, key);
}

/** Prints the sentence with the name in `key`, which may be the project's. */
export function printUnseen(list: IncompleteList, key: RoutineKey): string {
  return `It is unknown whether ${printKindAndKey(key)} exists, because ${list.account} cannot see all ${nameKinds(list)} of schema ${list.schema}. ${list.remedy}`;
}

/** Prints a sentence with its remedy on the other objects that the schema may have. */
export function printIncompleteList(list: IncompleteList): string {
  return `Schema ${list.schema} may have ${nameKinds(list)} that are not visible to ${list.account}. ${list.remedy}`;
}

/** Prints a sentence with its remedies for each schema and account, on all of its lists together. */
export function printIncompleteLists(lists: readonly IncompleteList[]): readonly string[] {
  const groups = new Map<string, IncompleteList[]>();
  for (const list of lists) {
    const place = JSON.stringify([list.schema, list.account]);
    groups.set(place, [...(groups.get(place) ?? []), list]);
  }
  const sentences = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const remedies = new Set(group.map(({ remedy }) => remedy));
    return `Schema ${first.schema} may have ${nameAllKinds(group)} that are not visible to ${first.account}. ${[...remedies].join(' ')}`;
  });
  return [...new Set(sentences)];
}

/** Prints the kinds of several lists: `triggers, events, tables and views`. */
export function nameAllKinds(lists: readonly Pick<IncompleteList, 'kinds'>[]): string {
  return listWords([...new Set(lists.flatMap((list) => nameKinds(list).split(' and ')))]);
}

/** Prints the kinds: `procedures and functions`. */
export function nameKinds({ kinds }: Pick<IncompleteList, 'kinds'>): string {
  if (kinds.includes('procedure')) return 'procedures and functions';
  return kinds.includes('view') ? 'tables and views' : kinds.map((kind) => `${kind}s`).join();
}
