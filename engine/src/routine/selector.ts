/**
 * The selectors with which people name routines: `name`, `schema.name` or `function:name`, with `*` as a wildcard and an
 * optional `@version` or `@environment`.
 */
import { failure, type Failure } from '../base/failure';
import { nearestWord } from '../base/nearest-word';
import { succeed, type Result } from '../base/result';
import { parseIdentifier } from './identifier';
import { printDistinctly, unitOf } from './distinct-names';
import { foldName, printKey, type RoutineKey } from './routine';
import type { RoutineKind } from '../syntax/routine-kind';

export interface Selector {
  /** The text as it was given, for messages. */
  readonly text: string;
  /** The kind before the colon; null if any kind is meant. A package includes its body. */
  readonly kind: RoutineKind | null;
  readonly schema: NamePattern | null;
  readonly name: NamePattern;
  /** The version or environment after `@`; null if there is none. */
  readonly at: string | null;
}

/** A literal name, or a pattern in which `*` matches anything. */
export interface NamePattern {
  readonly text: string;
  readonly isLiteral: boolean;
}

const part = '(?:`(?:[^`]|``)+`|[^.`@]+)';
const shape = new RegExp(`^(?:(${part})\\.)?(${part})(?:@([^@\`]+))?$`, 's');
const kindAndName = /^\s*(procedure|function|trigger|event|view|package):(.+)$/is;

/** Takes a version's identifier too, `place_order_v1.2.0_20260907_prod`. A name with a dot, an `@` or a backtick in it is written in backticks: `` shop.`odd.name` ``. */
export function parseSelector(text: string): Result<Selector, Failure> {
  const [, word = null, named = text] = kindAndName.exec(text) ?? [];
  const kind = word === null ? null : (word.toLowerCase() as RoutineKind);
  const pasted = parseIdentifier(named);
  if (pasted !== null)
    return succeed({ text, kind, schema: null, name: { text: pasted.name, isLiteral: true }, at: pasted.version });
  const match = shape.exec(named.trim());
  const name = match?.[2];
  if (match === null || name === undefined)
    return failure(
      'usage',
      `"${text}" is not a valid routine selector.`,
      'Write name, schema.name, function:name or name@1.2.0. Put a name that contains a dot or @ in backticks.',
    );
  const schema = match[1];
  return succeed({
    text,
    kind,
    schema: schema === undefined ? null : readPattern(schema),
    name: readPattern(name),
    at: match[3] ?? null,
  });
}

/** Returns true for a selector with a wildcard, which selects any number of routines. */
export function isPattern(text: string): boolean {
  const selector = parseSelector(text);
  return selector.ok && !(selector.value.name.isLiteral && (selector.value.schema?.isLiteral ?? true));
}

/** Returns true if the selector matches the key, ignoring case as the server does for routines. */
export function selects(selector: Selector, key: RoutineKey): boolean {
  return (
    (selector.kind === null || selector.kind === unitOf(key.kind)) &&
    (selector.schema === null || matches(selector.schema, key.schema)) &&
    matches(selector.name, key.name)
  );
}

/**
 * Returns the items that a selector means: of names that differ in case only, the one that is written so. A package and
 * its body are one unit, and so one name means both.
 */
export function meantBy<T>(items: readonly T[], keyOf: (item: T) => RoutineKey, selector: Selector): readonly T[] {
  const found = items.filter((item) => selects(selector, keyOf(item)));
  if (!selector.name.isLiteral || found.length < 2) return found;
  const isExact = (item: T): boolean => keyOf(item).name === selector.name.text;
  const isApart = (item: T): boolean => !isExact(item) && foldName(keyOf(item).kind, 'A') === 'A';
  return found.some(isExact) ? found.filter((item) => !isApart(item)) : found;
}

/** Returns the failure for a literal name with several meanings; null if it has one, or is a pattern. */
export function rejectAmbiguous(selector: Selector, keys: readonly RoutineKey[]): Result<never, Failure> | null {
  if (!selector.name.isLiteral || (selector.schema !== null && !selector.schema.isLiteral)) return null;
  const units = [...new Map(keys.map((key) => [printDistinctly(key), key])).values()];
  const [first, second] = units;
  if (first === undefined || second === undefined) return null;
  const differInKind = units.some((key) => unitOf(key.kind) !== unitOf(first.kind));
  return failure(
    'usage',
    `${selector.text} can mean ${units.map(differInKind ? printDistinctly : printKey).join(' or ')}.`,
    differInKind
      ? `Write the kind before the name: ${printDistinctly(first)}.`
      : `Write the schema before the name: ${printKey(first)}.`,
  );
}

/**
 * Returns the items whose keys match the selectors, in the order of `items`; all of them without selectors. Fails if a
 * selector matches nothing, and names the existing routines.
 */
export function select<T>(
  items: readonly T[],
  keyOf: (item: T) => RoutineKey,
  selectors: readonly Selector[],
): Result<readonly T[], Failure> {
  if (selectors.length === 0) return succeed(items);
  const idle = selectors.find((selector) => !items.some((item) => selects(selector, keyOf(item))));
  if (idle !== undefined) return notFound(idle, items.map(keyOf));
  return succeed(items.filter((item) => selectors.some((selector) => selects(selector, keyOf(item)))));
}

export function parseSelectors(texts: readonly string[]): Result<readonly Selector[], Failure> {
  const selectors: Selector[] = [];
  for (const text of texts) {
    const parsed = parseSelector(text);
    if (!parsed.ok) return parsed;
    selectors.push(parsed.value);
  }
  return succeed(selectors);
}

/** Parses selectors where neither a version nor an environment can be chosen. */
export function parseNames(texts: readonly string[]): Result<readonly Selector[], Failure> {
  const parsed = parseSelectors(texts);
  const chosen = parsed.ok ? parsed.value.find(({ at }) => at !== null) : undefined;
  if (chosen === undefined) return parsed;
  return failure(
    'usage',
    `"${chosen.text}" names ${chosen.at ?? ''}, which has no effect here: only the name of a routine counts.`,
    'Leave @ and what follows it out.',
  );
}

function notFound(selector: Selector, keys: readonly RoutineKey[]): Result<never, Failure> {
  const nearest = nearestWord(
    selector.name.text,
    keys.map(({ name }) => name),
  );
  const near =
    keys.find((key) => key.name.toLowerCase().includes(selector.name.text.toLowerCase().replaceAll('*', ''))) ??
    keys.find(({ name }) => name === nearest);
  const remedy =
    near === undefined
      ? 'Check the spelling. A routine is selected by name, schema.name or function:name.'
      : `Did you mean ${printKey(near)}?`;
  return failure('not-found', `Unknown routine ${selector.text}.`, remedy);
}

function readPattern(text: string): NamePattern {
  return text.startsWith('`')
    ? { text: text.slice(1, -1).replaceAll('``', '`'), isLiteral: true }
    : { text: text.trim(), isLiteral: !text.includes('*') };
}

function matches({ text, isLiteral }: NamePattern, name: string): boolean {
  if (isLiteral) return text.toLowerCase() === name.toLowerCase();
  const escaped = text.split('*').map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 'is').test(name);
}
