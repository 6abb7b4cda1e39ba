/** Reads a live schema: every stored program with its text and the settings of its creation, lowered as sources are. */
import { succeed, type Result } from '../base/result';
import { lowerDefinition } from '../routine/lower-definition';
import { printKindAndKey, type RoutineKey } from '../routine/routine';
import { normalSqlMode } from '../routine/sql-mode';
import type { ReadingOptions } from '../syntax/dialect';
import type { Script } from '../syntax/nodes';
import { parseScript } from '../syntax/parse-script';
import type { Catalog, LiveRoutine } from './catalog';
import { listCatalog, readTriggerPlace, type CatalogEntry } from './list-catalog';
import { quoteAccount } from './mysql-errors';
import type { ServerError, ServerFacts, Session } from './session';
import { showCreate, type ShownDefinition, type StoredDefinition } from './show-create';

/**
 * All stored programs of the schema, or those that `wanted` takes. Linear. A routine that is dropped while this reads is
 * left out; one whose text is hidden is listed as unreadable with the privilege that shows it.
 */
export async function readCatalog(
  session: Session,
  schema: string,
  wanted: (key: RoutineKey) => boolean = () => true,
): Promise<Result<Catalog, ServerError>> {
  const list = await listCatalog(session, schema);
  if (!list.ok) return list;
  const entries = list.value.entries.filter(({ key }) => wanted(key));
  const shown = await showCreate(
    session,
    entries.map(({ key }) => key),
  );
  if (!shown.ok) return shown;
  const routines: LiveRoutine[] = [];
  const unreadable: { readonly key: RoutineKey; readonly reason: string }[] = [];
  for (const [i, entry] of entries.entries()) {
    const read = readEntry(session.server, entry, shown.value[i]);
    if (read === null) continue;
    if (typeof read === 'string') unreadable.push({ key: entry.key, reason: read });
    else routines.push(read);
  }
  const { exists, tables, defaultCharacterSet, defaultCollation } = list.value;
  const names = list.value.entries.map(({ key }) => key);
  return succeed({ schema, exists, routines, unreadable, names, tables, defaultCharacterSet, defaultCollation });
}

/** One routine as it stands now; null where there is none, a sentence where its text cannot be read. */
export async function readRoutine(
  session: Session,
  key: RoutineKey,
): Promise<Result<LiveRoutine | string | null, ServerError>> {
  const shown = await showCreate(session, [key]);
  if (!shown.ok) return shown;
  const place = key.kind === 'trigger' ? await readTriggerPlace(session, key) : succeed(null);
  if (!place.ok) return place;
  const entry: CatalogEntry = { key, createdAt: null, alteredAt: null, triggerPlace: place.value };
  return succeed(readEntry(session.server, entry, shown.value[0]));
}

/** Null where the routine is gone, a sentence where it cannot be read. */
function readEntry(
  server: ServerFacts,
  entry: CatalogEntry,
  shown: ShownDefinition | undefined,
): LiveRoutine | string | null {
  if (shown === undefined) return null;
  if (!shown.ok) return goneErrnos.has(shown.error.errno) ? null : cannotRead(entry.key, shown.error.message);
  if (shown.value.text === null) return hidden(server, entry.key);
  const live = lowerStored(server, entry, shown.value, shown.value.text);
  return live ?? cannotRead(entry.key, 'its text was not understood');
}

/** No such routine, trigger, event, table: dropped since the list was read. */
const goneErrnos: ReadonlySet<number> = new Set([1305, 1360, 1539, 1146]);

function cannotRead(key: RoutineKey, why: string): string {
  return `${printKindAndKey(key)} cannot be read: ${why}.`;
}

function hidden(server: ServerFacts, key: RoutineKey): string {
  return `${printKindAndKey(key)} does not show its text to ${server.account}. ${renderGrantToRead(server)}`;
}

/** What lets an account see the texts of all routines. */
export function renderGrantToRead(server: ServerFacts): string {
  const account = quoteAccount(server.account);
  if (server.dialect === 'mariadb') return `GRANT SELECT ON mysql.proc TO ${account};`;
  return server.version >= 80_020 ? `GRANT SHOW_ROUTINE ON *.* TO ${account};` : `GRANT SELECT ON *.* TO ${account};`;
}

function lowerStored(
  server: ServerFacts,
  entry: CatalogEntry,
  stored: StoredDefinition,
  text: string,
): LiveRoutine | null {
  const sqlMode = normalSqlMode(stored.sqlMode);
  const reading: ReadingOptions = {
    dialect: server.dialect,
    serverVersion: server.version,
    sqlMode,
    schema: entry.key.schema,
    client: false,
  };
  const script = readStored(text, reading);
  const definition = script.definitions[0];
  if (definition === undefined) return null;
  const modes = {
    sqlMode: entry.key.kind === 'view' ? null : sqlMode,
    characterSet: stored.characterSet || null,
    collation: stored.collation || null,
  };
  const routine = lowerDefinition(script, definition, { reading, schema: entry.key.schema, modes });
  return {
    routine: { ...routine, key: entry.key },
    createdAt: entry.createdAt,
    alteredAt: entry.alteredAt,
    databaseCollation: stored.databaseCollation,
    timeZone: stored.timeZone,
    triggerPlace: entry.triggerPlace,
  };
}

/**
 * SHOW CREATE writes a comment with backslash escapes, also for a routine that was made under NO_BACKSLASH_ESCAPES, where
 * they mean themselves; run again as it stands, its text would double them.
 */
function readStored(text: string, reading: ReadingOptions): Script {
  const script = parseScript(text, reading);
  const definition = script.definitions[0];
  if (!reading.sqlMode.includes('NO_BACKSLASH_ESCAPES') || definition === undefined) return script;
  const comment = definition.characteristics.find(({ kind }) => kind === 'comment');
  if (comment === undefined) return script;
  const { start, end } = comment.span;
  const mended = text.slice(start, end).replace(/\\(.)/gs, (_whole, letter: string) => escaped[letter] ?? letter);
  return parseScript(text.slice(0, start) + mended + text.slice(end), reading);
}

const escaped: Readonly<Record<string, string>> = { n: '\n', r: '\r', '0': '\0' };
