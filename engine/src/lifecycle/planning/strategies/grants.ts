/** Grants on a routine over a DROP: left where they are if the account may arrange that, else given back after it. */
import { checksum } from '../../../base/checksum';
import { renderGrant } from '../../../database/read-grants';
import { switchedOffLock } from '../../../database/server-facts';
import { quoteText } from '../../../syntax/quoting';
import { switchOff, switchOn, type KeptGrants } from '../steps/step-script';
import type { Change } from './strategy';

/** While automatic_sp_privileges is off, DROP leaves the rows of mysql.procs_priv alone, and restricted callers never fail. */
export function keepGrants(change: Change): KeptGrants | null {
  if (!canKeep(change)) return null;
  const turn = quoteText(`sproc drops ${checksum(JSON.stringify(change.key)).slice(0, turnDigits)}`);
  return {
    take: `SELECT RELEASE_LOCK(${done}), GET_LOCK(${lock}, 0) AS taken, @@GLOBAL.automatic_sp_privileges AS setting`,
    guard: [
      `SET @sproc_done = CONCAT(${doneName}, IS_USED_LOCK(${lock}))`,
      `SET GLOBAL automatic_sp_privileges = 1 + BENCHMARK(${guardSeconds}, GET_LOCK(${lock}, 1))`,
      'DO RELEASE_ALL_LOCKS()',
      ...renderAmends(change, turn),
    ],
    off: switchOff,
    release: `DO GET_LOCK(${done}, 0), RELEASE_LOCK(${lock})`,
    on: switchOn,
    begin: `DO GET_LOCK(${turn}, 1)`,
    end: `DO RELEASE_LOCK(${turn})`,
  };
}

/** Held while the setting is off, by one replacement of a server at a time; see `switchedOffLock`. */
const lock = quoteText(switchedOffLock);

/** With the number of a keeper's session behind it: a lock that it takes before it gives up the other, and loses if it dies. */
const doneName = quoteText('sproc done ');
const done = `CONCAT(${doneName}, CONNECTION_ID())`;

/** Hexadecimal digits of a name's checksum: the names of locks are at most 64 characters long. */
const turnDigits = 40;

/**
 * Longer than any replacement takes, all its waiting included. Locks are waited for in steps of a second: while a server
 * waits longer, it looks once a second whether the client is there, and gives up where it is not (sql/mdl.cc,
 * `needs_connection_check`).
 */
const guardSeconds = 30;

/**
 * Of a DROP that runs after this process was killed, when the guard has switched the setting on: nothing else would. They
 * cannot be sent behind the CREATE, since MySQL takes a semicolon there for a part of a body that is no block.
 */
function renderAmends({ before }: Change, turn: string): readonly string[] {
  const grants = before?.grants ?? [];
  if (grants.length === 0) return [];
  const isAlone = 'IS_USED_LOCK(@sproc_done) IS NULL';
  return [
    `DO IF(${isAlone}, BENCHMARK(${guardSeconds}, GET_LOCK(${turn}, 1)), 0)`,
    ...grants.flatMap((grant) => [
      `SET @sproc_grant = IF(${isAlone}, ${quoteText(renderGrant(grant))}, 'DO 0')`,
      'PREPARE sproc_grant FROM @sproc_grant',
      'EXECUTE sproc_grant',
    ]),
    'DO RELEASE_ALL_LOCKS()',
  ];
}

/** A replica has a setting of its own and loses the rows all the same; the GRANT statements reach it too. */
export function giveGrantsBack(change: Change): readonly string[] {
  if (canKeep(change) && !change.facts.binaryLog) return [];
  return (change.before?.grants ?? []).map(renderGrant);
}

export const unreadableGrants =
  'DROP removes its grants. This account cannot read them, so they could not be restored.';

export function grantHazards(change: Change): readonly string[] {
  const grants = change.before?.grants;
  if (canKeep(change) || grants === undefined) return [];
  if (grants === null) return [unreadableGrants];
  if (grants.length === 0) return [];
  const { account } = change.server;
  return [
    grants.length === 1
      ? `DROP removes its 1 grant. It is restored right after, but calls that depend on it may fail in between, and ${account} becomes its grantor.`
      : `DROP removes its ${grants.length} grants. They are restored right after, but calls that depend on them may fail in between, and ${account} becomes their grantor.`,
  ];
}

function canKeep({ before, facts, maySetGlobals }: Change): boolean {
  return facts.automaticSpPrivileges && maySetGlobals && before?.grants?.length !== 0;
}
