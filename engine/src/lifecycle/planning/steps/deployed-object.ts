/** A routine on a target, with everything that dropping it would lose. */
import { append } from '../../../base/long-lists';
import type { Failure } from '../../../base/failure';
import { fail, succeed, type Result } from '../../../base/result';
import type { LiveRoutine } from '../../../database/catalog';
import { explainServerError, type Asked } from '../../../database/connection/mysql-errors';
import { readRoutines, type RoutineQuery } from '../../../database/read-catalog';
import { groupGrants, readGrants, type RoutineGrant } from '../../../database/read-grants';
import type { ServerError, Session } from '../../../database/connection/session';
import { digestDefinition } from '../../../ledger/chain';
import type { SavedDefinition } from '../../../ledger/ledger';
import { identify, type RoutineKey } from '../../../routine/routine';
import type { DeployedObject } from './plan';

/** Creates the object; `grants` are those on it, null if they may not be read. */
export function makeDeployedObject(live: LiveRoutine, grants: readonly RoutineGrant[] | null): DeployedObject {
  const { modes, key } = live.routine;
  const saved: SavedDefinition = {
    key,
    text: key.kind === 'trigger' ? withoutTerminator(live.text) : live.text,
    sqlMode: (modes.sqlMode ?? []).join(','),
    characterSet: modes.characterSet ?? 'utf8mb4',
    collation: modes.collation ?? '',
    databaseCollation: live.databaseCollation,
    timeZone: live.timeZone,
    triggerPlace: live.triggerPlace,
    grants: grants?.map(({ user, host, privileges, grantOption }) => ({ user, host, privileges, grantOption })) ?? null,
  };
  return { live, saved, digest: digestDefinition(saved), grants };
}

/** Removes the semicolon that MySQL stores after a trigger from a packet with others; it is not part of the trigger. */
function withoutTerminator(text: string): string {
  return text.replace(/;\s*$/, '');
}

/** Reads a routine as it is now, grants included; null if it does not exist. */
export async function readDeployedObject(
  session: Session,
  key: RoutineKey,
  asked: Asked,
): Promise<Result<DeployedObject | null, Failure>> {
  const read = await readDeployedObjects(session, [key], asked);
  return read.ok ? succeed(read.value[0] ?? null) : read;
}

/** Reads routines, in the order of the keys. */
export async function readDeployedObjects(
  session: Session,
  keys: readonly RoutineKey[],
  asked: Asked,
  reading: RoutineQuery = {},
): Promise<Result<readonly (DeployedObject | null)[], Failure>> {
  const read = await readRoutines(session, keys, reading);
  if (!read.ok) return fail(explainServerError(read.error, asked));
  const grants = await readGrantsOn(
    session,
    keys.filter((_, i) => read.value[i] !== null),
  );
  if (!grants.ok) return fail(explainServerError(grants.error, asked));
  const deployedObjects: (DeployedObject | null)[] = [];
  for (const live of read.value) {
    if (typeof live === 'string') return fail({ kind: 'not-permitted', message: live });
    const own = grants.value === null || live === null ? null : (grants.value.get(identify(live.routine.key)) ?? []);
    deployedObjects.push(live === null ? null : makeDeployedObject(live, own));
  }
  return succeed(deployedObjects);
}

/** Reads the grants on one routine by its name, or on several with those of their schemas. */
async function readGrantsOn(
  session: Session,
  keys: readonly RoutineKey[],
): Promise<Result<ReturnType<typeof groupGrants> | null, ServerError>> {
  const [first] = keys;
  const name = keys.length === 1 && first !== undefined ? first.name : null;
  const all: RoutineGrant[] = [];
  for (const schema of new Set(keys.map((key) => key.schema))) {
    const grants = await readGrants(session, schema, { name });
    if (!grants.ok || grants.value === null) return grants.ok ? succeed(null) : grants;
    append(all, grants.value);
  }
  return succeed(groupGrants(all));
}

/** Compares text and modes to the byte, without the place of a trigger. */
export function isSameText(left: SavedDefinition, right: SavedDefinition): boolean {
  return isSameDefinition({ ...left, triggerPlace: null }, { ...right, triggerPlace: null });
}

/** Compares text, modes and place, to the byte; grants are compared separately. */
export function isSameDefinition(left: SavedDefinition, right: SavedDefinition): boolean {
  return digestDefinition({ ...left, grants: null }) === digestDefinition({ ...right, grants: null });
}
