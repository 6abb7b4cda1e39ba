/**
 * Reads a live schema: every stored program with its text and the settings of its creation, lowered like the sources.
 */
import { append } from '../base/long-lists';
import { succeed, type Result } from '../base/result';
import { Kept } from '../base/memory';
import { makePause } from '../base/slices';
import { lowerDefinition, lowerKey } from '../routine/lower-definition';
import { printKindAndKey, type Routine, type RoutineKey } from '../routine/routine';
import { findLastMoment, isOver, isReached, type Clock } from '../routine/schedule/over';
import { normalSqlMode } from '../routine/sql-mode';
import type { ParserOptions } from '../syntax/dialect';
import { parseScript } from '../syntax/parse-script';
import type { Catalog, LiveRoutine } from './catalog';
import {
  listCatalog,
  noPlace,
  readComment,
  readIncompleteLists,
  readTriggerPlace,
  type CatalogEntry,
} from './list-catalog';
import { renderGrantToRead, renderGrantToShow, whyUnseen, type IncompleteList } from './list-completeness';
import { lowerExpected, type ExpectedRoutine, type KnownHeads } from './lower-expected';
import { isSpeakable, isUnicode, readStoredText } from './repair-comment';
import type { ServerError, ServerFacts, Session } from './connection/session';
import { isSameName, showCreate, type ShownDefinition, type StoredDefinition } from './show-create';

/**
 * Reads all stored programs of the schema, or those that `wanted` accepts. Linear. A routine that is dropped meanwhile
 * is left out; one whose text is hidden is listed as unreadable, with the privilege that shows it.
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
    const read = readEntry(session, entry, shown.value[i]);
    if (read === null) continue;
    if (typeof read === 'string') unreadable.push({ key: entry.key, reason: read });
    else routines.push(markOver(read, list.value.clock));
  }
  const { entries: listed, ...rest } = list.value;
  return succeed({ ...rest, schema, routines, unreadable, names: listed.map(({ key }) => key) });
}

/** Marks an event whose last moment has passed. */
function markOver(live: LiveRoutine, clock: Clock | null): LiveRoutine {
  const { parts } = live.routine;
  const at = findLastMoment(parts);
  // The server disables an event in the second in which it runs for the last time.
  const isAtEnd = parts.eventStatus === 'disable' ? isReached : isOver;
  if (parts.event === null || at === null || !isAtEnd({ at, zone: live.timeZone }, clock)) return live;
  return { ...live, routine: { ...live.routine, parts: { ...parts, event: { ...parts.event, isOver: true } } } };
}

export interface RoutineQuery {
  /** The expected routines by the same keys: an unchanged text need not be parsed. */
  readonly expected?: ReadonlyMap<RoutineKey, ExpectedRoutine>;
  /** Runs after the server was asked for all texts, before they are processed. */
  readonly onShown?: () => void;
}

/**
 * Reads routines as they are now, in the order of the keys: null if one certainly does not exist, a sentence if its text is
 * unreadable or if the account may be unable to see it (a server then says that it does not exist).
 */
export async function readRoutines(
  session: Session,
  keys: readonly RoutineKey[],
  { expected, onShown }: RoutineQuery = {},
): Promise<Result<readonly (LiveRoutine | string | null)[], ServerError>> {
  const shown = await showCreate(session, keys);
  onShown?.();
  if (!shown.ok) return shown;
  const routines: (LiveRoutine | string | null)[] = [];
  const pause = makePause();
  for (const [i, key] of keys.entries()) {
    await pause();
    const one = shown.value[i];
    const place = key.kind === 'trigger' ? await readTriggerPlace(session, key) : succeed(noPlace);
    if (!place.ok) return place;
    const needsComment = one?.ok === true && !isUnicode(one.value.characterSet);
    const comment = needsComment ? await readComment(session, key) : succeed(null);
    if (!comment.ok) return comment;
    const found = { ...place.value, comment: comment.value };
    const entry = { key, createdAt: null, alteredAt: null, ...found };
    routines.push(readEntry(session, entry, one, expected?.get(key)));
  }
  return explainAbsent(session, keys, routines);
}

async function explainAbsent(
  session: Session,
  keys: readonly RoutineKey[],
  routines: readonly (LiveRoutine | string | null)[],
): Promise<Result<readonly (LiveRoutine | string | null)[], ServerError>> {
  const absent = keys.filter((_, i) => routines[i] === null);
  const incomplete: IncompleteList[] = [];
  for (const schema of new Set(absent.map((key) => key.schema))) {
    const lists = await readIncompleteLists(session, schema, true);
    if (!lists.ok) return lists;
    append(incomplete, lists.value);
  }
  return succeed(
    routines.map((routine, i) => {
      const key = keys[i];
      return routine === null && key !== undefined ? whyUnseen(incomplete, key) : routine;
    }),
  );
}

