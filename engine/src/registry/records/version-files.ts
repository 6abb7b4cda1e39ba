/** The two files of a version: its text, and what is known of it, sealed against changes by hand. */
import { checksum } from '../../base/checksum';
import { failure, type Failure } from '../../base/failure';
import { fail, succeed, type Result } from '../../base/result';
import type { SentenceAbout } from '../../base/sentence-about';
import { commentsBefore } from '../../routine/comments/comments-before';
import { identify, printKindAndKey } from '../../routine/routine';
import { lineEndsOf, textChecksum, withLineEnds, type LineEnds } from './line-ends';
import { newestFactsFormat, parseFacts, sealFacts, wasChanged, type VersionFacts } from './parse-facts';
import { readStoredRoutine } from './read-stored-routine';
import { UnreadableVersionError, type Version } from './registry';

export interface VersionTexts {
  /** The content of the .sql file: the text and one line end. */
  readonly text: string;
  /** The content of the .json file. */
  readonly facts: string;
}

/** Renders a version and reads it back, so that no unusable version is stored. */
export function renderSafely(version: Version): Result<VersionTexts, Failure> {
  const texts = renderVersion(version);
  const again = parseVersion({ text: Buffer.from(texts.text).toString(), facts: texts.facts });
  const { routine } = version;
  if (again.ok && isReadable(again.value) && again.value.routine.text === routine.text) {
    if (again.value.routine.checksums.exact === routine.checksums.exact) return succeed(texts);
  }
  const message = `The text of ${printKindAndKey(version.key)} cannot be stored without changing it.`;
  return failure('bad-input', message, 'Check it for broken characters, and for more than one definition.');
}

/** Returns true if the text can be read as the one routine that the facts name. */
function isReadable(version: Version): boolean {
  try {
    return version.routine.text !== '';
  } catch (error) {
    if (error instanceof UnreadableVersionError) return false;
    throw error;
  }
}

/**
 * Renders a version. The routine's own text is stored; the settings of its file (USE, SET sql_mode) are stored as
 * facts.
 */
export function renderVersion(version: Version): VersionTexts {
  const { key, routine } = version;
  const { parserOptions, definition } = routine.origin;
  const { exact, semantic } = routine.checksums;
  const comments = commentsBefore(routine.origin.script, definition);
  const facts: VersionFacts = {
    format: newestFactsFormat,
    schema: key.schema,
    kind: key.kind,
    name: key.name,
    version: version.version,
    description: version.description,
    author: version.author,
    createdAt: version.createdAt,
    commit: version.commit,
    bump: version.bump,
    reason: version.reason,
    dependencies: routine.dependencies,
    reading: {
      dialect: parserOptions.dialect,
      serverVersion: parserOptions.serverVersion,
      sqlMode: definition.sqlMode ?? parserOptions.sqlMode,
      ...(comments !== '' && { comments }),
    },
    modes: routine.modes,
    lineEnds: lineEndsOf(routine.text),
    checksums: { text: textChecksum(routine.text), exact, semantic },
  };
  return { text: `${routine.text}\n`, facts: `${JSON.stringify({ ...facts, seal: sealFacts(facts) }, null, 2)}\n` };
}

/** The wrong file of the two, and its fault. */
export interface VersionFault {
  readonly file: keyof VersionTexts;
  readonly problem: SentenceAbout;
}

/** Parses a version. The routine is read from the text on first use. */
export function parseVersion({ text, facts: factsText }: VersionTexts): Result<Version, VersionFault> {
  const facts = parseFacts(factsText);
  if (!facts.ok) return fail({ file: 'facts', problem: facts.error });
  const own = findOwnText(text, facts.value);
  if (own === null) return fail({ file: 'text', problem: wasChanged });
  return succeed(makeVersion(facts.value, own));
}

/** Returns the text as it was registered, also if a checkout has changed its line ends; null for another text. */
function findOwnText(text: string, { lineEnds, checksums }: VersionFacts): string | null {
  if (lineEnds === undefined) {
    const candidates = [text.replace(/\n$/, ''), registered(text, 'LF')];
    return candidates.find((own) => checksum(own) === checksums.text) ?? null;
  }
  const own = registered(text, lineEnds);
  return textChecksum(own) === checksums.text ? own : null;
}

function registered(text: string, ends: LineEnds): string {
  return withLineEnds(text.replace(/\r?\n$/, ''), ends);
}

function makeVersion(facts: VersionFacts, text: string): Version {
  const { schema, kind, name, version, description, author, createdAt, commit, bump, reason, reading, modes } = facts;
  const key = { schema, kind, name };
  const { comments = '', ...options } = reading;
  let routine: Version['routine'] | null = null;
  return {
    key,
    version,
    description,
    author,
    createdAt,
    commit,
    bump,
    reason,
    textChecksum: facts.format === 1 ? textChecksum(text) : facts.checksums.text,
    get routine() {
      routine ??= readStoredRoutine({ text, schema, parserOptions: options, modes, comments });
      if (routine === null || identify(routine.key) !== identify(key)) throw new UnreadableVersionError(key, version);
      return routine;
    },
  };
}
