/** The differences between two routines, facet by facet. A facet that one side does not state cannot differ. */
import { printCharacteristics, printOrder } from './make-checksums';
import { printAccount } from './print-routine';
import type { Account, Parameter, Routine, StoredReturns } from './routine';
import { findTextType } from './types/text-lengths';

export type DifferenceKind =
  | 'missing-left'
  | 'missing-right'
  | 'body'
  | 'layout'
  | 'signature'
  | 'characteristics'
  | 'definer'
  | 'modes'
  | 'grants'
  | 'unreadable'
  | 'unknown';

export interface Difference {
  readonly kind: Exclude<DifferenceKind, 'missing-left' | 'missing-right' | 'grants'>;
  /** The change as people read it after the kind: `a@% → b@%`. */
  readonly detail: string;
  /** Each value that differs; none for a text. */
  readonly changes: readonly ValueChange[];
}

/** One value of the left side, which comes first, and of the right. */
export interface ValueChange {
  /** `sql_mode`, `definer`, `parameters`. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** The parts of a routine that are compared. */
export type ComparedRoutine = Omit<Routine, 'origin' | 'text' | 'dependencies'>;

export interface DifferenceOptions {
  /** Character set that a RETURNS without one gets there; null where unknown. */
  readonly defaultCharacterSet?: string | null;
  /**
   * Two views are compared by their queries, too: both are the author's texts, or both a server's renderings. Of a text and a
   * rendering only the ledger knows whether they belong together (see `sameView`).
   */
  readonly comparesViews?: boolean;
}

/** Returns the differences in a fixed order: signature, body or layout, characteristics, definer, modes. */
export function findDifferences(
  left: ComparedRoutine,
  right: ComparedRoutine,
  options: DifferenceOptions = {},
): readonly Difference[] {
  const found: Difference[] = [];
  const add = (kind: Difference['kind'], changes: readonly (ValueChange | null)[]): void => {
    const known = changes.filter((change) => change !== null);
    if (known.length > 0) found.push({ kind, detail: printChanges(kind, known), changes: known });
  };
  const signature = signatureDifference(left, right, options.defaultCharacterSet ?? null);
  add('signature', [signature]);
  const text =
    signature === null || left.parts.body !== right.parts.body
      ? textDifference(left, right, options.comparesViews ?? false)
      : null;
  if (text !== null) found.push({ kind: text, detail: describeText(text, left, right), changes: [] });
  add('characteristics', [characteristicsDifference(left, right)]);
  add('definer', [definerDifference(left.definer, right.definer)]);
  add('modes', modesDifferences(left, right));
  return found;
}

/** Prints the changes. A definer and characteristics are already named by their kind. */
function printChanges(kind: Difference['kind'], changes: readonly ValueChange[]): string {
  return changes
    .map(({ name, from, to }) => (name === kind ? `${from} → ${to}` : `${name} ${from} → ${to}`))
    .join('; ');
}

const textDetails = {
  body: 'the bodies differ',
  quoted: 'only line ends between quotes differ',
  layout: 'only whitespace, comments or case differ',
} as const;

function describeText(kind: 'body' | 'layout', left: ComparedRoutine, right: ComparedRoutine): string {
  if (kind === 'layout') return textDetails.layout;
  if (left.key.kind === 'view') return describeView(left.parts, right.parts);
  return textDetails[isSameButLineEnds(left, right) ? 'quoted' : 'body'];
}

function describeView(left: ComparedRoutine['parts'], right: ComparedRoutine['parts']): string {
  if (left.body !== right.body) return 'the queries differ';
  return `${left.viewHead || '(defaults)'} → ${right.viewHead || '(defaults)'}`;
}

function textDifference(
  left: ComparedRoutine,
  right: ComparedRoutine,
  comparesViews: boolean,
): 'body' | 'layout' | null {
  if (left.key.kind === 'view' && !comparesViews) return null;
  if (left.parts.viewHead !== right.parts.viewHead) return 'body';
  const sameBody = left.parts.body === right.parts.body;
  if (sameBody && left.parts.parameters === right.parts.parameters) return null;
  if (left.checksums.semantic === right.checksums.semantic) return isSameButLineEnds(left, right) ? null : 'layout';
  return !sameBody && !sameSemanticBody(left, right) ? 'body' : 'layout';
}

/**
 * Returns true if no line ends differently but by the carriage return that the command line clients drop before they send
 * a file. In a text between quotes it counts: there the tokens differ.
 */
export function isSameButLineEnds({ parts: left }: ComparedRoutine, { parts: right }: ComparedRoutine): boolean {
  const unix = (text: string | null): string | null => text?.replace(/\r+\n/g, '\n') ?? null;
  return unix(left.body) === unix(right.body) && unix(left.parameters) === unix(right.parameters);
}

function sameSemanticBody(left: ComparedRoutine, right: ComparedRoutine): boolean {
  return left.checksums.semanticBody === right.checksums.semanticBody;
}

function signatureDifference(
  left: ComparedRoutine,
  right: ComparedRoutine,
  defaultCharacterSet: string | null,
): ValueChange | null {
  const print = (routine: ComparedRoutine): string =>
    routine.signature.parameters.map(({ mode, name, type }) => `${mode} ${name} ${type}`).join(', ');
  const [a, b] = [print(left), print(right)];
  if (a.toLowerCase() !== b.toLowerCase()) return { name: 'parameters', from: `(${a})`, to: `(${b})` };
  const parameter = parameterDifference(left, right, defaultCharacterSet);
  if (parameter !== null) return parameter;
  const [from, to] = [left.parts.returns, right.parts.returns];
  if (from === null || to === null || sameReturns(from, to, defaultCharacterSet)) return null;
  return { name: 'return type', from: printReturns(from), to: printReturns(to) };
}

/** Returns the first difference between the character sets of parameters of the same types. */
function parameterDifference(
  left: ComparedRoutine,
  right: ComparedRoutine,
  defaultCharacterSet: string | null,
): ValueChange | null {
  for (const [i, one] of left.signature.parameters.entries()) {
    const other = right.signature.parameters[i];
    const [from, to] = [toStored(one), toStored(other ?? one)];
    if (!sameReturns(from, to, defaultCharacterSet))
      return { name: `parameter ${one.name}`, from: printReturns(from), to: printReturns(to) };
  }
  return null;
}

function toStored({ type, characterSet, collation }: Parameter): StoredReturns {
  return { type, characterSet: characterSet ?? null, collation: collation ?? null };
}

function sameReturns(left: StoredReturns, right: StoredReturns, defaultCharacterSet: string | null): boolean {
  const [from, to] = [left.characterSet ?? defaultCharacterSet, right.characterSet ?? defaultCharacterSet];
  // The length of a text in characters determines its type once its character set is known.
  const sized = ({ type }: StoredReturns): string => findTextType(type, from ?? to);
  return (
    sized(left) === sized(right) &&
    (from === null || to === null || from === to) &&
    sameCollation(left.collation, right.collation)
  );
}

function sameCollation(left: string | null, right: string | null): boolean {
  if (left === null || right === null || left === right) return true;
  return isOfSome(left, right) || isOfSome(right, left);
}

/** Returns true if `_bin` is the ending of a collation whose character set is not stated. */
function isOfSome(ending: string, collation: string): boolean {
  return ending.startsWith('_') && collation.endsWith(ending);
}

function printReturns({ type, characterSet, collation }: StoredReturns): string {
  return [type, characterSet && `charset ${characterSet}`, collation && `collate ${collation}`]
    .filter(Boolean)
    .join(' ');
}

function characteristicsDifference(left: ComparedRoutine, right: ComparedRoutine): ValueChange | null {
  const [a, b] = [describe(left), describe(right)];
  const folds = (left.parts.foldsNames ?? right.parts.foldsNames) === true && left.key.kind === 'trigger';
  if (a !== b && !(folds && a.toLowerCase() === b.toLowerCase()) && !sameButUnknown(left, right))
    return { name: 'characteristics', from: a || '(defaults)', to: b || '(defaults)' };
  return orderDifference(left, right) ?? startDifference(left, right) ?? statusDifference(left, right);
}

/**
 * Returns the difference between the moments at which two events start. An expression is comparable with another
 * expression only.
 */
function startDifference(left: ComparedRoutine, right: ComparedRoutine): ValueChange | null {
  const [from, to] = [left.parts.starts, right.parts.starts];
  if (from !== null && to !== null) return from === to ? null : { name: 'start', from, to };
  const [one, other] = [left.parts.event?.startsExpression ?? null, right.parts.event?.startsExpression ?? null];
  return one === null || other === null || one === other ? null : { name: 'start', from: one, to: other };
}

/** Returns the difference between two statuses; a server disables an event by itself once it is over. */
function statusDifference(left: ComparedRoutine, right: ComparedRoutine): ValueChange | null {
  const [from, to] = [left.parts.eventStatus, right.parts.eventStatus];
  if (from === null || to === null || from === to || isOver(left) || isOver(right)) return null;
  return { name: 'status', from: printStatus(from), to: printStatus(to) };
}

/** Returns `enabled`, `disabled`, `disabled on replica`. */
function printStatus(status: string): string {
  return status.replaceAll('-', ' ').replace(/^(?:enable|disable)\b/, (word) => `${word}d`);
}

function isOver({ parts }: ComparedRoutine): boolean {
  return parts.event?.isOver === true;
}

/** Returns the difference between the places of a trigger among the triggers that both sides know. */
function orderDifference(left: ComparedRoutine, right: ComparedRoutine): ValueChange | null {
  const [one, other] = [left.parts.order, right.parts.order];
  if (one?.isComplete !== true && other?.isComplete !== true) {
    const [from, to] = [printOrder(one), printOrder(other)];
    return from === to ? null : { name: 'order', from: from || '(any)', to: to || '(any)' };
  }
  if (one === null || other === null) return null;
  const passed = one.before.find((name) => other.after.includes(name));
  if (passed !== undefined) return { name: 'order', from: `after ${passed}`, to: `before ${passed}` };
  const follower = one.after.find((name) => other.before.includes(name));
  return follower === undefined ? null : { name: 'order', from: `before ${follower}`, to: `after ${follower}` };
}

/** Returns true if two events are equal in everything that can be compared. */
function sameButUnknown(left: ComparedRoutine, right: ComparedRoutine): boolean {
  const [from, to] = [left.parts.event, right.parts.event];
  if (from === null || to === null || from.rest !== to.rest) return false;
  const [a, b] = [printCharacteristics(left.characteristics), printCharacteristics(right.characteristics)];
  return a === b && sameIfKnown(from.count, to.count) && sameIfKnown(from.ends, to.ends);
}

/**
 * Returns true unless two known values differ. An empty value is known to be nothing, so only another empty one equals
 * it.
 */
function sameIfKnown(left: string | null, right: string | null): boolean {
  if (left === '' || right === '') return left === right;
  return left === null || right === null || left === right;
}

function describe(routine: ComparedRoutine): string {
  return [routine.parts.clause, printCharacteristics(routine.characteristics)].filter((word) => word !== '').join('; ');
}

function definerDifference(left: Account | null, right: Account | null): ValueChange | null {
  if (left === null || right === null) return null;
  const [a, b] = [printAccount(left), printAccount(right)];
  return a === b ? null : { name: 'definer', from: a, to: b };
}

function modesDifferences(left: ComparedRoutine, right: ComparedRoutine): readonly ValueChange[] {
  const pairs: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['sql_mode', left.modes.sqlMode?.join(','), right.modes.sqlMode?.join(',')],
    ['character_set_client', left.modes.characterSet ?? undefined, right.modes.characterSet ?? undefined],
    ['collation_connection', left.modes.collation ?? undefined, right.modes.collation ?? undefined],
    ['time_zone', left.modes.timeZone, right.modes.timeZone],
  ];
  return pairs.flatMap(([name, a, b]) =>
    a === undefined || b === undefined || a === b ? [] : [{ name, from: a || "''", to: b || "''" }],
  );
}
