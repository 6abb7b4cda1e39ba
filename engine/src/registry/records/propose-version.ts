/** The number of a new version, from what has changed: breaking the callers, able to do more, or neither. */
import { gt, inc, valid } from 'semver';
import { failure, type Failure } from '../../base/failure';
import { plural } from '../../base/plural';
import { succeed, type Result } from '../../base/result';
import type { Dependencies, Parameter, Routine, Signature } from '../../routine/routine';
import { listViewColumns } from '../../routine/names/view-columns';
import type { Version, Bump } from './registry';
import { countResultSets } from './result-sets';

export interface ProposedVersion {
  readonly version: string;
  readonly bump: Version['bump'];
  /** One sentence. */
  readonly reason: string;
}

export interface Wish {
  readonly bump: 'auto' | Bump;
  /** A number of the caller's own. */
  readonly version?: string;
}

type Previous = Pick<Version, 'version' | 'routine'>;

export function proposeVersion(latest: Previous | null, next: Routine, wish: Wish): Result<ProposedVersion, Failure> {
  if (wish.version !== undefined) return takeGiven(latest, wish.version);
  if (latest === null) return succeed({ version: '1.0.0', bump: 'first', reason: 'First version.' });
  const { bump, reason } =
    wish.bump === 'auto' ? classify(latest.routine, next) : { bump: wish.bump, reason: 'Requested.' };
  const version = inc(latest.version, bump);
  if (version === null) throw new Error(`The registry holds the version ${latest.version}, which is none.`);
  return succeed({ version, bump, reason });
}

function takeGiven(latest: Previous | null, version: string): Result<ProposedVersion, Failure> {
  if (valid(version) !== version)
    return failure('usage', `'${version}' is not a semantic version.`, 'Write it like 1.2.0 or 2.0.0-rc.1.');
  if (latest !== null && !gt(version, latest.version)) {
    return failure(
      'usage',
      `Version ${version} is not higher than ${latest.version}, the newest version.`,
      `Give a version higher than ${latest.version}.`,
    );
  }
  return succeed({ version, bump: 'given', reason: 'Given explicitly.' });
}

function classify(previous: Routine, next: Routine): Classified {
  const broken = findBreach(previous.signature, next.signature) ?? findOtherBreach(previous, next);
  if (broken !== null) return { bump: 'major', reason: broken };
  const ofColumns = next.key.kind === 'view' ? compareColumns(previous, next) : null;
  if (ofColumns?.bump === 'major') return ofColumns;
  const gained = findGain(previous, next);
  if (gained !== null) return { bump: 'minor', reason: gained };
  if (ofColumns !== null) return ofColumns;
  const interfaceName = next.key.kind === 'view' ? 'Columns' : 'Parameters';
  return { bump: 'patch', reason: findLoss(previous, next) ?? `${interfaceName} and dependencies are unchanged.` };
}

interface Classified {
  readonly bump: Bump;
  readonly reason: string;
}

/** Compares the columns of two views, which are used by their names and by their order; null if they are the same. */
function compareColumns(previous: Routine, next: Routine): Classified | null {
  const [before, after] = [listViewColumns(previous), listViewColumns(next)];
  if (before === null || after === null)
    return previous.parts.body === next.parts.body
      ? null
      : { bump: 'minor', reason: 'Its text does not determine its columns, which may have changed.' };
  const [lost, added] = [
    before.filter((name) => !after.includes(name)),
    after.filter((name) => !before.includes(name)),
  ];
  if (lost.length > 0) return { bump: 'major', reason: `It loses ${printColumns(lost)}.` };
  if (before.some((name, i) => after[i] !== name))
    return { bump: 'major', reason: 'Its columns come in another order.' };
  return added.length === 0 ? null : { bump: 'minor', reason: `It also has ${printColumns(added)}.` };
}

function printColumns(names: readonly string[]): string {
  return `the ${names.length === 1 ? 'column' : 'columns'} ${names.join(', ')}`;
}

/** Returns a breaking change. Parameters are compared by position, mode, name and type; names in any case. */
function findBreach(previous: Signature, next: Signature): string | null {
  const before = previous.parameters;
  const after = next.parameters;
  if (before.length !== after.length)
    return `It takes ${plural(after.length, 'parameter')} instead of ${before.length}.`;
  for (const [i, old] of before.entries()) {
    const now = after[i];
    if (now && identifyParameter(old) !== identifyParameter(now)) {
      return `Parameter ${i + 1} is ${printParameter(now)} instead of ${printParameter(old)}.`;
    }
  }
  if (previous.returns !== next.returns)
    return `It returns ${next.returns ?? 'nothing'} instead of ${previous.returns ?? 'nothing'}.`;
  return null;
}

/** Returns a breaking change of the character set of the result, or to or from an aggregate function. */
function findOtherBreach(previous: Routine, next: Routine): string | null {
  const [before, after] = [printResult(previous), printResult(next)];
  if (before !== after) return `It returns ${after} instead of ${before}.`;
  if (isAggregate(previous) === isAggregate(next)) return null;
  return isAggregate(next) ? 'It has become an aggregate function.' : 'It is an aggregate function no longer.';
}

function printResult({ parts: { returns } }: Routine): string {
  return returns === null ? 'nothing' : printType({ ...returns });
}

function isAggregate({ origin }: Routine): boolean {
  return origin.definition.characteristics.some(({ kind }) => kind === 'aggregate');
}

function identifyParameter({ name, ...parameter }: Parameter): string {
  return [parameter.mode, name.toLowerCase(), printType(parameter)].join(' ');
}

function printParameter({ mode, name, ...type }: Parameter): string {
  return `${mode.toUpperCase()} ${name} ${printType(type)}`;
}

interface PrintedType {
  readonly type: string;
  readonly characterSet?: string | null;
  readonly collation?: string | null;
}

function printType({ type, characterSet = null, collation = null }: PrintedType): string {
  return [type, characterSet && `CHARACTER SET ${characterSet}`, collation && `COLLATE ${collation}`]
    .filter(Boolean)
    .join(' ');
}

const reaches: readonly (readonly [verb: string, infinitive: string, reach: keyof Dependencies])[] = [
  ['calls', 'call', 'calls'],
  ['uses', 'use', 'functions'],
  ['writes', 'write', 'writes'],
  ['reads', 'read', 'reads'],
];

/** Returns the names of one reach that `next` has, and `previous` has not. */
function findAdded(previous: Routine, next: Routine, reach: keyof Dependencies): readonly string[] {
  const known = new Set(previous.dependencies[reach].map((name) => name.toLowerCase()));
  return next.dependencies[reach].filter((name) => !known.has(name.toLowerCase()));
}

function findLoss(previous: Routine, next: Routine): string | null {
  for (const [, infinitive, reach] of reaches) {
    const lost = findAdded(next, previous, reach);
    if (lost.length > 0) return `It does not ${infinitive} ${lost.join(', ')} any more.`;
  }
  return null;
}

function findGain(previous: Routine, next: Routine): string | null {
  for (const [verb, , reach] of reaches) {
    const added = findAdded(previous, next, reach);
    if (added.length > 0) return `It also ${verb} ${added.join(', ')}.`;
  }
  const before = countResultSets(previous.origin.definition.statement);
  const after = countResultSets(next.origin.definition.statement);
  return after > before ? `It returns ${plural(after, 'result set')} instead of ${before}.` : null;
}
