/** Grants on a routine over a DROP: left where they are if the account may arrange that, else given back after it. */
import { renderGrant } from '../../database/read-grants';
import type { Change } from './strategy';

/** While automatic_sp_privileges is off, DROP leaves the rows of mysql.procs_priv alone, and restricted callers never fail. */
export function keepGrants(change: Change): { readonly before: string; readonly after: string } | null {
  if (!canKeep(change)) return null;
  return { before: 'SET GLOBAL automatic_sp_privileges = OFF', after: 'SET GLOBAL automatic_sp_privileges = ON' };
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
