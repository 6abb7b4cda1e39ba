/** A source as a certain server reads it: what its executable comments and quotes mean there. */
import type { ServerFacts } from '../../../database/connection/session';
import { lowerDefinition } from '../../../routine/lower-definition';
import { normalSqlMode } from '../../../routine/sql-mode';
import { holdsExecutableComment, withoutMarks } from '../../../routine/statement-text';
import type { CreationModes, Routine, RoutineKey } from '../../../routine/routine';
import type { ReadingOptions } from '../../../syntax/dialect';
import { parseScript } from '../../../syntax/parse-script';

export function readingOf(server: ServerFacts, sqlMode: readonly string[]): ReadingOptions {
  return { dialect: server.dialect, serverVersion: server.version, sqlMode, schema: null, client: false };
}

/** The same routine, null where this server takes its text for none, its text without the marks of executable comments, and without those that this server passes over. */
export function readForServer(source: Routine, reading: ReadingOptions): Routine | null {
  if (!holdsExecutableComment(source.origin))
    return readsAlike(source, reading) ? source : lowerText(source.text, reading, source.key, source.modes);
  // A dump wraps CREATE, DEFINER and body each in a comment of its own, so the statement alone is not to be understood.
  const { script, definition } = source.origin;
  const whole = parseScript(script.text, {
    ...source.origin.reading,
    ...reading,
    client: source.origin.reading.client,
  });
  const found = whole.definitions.find(({ name }) => name.span.start === definition.name.span.start);
  return found === undefined ? null : lowerText(withoutMarks(whole, found), reading, source.key, source.modes);
}

/** Whether a text without executable comments, that was read as the source was, means the same to this server. */
function readsAlike({ origin, modes }: Routine, reading: ReadingOptions): boolean {
  const { dialect, serverVersion, sqlMode } = origin.reading;
  const inForce = normalSqlMode(modes.sqlMode ?? sqlMode);
  return (
    dialect === reading.dialect &&
    knowsAlike(serverVersion, reading.serverVersion) &&
    lexicalModes.every((mode) => inForce.includes(mode) === reading.sqlMode.includes(mode))
  );
}

/** Until MySQL 8.0 words came and went with any release; since then they come with a minor version. */
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

/** One statement that defines one routine, else null; `key` is what it is called, whatever its text says. */
export function lowerText(
  text: string,
  reading: ReadingOptions,
  key: RoutineKey,
  modes: CreationModes,
): Routine | null {
  const here = { ...reading, schema: key.schema };
  const script = parseScript(text, here);
  const definition = script.definitions[0];
  if (definition === undefined) return null;
  return { ...lowerDefinition(script, definition, { reading: here, schema: key.schema, modes }), key };
}