/** Returns null if the routine does not exist any longer, a sentence if it is unreadable. */
function readEntry(
  session: Session,
  entry: CatalogEntry,
  shown: ShownDefinition | undefined,
  expected?: ExpectedRoutine,
): LiveRoutine | string | null {
  const { server } = session;
  if (shown === undefined) return null;
  if (!shown.ok) {
    const { errno, message } = shown.error;
    if (goneErrnos.has(errno)) return null;
    const grant = deniedErrnos.has(errno) ? ` ${renderGrantToShow(server, entry.key)}` : '';
    return `${cannotRead(entry.key, message)}${grant}`;
  }
  if (shown.value.text === null) return hidden(server, entry.key);
  const { characterSet } = shown.value;
  if (!isSpeakable(characterSet, shown.value.text))
    return cannotRead(entry.key, `it was created in the character set ${characterSet}, which Sproc cannot write`);
  const live = lowerOnce(session, entry, shown.value, expected);
  if (live !== null) return live;
  return cannotRead(
    entry.key,
    isUnicode(characterSet)
      ? whyNotUnderstood(server, entry.key, shown.value)
      : `SHOW CREATE garbles its comment, because it was created in ${characterSet}; set the comment again with ALTER ${entry.key.kind.toUpperCase()}`,
  );
}

/** The errors for a missing routine, trigger, event or table: it was dropped after the list was read. */
const goneErrnos: ReadonlySet<number> = new Set([1305, 1360, 1539, 1146]);

/** The errors for a missing privilege: on the schema, on the table, or of another kind. */
const deniedErrnos: ReadonlySet<number> = new Set([1044, 1142, 1227]);

function cannotRead(key: RoutineKey, why: string): string {
  return `${printKindAndKey(key)} is not readable: ${why}.`;
}

function hidden(server: ServerFacts, key: RoutineKey): string {
  return `The text of ${printKindAndKey(key)} is not visible to ${server.account}. ${renderGrantToRead(server)}`;
}

function whyNotUnderstood(server: ServerFacts, key: RoutineKey, { text, sqlMode }: StoredDefinition): string {
  const { dialect, version: serverVersion } = server;
  const reading = { dialect, serverVersion, sqlMode: normalSqlMode(sqlMode), schema: key.schema, client: false };
  const definition = parseScript(text ?? '', reading).definitions[0];
  const found = definition === undefined ? null : lowerKey(definition, key.schema);
  return found !== null && isOther(found, key, '')
    ? `the server answered with the text of ${printKindAndKey(found)}`
    : 'its text was not understood';
}

/**
 * Returns true if a text creates another routine than the requested one. In some character sets SHOW CREATE garbles
 * names.
 */
function isOther(found: RoutineKey, asked: RoutineKey, characterSet: string): boolean {
  if (found.kind !== asked.kind) return true;
  // eslint-disable-next-line no-control-regex
  const isReadable = isUnicode(characterSet) || /^[\u0000-\u007f]*$/.test(asked.name);
  return isReadable && !isSameName(found.name, asked.name);
}

interface Read {
  readonly from: string;
  readonly text: string;
  readonly routine: Routine;
}

/** The routines that a session has read, by key: an equal text has the same meaning. */
const readBefore = new Kept(() => new Map<string, Read>());

function lowerOnce(
  session: Session,
  entry: CatalogEntry,
  stored: StoredDefinition,
  expected: ExpectedRoutine | undefined,
): LiveRoutine | null {
  const known = session.memory.of(readBefore);
  const { text, sqlMode, characterSet, collation } = stored;
  const from = [sqlMode, characterSet, collation, stored.timeZone, entry.comment, text].join('\n');
  const identity = printKindAndKey(entry.key);
  const before = known.get(identity);
  const read = before?.from === from ? before : lowerStored(session, entry, stored, expected);
  if (read === null) return null;
  known.set(identity, { ...read, from });
  const { routine } = read;
  const order = entry.triggerOrder;
  const folding = session.server.foldsNames === true ? { foldsNames: true } : {};
  return {
    routine: { ...routine, parts: { ...routine.parts, ...(order !== null && { order }), ...folding } },
    text: read.text,
    createdAt: entry.createdAt,
    alteredAt: entry.alteredAt,
    databaseCollation: stored.databaseCollation,
    timeZone: stored.timeZone,
    triggerPlace: entry.triggerPlace,
  };
}

const knownHeads = new Kept<KnownHeads>(() => new Map());

function lowerStored(
  { server, memory }: Session,
  entry: CatalogEntry,
  stored: StoredDefinition,
  expected: ExpectedRoutine | undefined,
): Omit<Read, 'from'> | null {
  const { text, characterSet } = stored;
  if (text === null) return null;
  const { key, comment } = entry;
  const sqlMode = normalSqlMode(stored.sqlMode);
  const { dialect, version: serverVersion } = server;
  const parserOptions: ParserOptions = { dialect, serverVersion, sqlMode, schema: key.schema, client: false };
  const modes = {
    sqlMode: key.kind === 'view' ? null : sqlMode,
    characterSet: characterSet || null,
    collation: stored.collation || null,
    ...(key.kind === 'event' && stored.timeZone !== null && { timeZone: stored.timeZone }),
  };
  const lower = (): Routine | null => {
    const script = readStoredText({ text, characterSet, comment }, parserOptions);
    const definition = script?.definitions[0];
    if (script === null || definition === undefined) return null;
    const lowered = lowerDefinition(script, definition, { parserOptions, schema: key.schema, modes });
    return isOther(lowered.key, key, characterSet) ? null : { ...lowered, key };
  };
  const isExpected = expected !== undefined && isUnicode(characterSet);
  const known = isExpected
    ? lowerExpected({ text, modes, parserOptions, lower }, expected, memory.of(knownHeads))
    : null;
  if (known !== null) return { text, routine: known };
  const routine = lower();
  return routine === null ? null : { text: routine.origin.script.text, routine };
}
