/** What stands on a target, with all that would be lost if it were dropped. */
import type { Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import type { LiveRoutine } from '../database/catalog';
import { explainServerError, type Asked } from '../database/mysql-errors';
import { readRoutine } from '../database/read-catalog';
import { grantsOn, readGrants, renderGrant, type RoutineGrant } from '../database/read-grants';
import type { Session } from '../database/session';
import { digestDefinition } from '../ledger/chain';
import type { SavedDefinition } from '../ledger/ledger';
import type { RoutineKey } from '../routine/routine';
import type { Standing } from './plan';

/** `grants` are those of its schema; null where they may not be read. */
export function makeStanding(live: LiveRoutine, grants: readonly RoutineGrant[] | null): Standing {
  const own = grants === null ? null : grantsOn(live.routine.key, grants);
  const { modes, origin, key } = live.routine;
  const saved: SavedDefinition = {
    key,
    text: key.kind === 'trigger' ? withoutTerminator(origin.script.text) : origin.script.text,
    sqlMode: (modes.sqlMode ?? []).join(','),
    characterSet: modes.characterSet ?? 'utf8mb4',
    collation: modes.collation ?? '',
    databaseCollation: live.databaseCollation,
    timeZone: live.timeZone,
    triggerPlace: live.triggerPlace,
    grants: own?.map(renderGrant) ?? null,
  };
  return { live, saved, digest: digestDefinition(saved), grants: own };
}

/** MySQL stores the semicolon behind a trigger that came in a packet with others; it is no part of it. */
function withoutTerminator(text: string): string {
  return text.replace(/;\s*$/, '');
}

/** Read now, grants included; null where nothing stands there. */
export async function readStanding(
  session: Session,
  key: RoutineKey,
  asked: Asked,
): Promise<Result<Standing | null, Failure>> {
  const read = await readRoutine(session, key);
  if (!read.ok) return fail(explainServerError(read.error, asked));
  if (read.value === null) return succeed(null);
  if (typeof read.value === 'string') return fail({ kind: 'not-permitted', message: read.value });
  const grants = await readGrants(session, key.schema, key.name);
  if (!grants.ok) return fail(explainServerError(grants.error, asked));
  return succeed(makeStanding(read.value, grants.value));
}

/** The same text, modes and place, to the byte; grants are compared apart. */
export function standsEqual(left: SavedDefinition, right: SavedDefinition): boolean {
  return digestDefinition({ ...left, grants: null }) === digestDefinition({ ...right, grants: null });
}
