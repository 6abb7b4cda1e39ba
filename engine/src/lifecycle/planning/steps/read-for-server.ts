/** A source as a certain server reads it: what its executable comments and quotes mean there. */
import type { ServerFacts } from '../../../database/connection/session';
import { lowerDefinition } from '../../../routine/lower-definition';
import { normalSqlMode } from '../../../routine/sql-mode';
import { readingAt } from '../../../routine/stored-parts';
import { endOfStatement, holdsExecutableComment } from '../../../routine/statement-text';
import type { CreationModes, Routine, RoutineKey } from '../../../routine/routine';
import type { ParserOptions } from '../../../syntax/dialect';
import { parseScript } from '../../../syntax/parse-script';
import { renderStored } from '../../../syntax/stored-text';

export function readingOf(server: ServerFacts, sqlMode: readonly string[]): ParserOptions {
  return { dialect: server.dialect, serverVersion: server.version, sqlMode, schema: null, client: false };
}

/**
 * Returns the same routine; null if its text does not define one on this server; or its text without the marks of
 * executable comments, and without those that this server ignores.
 */
export function readForServer(source: Routine, parserOptions: ParserOptions): Routine | null {
  if (!holdsExecutableComment(source.origin))
    return readsAlike(source, parserOptions) ? source : lowerText(source.text, parserOptions, source.key, source.modes);
  // A dump wraps CREATE, DEFINER and body in a separate comment each, so the statement alone cannot be understood.
  const { script, definition } = source.origin;
  const whole = parseScript(script.text, {
    ...source.origin.parserOptions,
    ...parserOptions,
    client: source.origin.parserOptions.client,
  });
  const found = whole.definitions.find(({ name }) => name.span.start === definition.name.span.start);
  if (found === undefined) return null;
  const span = { start: found.span.start, end: endOfStatement(whole, found) };
  const sent = renderStored(whole, span, readingAt(found, parserOptions)).trimEnd();
  return lowerText(sent, parserOptions, source.key, source.modes);
}

/**
 * Returns true if a text without executable comments has the same meaning on this server as it had when the source was
 * read.
 */
function readsAlike({ origin, modes }: Routine, parserOptions: ParserOptions): boolean {
  const { dialect, serverVersion, sqlMode } = origin.parserOptions;
  const inForce = normalSqlMode(modes.sqlMode ?? sqlMode);
  return (
    dialect === parserOptions.dialect &&
    knowsAlike(serverVersion, parserOptions.serverVersion) &&
    lexicalModes.every((mode) => inForce.includes(mode) === parserOptions.sqlMode.includes(mode))
  );
}

/**
 * Returns true if both versions have the same words. Up to MySQL 8.0 any release could add or remove some; since then
 * only minor versions do.
 */
function knowsAlike(one: number, other: number): boolean {
  return one === other || (Math.min(one, other) >= 80_100 && Math.floor(one / 100) === Math.floor(other / 100));
}

/** The modes that change how a text is read, or what it means. */
const lexicalModes = [
  'ANSI_QUOTES',
  'HIGH_NOT_PRECEDENCE',
  'IGNORE_SPACE',
  'NO_BACKSLASH_ESCAPES',
  'ORACLE',
  'PIPES_AS_CONCAT',
  'REAL_AS_FLOAT',
];

/** Returns the routine of a text with one definition, otherwise null; `key` is its name, whatever its text says. */
export function lowerText(
  text: string,
  parserOptions: ParserOptions,
  key: RoutineKey,
  modes: CreationModes,
): Routine | null {
  const here = { ...parserOptions, schema: key.schema };
  const script = parseScript(text, here);
  const definition = script.definitions[0];
  if (definition === undefined) return null;
  return { ...lowerDefinition(script, definition, { parserOptions: here, schema: key.schema, modes }), key };
}
