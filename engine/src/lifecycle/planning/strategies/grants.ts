/** Grants on a routine during a DROP: kept if the account may arrange that, otherwise restored after it. */
import { extraSeconds } from '../../../database/connection/answer-limits';
import { checksum } from '../../../base/checksum';
import { renderGrant } from '../../../database/read-grants';
import { switchedOffLock } from '../../../database/server-facts';
import { quoteText } from '../../../syntax/quoting';
import { switchOff, switchOn, type KeptGrants } from '../steps/step-script';
import type { Change } from './strategy';

/**
 * Returns the statements that keep the grants. While automatic_sp_privileges is off, DROP leaves the rows of
 * mysql.procs_priv unchanged, and restricted callers never fail.
 */
export function keepGrants(change: Change): KeptGrants | null {
  if (!canKeep(change)) return null;
  const seconds = guardSeconds + longestExtra(change);
  const turn = quoteText(`sproc drops ${checksum(JSON.stringify(change.key)).slice(0, turnDigits)}`);
  return {
    take: `SELECT RELEASE_LOCK(${done}), GET_LOCK(${lock}, 0) AS taken, @@GLOBAL.automatic_sp_privileges AS setting`,
    guard: [
      `SET @sproc_done = CONCAT(${doneName}, IS_USED_LOCK(${lock}))`,
      `SET GLOBAL automatic_sp_privileges = 1 + BENCHMARK(${seconds}, GET_LOCK(${lock}, 1))`,
      'DO RELEASE_ALL_LOCKS()',
      ...renderAmends(change, turn, seconds + longestExtra(change)),
    ],
    off: switchOff,
    release: `DO GET_LOCK(${done}, 0), RELEASE_LOCK(${lock})`,
    on: switchOn,
    begin: `DO GET_LOCK(${turn}, 1)`,
    end: `DO RELEASE_LOCK(${turn})`,
  };
}

/** The lock that is held while the setting is off, by one replacement on a server at a time; see `switchedOffLock`. */
const lock = quoteText(switchedOffLock);

/**
 * A lock named after the keeper's session, which the keeper takes before it releases the other, and loses if it dies.
 */
const doneName = quoteText('sproc done ');
const done = `CONCAT(${doneName}, CONNECTION_ID())`;

/** Hexadecimal digits of a name's checksum: the names of locks are at most 64 characters long. */
const turnDigits = 40;

/**
 * Seconds; longer than any replacement takes, all its waits included, but for the compiling of a long text. Locks are awaited in steps of a second: during a
 * longer wait a server checks once a second whether the client is still connected, and gives up otherwise (sql/mdl.cc,
 * `needs_connection_check`).
 */
const guardSeconds = 30;

/**
 * Renders the restoring of grants after a DROP that ran after this process was killed and the guard had switched the
 * setting on: nothing else would do it. These statements cannot follow the CREATE, because MySQL would store a
 * semicolon there as part of a body that is not a block.
 */
function renderAmends({ before }: Change, turn: string, seconds: number): readonly string[] {
  const grants = before?.grants ?? [];
  if (grants.length === 0) return [];
  const isAlone = 'IS_USED_LOCK(@sproc_done) IS NULL';
  return [
    `DO IF(${isAlone}, BENCHMARK(${seconds}, GET_LOCK(${turn}, 1)), 0)`,
    ...grants.flatMap((grant) => [
      `SET @sproc_grant = IF(${isAlone}, ${quoteText(renderGrant(grant))}, 'DO 0')`,
      'PREPARE sproc_grant FROM @sproc_grant',
      'EXECUTE sproc_grant',
    ]),
    'DO RELEASE_ALL_LOCKS()',
  ];
}

/**
 * Returns the GRANT statements. A replica has its own setting and loses the rows nevertheless; the GRANT statements
 * reach it too.
 */
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

function canKeep(change: Change): boolean {
  const { before, facts, maySetGlobals } = change;
  if (longestExtra(change) > mostExtraSeconds) return false;
  return facts.automaticSpPrivileges && maySetGlobals && before?.grants?.length !== 0;
}

/** Seconds; a text that takes longer would keep the setting off too long for everyone else. */
const mostExtraSeconds = 45;

/** Returns the seconds that the server may need for the longer one of the texts, which a restoring may create, too. */
function longestExtra({ before, after }: Change): number {
  return extraSeconds(Math.max(before?.saved.text.length ?? 0, after?.routine.text.length ?? 0));
}
