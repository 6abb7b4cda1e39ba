/** A routine as intended on a target: its text under the names there, and the settings of its creation. */
import { Kept, Memory } from '../../../base/memory';
import type { Span } from '../../../base/text';
import type { LiveRoutine } from '../../../database/catalog';
import type { ServerFacts } from '../../../database/connection/session';
import type { SavedDefinition } from '../../../ledger/ledger';
import type { Environment } from '../../../project/environment';
import { collectRenames, moveSchema, renameKey, sameNames } from '../../../routine/naming';
import { endOfSent, renderCreate, unwrapExecutableComments } from '../../../routine/render-create';
import { identify, type Account, type CreationModes, type Routine, type RoutineKey } from '../../../routine/routine';
import { restateRoutine } from '../../../routine/restate-routine';
import { endOfStatement } from '../../../routine/statement-text';
import { wordsWithin } from '../../../routine/words-within';
import { findLastMoment, isOver, type Clock } from '../../../routine/schedule/over';
import { normalSqlMode } from '../../../routine/sql-mode';
import type { Script } from '../../../syntax/nodes';
import { quoteName, quoteText } from '../../../syntax/quoting';
import { op, tokenKind } from '../../../syntax/tokens';
import type { EnvironmentNaming } from '../../target/environment-naming';
import { lowerText, readForServer, readingOf } from './read-for-server';

export interface TargetDefinition {
  /**
   * The routine under the target's names, as the server will read it. Its modes are null if neither source nor
   * environment states them.
   */
  readonly routine: Routine;
  readonly settings: CreationSettings;
  /** The clause FOLLOWS or PRECEDES in place of the text's own; empty for no clause, null to leave the text as it is. */
  readonly triggerPlace: string | null;
  /** The comments after the last token, which MariaDB stores. */
  readonly tail: string;
  /** The cache of its rendered statements. */
  readonly memory: Memory;
}

/** The settings of the session that creates it. */
export interface CreationSettings {
  readonly sqlMode: readonly string[];
  readonly characterSet: string;
  /** The collation; null for the server's default of that character set. */
  readonly collation: string | null;
  /** The time zone of events; null leaves the session's own. */
  readonly timeZone: string | null;
}

export interface TargetDefinitionContext {
  readonly environment: Environment;
  readonly naming: EnvironmentNaming;
  readonly server: ServerFacts;
  /** The existing routine of that name; null if there is none. */
  readonly live: LiveRoutine | null;
  /** The collation of its future schema. */
  readonly defaultCollation: string;
}

/** Returns true for an event whose last moment has passed on that clock. */
export function isPast({ routine: { parts }, settings }: TargetDefinition, clock: Clock | null): boolean {
  const at = findLastMoment(parts);
  return at !== null && isOver({ at, zone: settings.timeZone }, clock);
}

/**
 * Creates the definition from the project's text. Settings that the text does not state remain as they are there
 * (definer, character set, collation), or are the environment's, or the server's own (sql_mode). Returns null if the
 * server reads no routine in the text.
 */
export function makeTargetDefinition(source: Routine, context: TargetDefinitionContext): TargetDefinition | null {
  const { environment, naming, server, live } = context;
  const stated = source.modes.sqlMode ?? environment.sqlMode ?? readUnder(source);
  const sqlMode = normalSqlMode(stated ?? server.sqlMode, server.dialect);
  const reading = readingOf(server, sqlMode);
  const read = readForServer(source, reading);
  if (read === null) return null;
  const key = renameKey(read.key, naming.toPhysical);
  const definer = chooseDefiner(source, context);
  const create = renderCreate(read, { renaming: naming.toPhysical, definer });
  const modes: CreationModes = { ...source.modes, sqlMode: stated === null ? null : sqlMode };
  const keepsText = read === source && collectRenames(read, naming.toPhysical).length === 0;
  const routine = keepsText ? restateRoutine(read, { key, definer, modes }) : lowerText(create, reading, key, modes);
  if (routine === null) return null;
  const { characterSet, collation } = chooseCharacterSet(create, source, context);
  return {
    routine,
    settings: { sqlMode, characterSet, collation, timeZone: source.modes.timeZone ?? live?.timeZone ?? null },
    triggerPlace: null,
    tail: '',
    memory: new Memory(),
  };
}

