/** What differs between two routines, facet by facet; what one side does not state cannot differ. */
import { printCharacteristics } from './make-checksums';
import { printAccount } from './print-routine';
import type { Account, Routine, StoredReturns } from './routine';
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
  | 'unreadable';

export interface Difference {
  readonly kind: Exclude<DifferenceKind, 'missing-left' | 'missing-right' | 'grants'>;
  /** One sentence fragment that a person can act on. */
  readonly detail: string;
}

/** What comparing needs of a routine. */
export type ComparedRoutine = Omit<Routine, 'origin' | 'text' | 'dependencies'>;

export interface DifferenceOptions {
  /** Character set that a RETURNS without one gets there; null where unknown. */
  readonly defaultCharacterSet?: string | null;
  /** What the details call the two; `on the left` and `on the right` where nothing is said. */
  readonly sides?: Sides;
}

/** `before` and `after`, `as deployed` and `live`. */
export type Sides = readonly [left: string, right: string];

const leftAndRight: Sides = ['on the left', 'on the right'];

/** Differences in a fixed order: signature, body or layout, characteristics, definer, modes. */
export function findDifferences(
  left: ComparedRoutine,
  right: ComparedRoutine,
  options: DifferenceOptions = {},
): readonly Difference[] {
  const found: Difference[] = [];
  const add = (kind: Difference['kind'], detail: string | null): void => {
    if (detail !== null) found.push({ kind, detail });
  };
  const { defaultCharacterSet = null, sides = leftAndRight } = options;
  const signature = signatureDifference([left, right], defaultCharacterSet, sides);
  add('signature', signature);
  if (signature === null || left.parts.body !== right.parts.body) addTextDifference(left, right, add);
  add('characteristics', characteristicsDifference(left, right, sides));
  add('definer', definerDifference(left.definer, right.definer, sides));
  add('modes', modesDifference(left, right, sides));
  return found;
}

function addTextDifference(
  left: ComparedRoutine,
  right: ComparedRoutine,
  add: (kind: Difference['kind'], detail: string) => void,
): void {
  // The server keeps its own rendering of a view; only the ledger knows which source it came from.
  if (left.key.kind === 'view') return;
  const sameBody = left.parts.body === right.parts.body;
  if (sameBody && left.parts.parameters === right.parts.parameters) return;
  if (left.checksums.semantic === right.checksums.semantic) add('layout', 'only white space, comments or case differ');
  else if (!sameBody && !sameSemanticBody(left, right)) add('body', 'the bodies differ');
  else add('layout', 'only white space, comments or case differ');
}

function sameSemanticBody(left: ComparedRoutine, right: ComparedRoutine): boolean {
  return left.checksums.semanticBody === right.checksums.semanticBody;
}

function signatureDifference(
  [left, right]: readonly [ComparedRoutine, ComparedRoutine],
  defaultCharacterSet: string | null,
  [here, there]: Sides,
): string | null {
  const print = (routine: ComparedRoutine): string =>
    routine.signature.parameters.map(({ mode, name, type }) => `${mode} ${name} ${type}`).join(', ');
  const [a, b] = [print(left), print(right)];
  if (a.toLowerCase() !== b.toLowerCase()) return `parameters are (${a}) ${here} and (${b}) ${there}`;
  const [from, to] = [left.parts.returns, right.parts.returns];
  if (from === null || to === null || sameReturns(from, to, defaultCharacterSet)) return null;
  return `it returns ${printReturns(from)} ${here} and ${printReturns(to)} ${there}`;
}

function sameReturns(left: StoredReturns, right: StoredReturns, defaultCharacterSet: string | null): boolean {
  const [from, to] = [left.characterSet ?? defaultCharacterSet, right.characterSet ?? defaultCharacterSet];
  // The length of a text in characters says which type it is once its character set is known.
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

/** `_bin` is that of a character set that is not stated. */
function isOfSome(ending: string, collation: string): boolean {
  return ending.startsWith('_') && collation.endsWith(ending);
}

function printReturns({ type, characterSet, collation }: StoredReturns): string {
  return [type, characterSet && `charset ${characterSet}`, collation && `collate ${collation}`]
    .filter(Boolean)
    .join(' ');
}

function characteristicsDifference(left: ComparedRoutine, right: ComparedRoutine, [here, there]: Sides): string | null {
  const [a, b] = [describe(left), describe(right)];
  if (a !== b && !sameButUnknown(left, right)) return `${a || 'defaults'} ${here}, ${b || 'defaults'} ${there}`;
  const { starts, eventStatus } = left.parts;
  if (starts !== null && right.parts.starts !== null && starts !== right.parts.starts)
    return `it starts ${starts} ${here}, ${right.parts.starts} ${there}`;
  if (eventStatus !== null && right.parts.eventStatus !== null && eventStatus !== right.parts.eventStatus)
    return `it is ${eventStatus}d ${here}, ${right.parts.eventStatus}d ${there}`;
  return null;
}

/** Whether two events say the same in all that can be compared. */
function sameButUnknown(left: ComparedRoutine, right: ComparedRoutine): boolean {
  const [from, to] = [left.parts.event, right.parts.event];
  if (from === null || to === null || from.rest !== to.rest) return false;
  const [a, b] = [printCharacteristics(left.characteristics), printCharacteristics(right.characteristics)];
  return a === b && sameIfKnown(from.count, to.count) && sameIfKnown(from.ends, to.ends);
}

/** Nothing stated is known not to be something that only the server knows. */
function sameIfKnown(left: string | null, right: string | null): boolean {
  if (left === '' || right === '') return left === right;
  return left === null || right === null || left === right;
}

function describe(routine: ComparedRoutine): string {
  return [routine.parts.clause, printCharacteristics(routine.characteristics)].filter((word) => word !== '').join('; ');
}

function definerDifference(left: Account | null, right: Account | null, [here, there]: Sides): string | null {
  if (left === null || right === null) return null;
  const [a, b] = [printAccount(left), printAccount(right)];
  return a === b ? null : `${a} ${here}, ${b} ${there}`;
}

function modesDifference(left: ComparedRoutine, right: ComparedRoutine, [here, there]: Sides): string | null {
  const pairs: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['sql_mode', left.modes.sqlMode?.join(','), right.modes.sqlMode?.join(',')],
    ['character_set_client', left.modes.characterSet ?? undefined, right.modes.characterSet ?? undefined],
    ['collation_connection', left.modes.collation ?? undefined, right.modes.collation ?? undefined],
  ];
  const different = pairs.filter(([, a, b]) => a !== undefined && b !== undefined && a !== b);
  if (different.length === 0) return null;
  return different.map(([name, a, b]) => `${name} is ${a || "''"} ${here}, ${b || "''"} ${there}`).join('; ');
}
