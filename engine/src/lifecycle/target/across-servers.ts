/**
 * Routines of a MySQL and a MariaDB server, or of a text and a server of the other kind, in the form in which they can be
 * compared: without what differs only because the servers store or preset it otherwise. Sources: the manuals of both.
 */
import { normalSqlMode } from '../../routine/sql-mode';
import type { Dialect } from '../../syntax/dialect';
import type { ComparedRoutine } from '../../routine/difference';
import type { CreationModes, StoredReturns } from '../../routine/routine';

/** One side of a comparison, with the habits of its server. */
export interface ServerSide {
  readonly routine: ComparedRoutine;
  readonly dialect: Dialect;
  /** The server's own sql_mode; null for a text. */
  readonly sqlMode: readonly string[] | null;
}

/** Returns both routines as they are where the dialects are equal; otherwise what can be compared of them. */
export function levelServers(left: ServerSide, right: ServerSide): readonly [ComparedRoutine, ComparedRoutine] {
  if (left.dialect === right.dialect) return [left.routine, right.routine];
  const [a, b] = [withCommonTypes(left.routine), withCommonTypes(right.routine)];
  const sqlModes = levelSqlModes(left, right);
  const collations = levelCollations(a.modes, b.modes);
  const returns = levelReturns(a.parts.returns, b.parts.returns);
  const join = (routine: ComparedRoutine, i: 0 | 1): ComparedRoutine => ({
    ...routine,
    modes: { ...routine.modes, sqlMode: sqlModes[i], collation: collations[i] },
    parts: { ...routine.parts, returns: returns[i] },
  });
  return [join(a, 0), join(b, 1)];
}

/** Replaces JSON by LONGTEXT, as which MariaDB stores it, and drops the width that MySQL drops. */
function withCommonTypes(routine: ComparedRoutine): ComparedRoutine {
  const { signature, parts } = routine;
  const parameters = signature.parameters.map((each) => ({
    ...each,
    type: commonTypes.get(each.type) ?? each.type,
    ...(each.type === 'json' && textOfJson),
  }));
  const stored = parts.returns?.type ?? '';
  const type = commonTypes.get(stored) ?? stored;
  const returns = stored === 'json' ? { type, ...textOfJson } : parts.returns && { ...parts.returns, type };
  return { ...routine, signature: { ...signature, parameters }, parts: { ...parts, returns } };
}

const textOfJson = { characterSet: 'utf8mb4', collation: 'utf8mb4_bin' } as const;

const commonTypes: ReadonlyMap<string, string> = new Map([
  ['json', 'longtext'],
  ['tinyint(1) unsigned', 'tinyint unsigned'],
]);

type Pair<T> = readonly [T, T];

/** Returns no modes where each is its server's own, so that they do not differ. */
function levelSqlModes(left: ServerSide, right: ServerSide): Pair<CreationModes['sqlMode']> {
  if (isPreset(left) && isPreset(right)) return [null, null];
  return [withoutOwn(left.routine.modes.sqlMode), withoutOwn(right.routine.modes.sqlMode)];
}

/** Returns true if a setting of both routines is what their own servers preset. */
export function isPresetOnBoth(name: string, left: ServerSide, right: ServerSide): boolean {
  if (name === 'sql_mode') return isPreset(left) && isPreset(right);
  return (
    name === 'collation_connection' &&
    [left, right].every(({ routine, sqlMode }) => sqlMode !== null && isDefaultCollation(routine.modes.collation))
  );
}

function isPreset({ routine, sqlMode }: ServerSide): boolean {
  return isSameSet(routine.modes.sqlMode, sqlMode);
}

function isSameSet(left: readonly string[] | null, right: readonly string[] | null): boolean {
  return left !== null && right !== null && normalSqlMode(left).join(',') === normalSqlMode(right).join(',');
}

function withoutOwn(sqlMode: CreationModes['sqlMode']): CreationModes['sqlMode'] {
  return sqlMode === null ? null : sqlMode.filter((mode) => !ownModes.has(mode));
}

/** Returns the modes with which a server of the other kind makes the routine; null for what it presets itself. */
export function modesElsewhere(modes: CreationModes, preset: readonly string[]): CreationModes {
  const isOwn = isSameSet(modes.sqlMode, preset);
  return {
    ...modes,
    sqlMode: isOwn ? null : withoutOwn(modes.sqlMode),
    collation: isDefaultCollation(modes.collation) ? null : modes.collation,
  };
}

/** Modes that one kind of server alone has in a supported version, and that no routine's meaning depends on elsewhere. */
const ownModes: ReadonlySet<string> = new Set([
  ...['NO_AUTO_CREATE_USER', 'TIME_ROUND_FRACTIONAL', 'TIME_TRUNCATE_FRACTIONAL'],
  ...['NO_FIELD_OPTIONS', 'NO_KEY_OPTIONS', 'NO_TABLE_OPTIONS'],
]);

function levelCollations(left: CreationModes, right: CreationModes): Pair<string | null> {
  const isLevel = isDefaultCollation(left.collation) && isDefaultCollation(right.collation);
  return isLevel ? [null, null] : [left.collation, right.collation];
}

function levelReturns(left: StoredReturns | null, right: StoredReturns | null): Pair<StoredReturns | null> {
  if (left === null || right === null) return [left, right];
  const isLevel = [left, right].every(({ collation }) => collation === null || isDefaultCollation(collation));
  return isLevel
    ? [
        { ...left, collation: null },
        { ...right, collation: null },
      ]
    : [left, right];
}

/** Returns true for a collation that a version of either server gives to a character set for which none is stated. */
function isDefaultCollation(collation: string | null): boolean {
  return (
    collation !== null && /^(?:utf8mb4_0900_ai_ci|latin1_swedish_ci|\w+?_(?:general|uca1400_ai)_ci)$/.test(collation)
  );
}