/**
 * Creates the definition from a saved one, byte for byte. Returns null if its text is not the CREATE of that one
 * routine.
 */
export function restoreTargetDefinition(saved: SavedDefinition, server: ServerFacts): TargetDefinition | null {
  const sqlMode = normalSqlMode(saved.sqlMode, server.dialect);
  const isView = saved.key.kind === 'view';
  const modes = {
    sqlMode: isView ? null : sqlMode,
    characterSet: saved.characterSet,
    collation: saved.collation,
    ...(saved.timeZone !== null && { timeZone: saved.timeZone }),
  };
  const routine = lowerText(saved.text, readingOf(server, sqlMode), saved.key, modes);
  if (routine === null || !isCreateOf(saved.key, routine.origin)) return null;
  return {
    routine,
    settings: { sqlMode, characterSet: saved.characterSet, collation: saved.collation, timeZone: saved.timeZone },
    triggerPlace: saved.triggerPlace,
    tail: saved.text.slice(endOfStatement(routine.origin.script, routine.origin.definition)),
    memory: new Memory(),
  };
}

/**
 * Returns true if a text is the CREATE of that routine. It may have been forged together with its digest, and must not
 * run as anything else.
 */
function isCreateOf(key: RoutineKey, { script, definition }: Routine['origin']): boolean {
  const { kind, name, schema } = definition;
  const isNamed = identify({ kind, name: name.name.text, schema: schema ?? key.schema }) === identify(key);
  return isNamed && script.definitions.length === 1 && !goesOn(script.tokens, (definition.body ?? name.span).end);
}

/** Returns true if another statement follows. */
function goesOn({ kind, id, start, count }: Script['tokens'], end: number): boolean {
  for (let i = count - 2; i >= 0 && (start[i] ?? 0) >= end; i--)
    if (kind[i] === tokenKind.delimiter || id[i] === op.semicolon) return true;
  return false;
}

export interface TargetDefinitionRendering {
  readonly orReplace?: boolean;
  readonly ifNotExists?: boolean;
  /** Another schema to create it in, for the compile check. */
  readonly schema?: string;
}

/** Renders the complete CREATE statement. */
export function renderTargetDefinition(
  targetDefinition: TargetDefinition,
  rendering: TargetDefinitionRendering = {},
): string {
  const known = targetDefinition.memory.of(rendered);
  const how = JSON.stringify(rendering);
  const create = known.get(how) ?? render(targetDefinition, rendering);
  known.set(how, create);
  return create;
}

/** The rendered statements, which are displayed, compared with the displayed plan, and sent. */
const rendered = new Kept(() => new Map<string, string>());

function render(targetDefinition: TargetDefinition, { schema, ...options }: TargetDefinitionRendering): string {
  const { triggerPlace, tail } = targetDefinition;
  const routine = triggerPlace === null ? targetDefinition.routine : unwrapExecutableComments(targetDefinition.routine);
  const { key, definer, origin } = routine;
  const renaming = schema === undefined ? sameNames : moveSchema(key.schema, schema);
  const create = renderCreate(routine, { renaming, definer, ...options }) + tail;
  const { body, trigger } = origin.definition;
  // The neighbours do not exist in another schema.
  if (triggerPlace === null || body === null || trigger === null || schema !== undefined) return create;
  const { start, end } = findOrderClause(origin, trigger.order?.trigger.span ?? null, body);
  const placeOf = (offset: number): number => create.length - tail.length - (endOfSent(origin) - offset);
  return `${create.slice(0, placeOf(start))}${renderOrderClause(triggerPlace, origin)}${create.slice(placeOf(end))}`;
}

/** Returns the span from the end of ROW to the end of FOLLOWS or PRECEDES with its name, or an empty one without it. */
function findOrderClause({ script: { tokens } }: Routine['origin'], named: Span | null, body: Span): Span {
  const offset = named?.start ?? body.start;
  let at = 0;
  while (at < tokens.count && (tokens.start[at] ?? 0) < offset) at++;
  // Before the name is the word, and before that ROW.
  const start = tokens.end[named === null ? at - 1 : at - 2] ?? offset;
  return { start, end: named?.end ?? start };
}

