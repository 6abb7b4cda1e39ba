/** A routine as it is to stand on a target: its text under the names there, and the settings it is created under. */
import { Kept, Memory } from '../../../base/memory';
import type { LiveRoutine } from '../../../database/catalog';
import type { ServerFacts } from '../../../database/connection/session';
import type { SavedDefinition } from '../../../ledger/ledger';
import type { Environment } from '../../../project/environment';
import { collectRenames, renameKey, type Renaming } from '../../../routine/naming';
import { renderCreate } from '../../../routine/render-create';
import { identify, type Account, type CreationModes, type Routine, type RoutineKey } from '../../../routine/routine';
import { restateRoutine } from '../../../routine/restate-routine';
import { wordsWithin } from '../../../routine/words-within';
import { normalSqlMode } from '../../../routine/sql-mode';
import type { Script } from '../../../syntax/nodes';
import { quoteName, quoteText } from '../../../syntax/quoting';
import { op, tokenKind } from '../../../syntax/tokens';
import type { EnvironmentNaming } from '../../target/environment-naming';
import { lowerText, readForServer, readingOf } from './read-for-server';

export interface TargetDefinition {
  /** Under the target's names, as the server will read it. Its modes are null where neither source nor environment states them. */
  readonly routine: Routine;
  readonly settings: CreationSettings;
  /** FOLLOWS or PRECEDES, where a trigger has neighbours and its text does not say. */
  readonly triggerPlace: string | null;
  /** What a server kept behind the last token: MariaDB stores the comments there. */
  readonly tail: string;
  /** Its statements, once they were rendered. */
  readonly memory: Memory;
}

/** What the session that creates it is set to. */
export interface CreationSettings {
  readonly sqlMode: readonly string[];
  readonly characterSet: string;
  /** Null for the server's default of that character set. */
  readonly collation: string | null;
  /** For events; null leaves the session's own. */
  readonly timeZone: string | null;
}

export interface TargetDefinitionContext {
  readonly environment: Environment;
  readonly naming: EnvironmentNaming;
  readonly server: ServerFacts;
  /** What stands there now under that name; null for nothing. */
  readonly live: LiveRoutine | null;
  /** Of the schema it will stand in. */
  readonly defaultCollation: string;
}

const asItIs: Renaming = { schema: (schema) => schema, routine: (_schema, name) => name };

/**
 * From the project's text. What the text leaves open stays as it is there (definer, character set, collation), else it is
 * the environment's, else the server's own (sql_mode). Null where the server takes the text for no routine.
 */
export function makeTargetDefinition(source: Routine, context: TargetDefinitionContext): TargetDefinition | null {
  const { environment, naming, server, live } = context;
  const stated = source.modes.sqlMode ?? environment.sqlMode ?? readUnder(source);
  const sqlMode = normalSqlMode(stated ?? server.sqlMode);
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
    settings: { sqlMode, characterSet, collation, timeZone: live?.timeZone ?? null },
    triggerPlace: live?.triggerPlace ?? null,
    tail: '',
    memory: new Memory(),
  };
}

/** From a definition that was saved: byte for byte what was there. Null where its text is not the CREATE of that one routine. */
export function restoreTargetDefinition(saved: SavedDefinition, server: ServerFacts): TargetDefinition | null {
  const sqlMode = normalSqlMode(saved.sqlMode);
  const isView = saved.key.kind === 'view';
  const modes = { sqlMode: isView ? null : sqlMode, characterSet: saved.characterSet, collation: saved.collation };
  const routine = lowerText(saved.text, readingOf(server, sqlMode), saved.key, modes);
  if (routine === null || !isCreateOf(saved.key, routine.origin)) return null;
  return {
    routine,
    settings: { sqlMode, characterSet: saved.characterSet, collation: saved.collation, timeZone: saved.timeZone },
    triggerPlace: saved.triggerPlace,
    tail: saved.text.slice(routine.origin.definition.span.end),
    memory: new Memory(),
  };
}

/** What is saved may have been forged together with its digest: it must not run as anything else. */
function isCreateOf(key: RoutineKey, { script, definition }: Routine['origin']): boolean {
  const { kind, name, schema } = definition;
  const isNamed = identify({ kind, name: name.name.text, schema: schema ?? key.schema }) === identify(key);
  return isNamed && script.definitions.length === 1 && !goesOn(script.tokens, (definition.body ?? name.span).end);
}

/** Whether another statement follows. */
function goesOn({ kind, id, start, count }: Script['tokens'], end: number): boolean {
  for (let i = count - 2; i >= 0 && (start[i] ?? 0) >= end; i--)
    if (kind[i] === tokenKind.delimiter || id[i] === op.semicolon) return true;
  return false;
}

export interface BlueprintRendering {
  readonly orReplace?: boolean;
  readonly ifNotExists?: boolean;
  /** Another schema to create it in: for a rehearsal. */
  readonly schema?: string;
}

/** The whole CREATE statement. */
export function renderTargetDefinition(targetDefinition: TargetDefinition, rendering: BlueprintRendering = {}): string {
  const known = targetDefinition.memory.of(rendered);
  const how = JSON.stringify(rendering);
  const create = known.get(how) ?? render(targetDefinition, rendering);
  known.set(how, create);
  return create;
}

/** It is shown, held against the plan that was shown, and sent. */
const rendered = new Kept(() => new Map<string, string>());

function render(targetDefinition: TargetDefinition, { schema, ...options }: BlueprintRendering): string {
  const { routine, triggerPlace, tail } = targetDefinition;
  const { key, definer, origin } = routine;
  const renaming =
    schema === undefined ? asItIs : { ...asItIs, schema: (name: string) => (name === key.schema ? schema : name) };
  const create = renderCreate(routine, { renaming, definer, ...options }) + tail;
  const { body, trigger, span } = origin.definition;
  const needsNone = triggerPlace === null || body === null || trigger?.order !== null;
  // In another schema the neighbours do not exist.
  if (needsNone || schema !== undefined) return create;
  const at = create.length - tail.length - (span.end - body.start);
  return `${create.slice(0, at)}${triggerPlace} ${create.slice(at)}`;
}

/**
 * A view's names without a schema are those of the session's schema, not of its own (MySQL manual, "CREATE VIEW"). So is
 * the character set of a type that names none, while its collation or length is judged.
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

/** The statement that prepares the session which creates it. */
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

/** A statement in another character set than ours has to be sent by a session of that character set, if it is not plain ASCII. */
export function ownCharacterSet({ routine, settings }: TargetDefinition): string | null {
  return isAscii(routine.text) || isUnicode(settings.characterSet) ? null : settings.characterSet;
}

function isUnicode(characterSet: string): boolean {
  return characterSet === 'utf8mb4' || characterSet === 'utf8mb3' || characterSet === 'utf8';
}

/** Modes that the project says its files are read under; they must hold where the text is run. */
function readUnder({ origin }: Routine): readonly string[] | null {
  return origin.parserOptions.sqlMode.length === 0 ? null : origin.parserOptions.sqlMode;
}

/** One that the text leaves open stays whoever it is. */
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

/** A narrow character set is kept for as long as the text stays within ASCII. */
function canHold(characterSet: string, text: string): boolean {
  if (characterSet === 'utf8mb4') return true;
  return isUnicode(characterSet) ? !/[\u{10000}-\u{10ffff}]/u.test(text) : isAscii(text);
}

function isAscii(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  return /^[\u0000-\u007f]*$/.test(text);
}
