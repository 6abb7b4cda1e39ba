/** Grants on a routine over a DROP: left where they are if the account may arrange that, else given back after it. */
import { renderGrant } from '../../database/read-grants';
import { switchedOffLock } from '../../database/server-facts';
import { quoteText } from '../../syntax/quoting';
import { switchOff, switchOn, type KeptGrants } from '../step-script';
import type { Change } from './strategy';

/** While automatic_sp_privileges is off, DROP leaves the rows of mysql.procs_priv alone, and restricted callers never fail. */
export function keepGrants(change: Change): KeptGrants | null {
  return canKeep(change) ? kept : null;
}

/** Held while the setting is off, by one replacement of a server at a time; see `switchedOffLock`. */
const lock = quoteText(switchedOffLock);

/** Longer than any replacement takes, all its waiting included. */
const guardSeconds = 30;

/**
 * The guard waits in steps of a second: while a server waits longer for such a lock, it looks once a second whether the
 * client is there, and gives up where it is not (sql/mdl.cc, `needs_connection_check`).
 */
const kept: KeptGrants = {
  take: `SELECT GET_LOCK(${lock}, 0) AS taken, @@GLOBAL.automatic_sp_privileges AS setting`,
  guard: `SET GLOBAL automatic_sp_privileges = 1 + BENCHMARK(${guardSeconds}, GET_LOCK(${lock}, 1));\nDO RELEASE_ALL_LOCKS()`,
  off: switchOff,
  release: `DO RELEASE_LOCK(${lock})`,
  on: switchOn,
};

/** Of a DROP that runs after this process was killed, when the guard has switched the setting on: nothing else would. */
export function renderAmends(change: Change): readonly string[] {
  if (!canKeep(change)) return [];
  return (change.before?.grants ?? []).flatMap((grant) => [
    `SET @sproc_grant = IF(@@GLOBAL.automatic_sp_privileges, ${quoteText(renderGrant(grant))}, 'DO 0')`,
    'PREPARE sproc_grant FROM @sproc_grant',
    'EXECUTE sproc_grant',
  ]);
}

/** A replica has a setting of its own and loses the rows all the same; the GRANT statements reach it too. */
export function giveGrantsBack(change: Change): readonly string[] {
  if (canKeep(change) && !change.facts.binaryLog) return [];
  return (change.before?.grants ?? []).map(renderGrant);
}

export function grantHazards(change: Change): readonly string[] {
  const grants = change.before?.grants;
  if (canKeep(change) || grants === undefined) return [];
  if (grants === null) return ['Grants on it cannot be read by this account, and DROP takes them away.'];
  if (grants.length === 0) return [];
  return [
    `DROP takes ${grants.length} grants on it away; they are given back right after, and callers that depend on them may fail in between. Whoever granted them before, ${change.server.account} is on record as the grantor then.`,
  ];
}

function canKeep({ before, facts, maySetGlobals }: Change): boolean {
  return facts.automaticSpPrivileges && maySetGlobals && before?.grants?.length !== 0;
}