/**
 * Renders the clause directly after ROW. Servers remove it from the text that they store: MySQL with the comments before
 * it, MariaDB without the blanks before it, which would then be one more with every replacement.
 */
function renderOrderClause(place: string, { parserOptions }: Routine['origin']): string {
  if (place === '') return '';
  return parserOptions.dialect === 'mariadb' ? `/**/${place}` : ` ${place}`;
}

/**
 * Renders the USE that a statement needs. Names of a view without a schema are those of the session's schema, not of
 * its own (MySQL manual, "CREATE VIEW"); the same holds for the character set of a type that names none, while its
 * collation or length is checked.
 */
export function renderUse({ routine: { key, origin } }: TargetDefinition): readonly string[] {
  return key.kind === 'view' || leansOnSchema(origin) ? [`USE ${quoteName(key.schema)}`] : [];
}

function leansOnSchema({ script, definition }: Routine['origin']): boolean {
  // Most definitions have neither word, not even in a comment; their file may be long, and have many of them.
  const written = script.text.slice(definition.span.start, definition.span.end);
  return /COLLATE|VAR/i.test(written) && leaning.test(wordsWithin(script, definition.span));
}

/** COLLATE, and a length that not every character set allows. */
const leaning = /(?:^| )(?:COLLATE|VAR\w* \( \d{5,})/;

/** Renders the statement that prepares the session for the creation. */
export function renderSettings({ routine, settings }: TargetDefinition): string {
  const { sqlMode, characterSet, collation, timeZone } = settings;
  const names =
    collation === null
      ? `NAMES ${characterSet}`
      : `SESSION character_set_client = ${characterSet}, SESSION collation_connection = ${collation}`;
  const zone = timeZone === null ? '@@global.time_zone' : quoteText(timeZone);
  const event = routine.key.kind === 'event' ? `, SESSION time_zone = ${zone}` : '';
  return `SET ${names}, SESSION sql_mode = ${quoteText(sqlMode.join(','))}${event}`;
}

/**
 * Returns the character set of the session that has to send the statement, if it differs from ours and the statement is
 * not plain ASCII; otherwise null.
 */
export function ownCharacterSet({ routine, settings }: TargetDefinition): string | null {
  return isAscii(routine.text) || isUnicode(settings.characterSet) ? null : settings.characterSet;
}

function isUnicode(characterSet: string): boolean {
  return characterSet === 'utf8mb4' || characterSet === 'utf8mb3' || characterSet === 'utf8';
}

/** Returns the modes with which the project's files are read; they must be in force where the text runs. */
function readUnder({ origin }: Routine): readonly string[] | null {
  return origin.parserOptions.sqlMode.length === 0 ? null : origin.parserOptions.sqlMode;
}

/** Returns the definer; one that the text does not state remains. */
function chooseDefiner(source: Routine, { naming, live }: TargetDefinitionContext): Account | null {
  return source.definer === null ? (live?.routine.definer ?? null) : naming.definerToPhysical(source.definer);
}

function chooseCharacterSet(
  create: string,
  { modes }: Routine,
  { live, defaultCollation }: TargetDefinitionContext,
): { readonly characterSet: string; readonly collation: string | null } {
  if (modes.characterSet !== null) return { characterSet: modes.characterSet, collation: modes.collation };
  const kept = live?.routine.modes;
  if (kept?.characterSet != null && canHold(kept.characterSet, create))
    return { characterSet: kept.characterSet, collation: kept.collation };
  return { characterSet: 'utf8mb4', collation: defaultCollation.startsWith('utf8mb4_') ? defaultCollation : null };
}

/** Returns true if a character set can represent the text; a narrow one is kept for ASCII texts. */
function canHold(characterSet: string, text: string): boolean {
  if (characterSet === 'utf8mb4') return true;
  return isUnicode(characterSet) ? !/[\u{10000}-\u{10ffff}]/u.test(text) : isAscii(text);
}

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return /^[\u0000-\u007f]*$/.test(text);
}
