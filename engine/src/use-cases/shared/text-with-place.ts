/** A live trigger's text with its place among others of the same table, time and event, which no server writes into it. */
import { readAgain } from '../../routine/rename-routine';
import type { Routine, RoutineKey } from '../../routine/routine';
import { parseScript } from '../../syntax/parse-script';
import { quoteName } from '../../syntax/quoting';

/**
 * Returns the routine with a text that states the nearest known trigger before it. The first of several states none, and
 * so does any other routine: deployed in that order, they run as they did. `mayPrecede`: the first states the next one that
 * this accepts, where the texts of the others remain.
 */
export function withPlace(
  live: Routine,
  isKnown: (key: RoutineKey) => boolean,
  mayPrecede: (key: RoutineKey) => boolean = () => false,
): Routine {
  const { key, text, parts, origin } = live;
  if (key.kind !== 'trigger' || parts.order === null) return live;
  const previous = parts.order.before.findLast((name) => isKnown({ ...key, name }));
  const next = parts.order.after.find((name) => mayPrecede({ ...key, name }));
  if (previous === undefined && next === undefined) return live;
  const place = previous === undefined ? `PRECEDES ${quoteName(next ?? '')}` : `FOLLOWS ${quoteName(previous)}`;
  const { dialect, serverVersion, sqlMode } = origin.parserOptions;
  const reading = { dialect, serverVersion, sqlMode, schema: key.schema, client: false };
  const definition = parseScript(text, reading).definitions[0];
  const body = definition?.body ?? null;
  if (body === null || definition?.trigger?.order != null) return live;
  const placed = `${text.slice(0, body.start)}${place} ${text.slice(body.start)}`;
  return { ...live, text: placed, origin: readAgain(live, placed, key).origin };
}
