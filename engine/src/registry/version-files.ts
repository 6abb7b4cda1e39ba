/** The two files of a version: its text, and what is known of it, sealed against changes by hand. */
import { checksum } from '../base/checksum';
import { failure, type Failure } from '../base/failure';
import { fail, succeed, type Result } from '../base/result';
import { printKindAndKey, type CreationModes, type Dependencies, type RoutineKey } from '../routine/routine';
import { readStoredRoutine, type StoredRoutine } from './read-stored-routine';
import type { Version } from './registry';

const newestFormat = 1;

/** What `1.2.0.json` holds, in this order; grows by `format` only. */
interface VersionFacts {
  readonly format: number;
  readonly schema: string;
  readonly kind: RoutineKey['kind'];
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly author: string;
  readonly createdAt: string;
  readonly commit: string | null;
  readonly bump: Version['bump'];
  readonly reason: string;
  /** For the reader of a pull request; the text decides. */
  readonly dependencies: Dependencies;
  readonly reading: StoredRoutine['reading'];
  readonly modes: CreationModes;
  readonly checksums: { readonly text: string; readonly exact: string; readonly semantic: string };
}

export interface VersionTexts {
  /** Of the .sql file: the text and one line end. */
  readonly text: string;
  /** Of the .json file. */
  readonly facts: string;
}

/** Read back from what will be written, so that nothing is kept that could not be used. */
export function renderSafely(version: Version): Result<VersionTexts, Failure> {
  const texts = renderVersion(version);
  const again = parseVersion({ text: Buffer.from(texts.text).toString(), facts: texts.facts });
  const { routine } = version;
  if (
    again.ok &&
    again.value.routine.text === routine.text &&
    again.value.routine.checksums.exact === routine.checksums.exact
  )
    return succeed(texts);
  const message = `The text of ${printKindAndKey(version.key)} cannot be kept so that it reads back the same.`;
  return failure('bad-input', message, 'It may hold half a character, or more than one definition.');
}

/** The routine's own text is stored; what the file around it said (USE, SET sql_mode) is stored as facts. */
export function renderVersion(version: Version): VersionTexts {
  const { key, routine } = version;
  const { reading, definition } = routine.origin;
  const { text, exact, semantic } = { text: checksum(routine.text), ...routine.checksums };
  const facts: VersionFacts = {
    format: newestFormat,
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
      dialect: reading.dialect,
      serverVersion: reading.serverVersion,
      sqlMode: definition.sqlMode ?? reading.sqlMode,
    },
    modes: routine.modes,
    checksums: { text, exact, semantic },
  };
  return { text: `${routine.text}\n`, facts: `${JSON.stringify({ ...facts, seal: makeSeal(facts) }, null, 2)}\n` };
}

/** Which of the two files is wrong, and how. */
export interface VersionFault {
  readonly file: keyof VersionTexts;
  /** Goes on after the file's name: `was changed after it was written`. */
  readonly what: string;
}

/** The routine is read from the text when it is first asked for. */
export function parseVersion({ text, facts: factsText }: VersionTexts): Result<Version, VersionFault> {
  const facts = parseFacts(factsText);
  if (!facts.ok) return facts;
  const own = text.replace(/\n$/, '');
  if (checksum(own) !== facts.value.checksums.text)
    return fail({ file: 'text', what: 'was changed after it was registered' });
  return succeed(makeVersion(facts.value, own));
}

function parseFacts(text: string): Result<VersionFacts, VersionFault> {
  const wrong = (what: string) => fail({ file: 'facts', what } as const);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return wrong('is not JSON');
  }
  if (typeof parsed !== 'object' || parsed === null) return wrong('holds no object');
  const { seal, ...facts } = parsed as VersionFacts & { readonly seal?: unknown };
  if (facts.format > newestFormat) return wrong('was written by a newer version of Sproc');
  if (seal !== makeSeal(facts)) return wrong('was changed after it was registered');
  return succeed(facts);
}

/** White space and escapes do not count, order and values do. */
function makeSeal(facts: object): string {
  return checksum(JSON.stringify(facts));
}

function makeVersion(facts: VersionFacts, text: string): Version {
  const { schema, kind, name, version, description, author, createdAt, commit, bump, reason, reading, modes } = facts;
  let routine: Version['routine'] | null = null;
  return {
    key: { schema, kind, name },
    version,
    description,
    author,
    createdAt,
    commit,
    bump,
    reason,
    get routine() {
      routine ??= readStoredRoutine({ text, schema, reading, modes });
      if (routine === null)
        throw new Error(`The text of ${kind} ${schema}.${name} ${version} can no longer be read as one routine.`);
      return routine;
    },
  };
}
