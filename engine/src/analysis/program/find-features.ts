/** The features of a routine that depend on the version of the server, each with its position. */
import type { Span } from '../../base/text';
import type { ServerVersion } from '../../syntax/dialect';
import { kw } from '../../syntax/keywords';
import type { Definition } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op, tokenKind } from '../../syntax/tokens';
import { findWordId, isBuiltIn } from '../../syntax/vocabulary';
import { findTokens, type RoutineBody } from './routine-body';
import { resolveRoutine } from './resolve';
import {
  commonTableExpression,
  createIfNotExists,
  functionFeatures,
  removedMode,
  removedModes,
  removedVariable,
  wordFeatures,
  type ServerFeature,
  type WordFeature,
} from './server-features';
import type { SourceIndex, SourceRoutine } from '../sources/source-index';

export interface FoundFeature {
  readonly feature: ServerFeature;
  readonly span: Span;
}

/**
 * Returns the features in the order of the text. A stored function of the project is not a feature, whatever its name.
 */
export function* findFeatures(
  index: SourceIndex,
  source: SourceRoutine,
  { tokens }: RoutineBody,
): Generator<FoundFeature> {
  const { definition } = source;
  if (definition.ifNotExists && storedKinds.has(definition.kind))
    yield { feature: createIfNotExists, span: definition.name.span };
  const isFunction = functionsOf(index, source, tokens);
  const { first, end } = findTokens(tokens, definition.body ?? definition.name.span);
  for (let i = first; i < end; i++) {
    const found = featureAt(tokens, i, isFunction);
    if (found !== null) yield { feature: found[0], span: tokens.span(i, i + found[1]) };
  }
}

const storedKinds: ReadonlySet<Definition['kind']> = new Set(['procedure', 'function', 'trigger']);

/** Returns true if a function that no file defines is built in on some server: then the version decides. */
export function isFunctionOfSomeServer(name: string): boolean {
  return functionFeatures.has(name.toUpperCase());
}

/** Returns whether a server has the feature; a feature that no known server has is not there. */
export function availabilityOf(
  feature: ServerFeature,
  { dialect, serverVersion }: ServerVersion,
): 'there' | 'not-yet' | 'removed' {
  const { since = 0, until = Infinity } = feature[dialect];
  if (serverVersion >= until) return 'removed';
  return serverVersion < since ? 'not-yet' : 'there';
}

/**
 * Returns a predicate for names before a `(` that call a built-in function, not a table with a list of columns or a
 * stored function.
 */
function functionsOf(index: SourceIndex, source: SourceRoutine, tokens: TokenCursor): (i: number) => boolean {
  const { dialect, serverVersion } = source.parserOptions;
  const references = new Map(source.definition.references.map((one) => [one.nameSpan.start, one]));
  return (i) => {
    const reference = references.get(tokens.start(i));
    if (reference !== undefined)
      return (
        reference.kind === 'function' &&
        resolveRoutine(index, source.key, reference) === null &&
        !index.installs(reference.name)
      );
    const before = tokens.id(i - 1);
    return before !== 0 && !beforeNames.has(before) && isBuiltIn(tokens.id(i), dialect, serverVersion);
  };
}

/** The keywords before the name of a CTE, an alias, an index or a column. */
const beforeNames: ReadonlySet<number> = new Set([kw.AS, kw.WITH, kw.RECURSIVE, kw.INDEX, kw.KEY, kw.COLUMN]);

type Found = readonly [feature: ServerFeature, tokens: number];

function featureAt(tokens: TokenCursor, i: number, isFunction: (i: number) => boolean): Found | null {
  const kind = tokens.kind(i);
  if (kind === tokenKind.systemVariable) return variableAt(tokens, i);
  if (kind === tokenKind.string) return modeAt(tokens, i);
  if (kind !== tokenKind.word || tokens.isAfterDot(i)) return null;
  if (tokens.id(i + 1) === op.openParenthesis) {
    const feature = functionFeatures.get(tokens.upper(i));
    if (feature !== undefined && isFunction(i)) return [feature, 1];
  }
  const id = tokens.id(i);
  if (id === kw.WITH) return isCommonTable(tokens, i) ? [commonTableExpression, 1] : null;
  const rows = byFirstWord.get(id);
  const row = rows?.find(({ words }) => words.every((word, at) => isThere(tokens, i + at, word)));
  if (row !== undefined) return [row, row.words.filter((word) => word !== '(').length];
  const isSet = tokens.id(i - 1) === kw.SET && (tokens.id(i + 1) === op.equals || tokens.id(i + 1) === op.assign);
  const variable = isSet ? removedVariable(tokens.raw(i)) : null;
  return variable === null ? null : [variable, 1];
}

const byFirstWord: ReadonlyMap<number, readonly WordFeature[]> = groupByFirstWord();

function groupByFirstWord(): ReadonlyMap<number, readonly WordFeature[]> {
  const groups = new Map<number, WordFeature[]>();
  for (const feature of wordFeatures) {
    const id = findWordId(feature.words[0] ?? '');
    if (id === 0) throw new Error(`${feature.words[0] ?? ''} is not in the vocabulary: add it to keywords.ts.`);
    groups.set(id, [...(groups.get(id) ?? []), feature]);
  }
  return groups;
}

function isThere(tokens: TokenCursor, i: number, word: string): boolean {
  return word === '(' ? tokens.id(i) === op.openParenthesis : tokens.isWord(i, word);
}

/**
 * Returns true at `WITH RECURSIVE`, `WITH t AS (` and `WITH t (a, b) AS (`, but not at WITH ROLLUP and WITH CHECK
 * OPTION.
 */
function isCommonTable(tokens: TokenCursor, i: number): boolean {
  if (tokens.id(i + 1) === kw.RECURSIVE) return true;
  if (!tokens.isName(i + 1)) return false;
  return tokens.id(i + 2) === kw.AS || tokens.id(i + 2) === op.openParenthesis;
}

/** Returns the feature of a removed variable: `@@tx_isolation`, `@@session.tx_isolation`. */
function variableAt(tokens: TokenCursor, i: number): Found | null {
  const feature = removedVariable(tokens.raw(i).replace(/^@@(?:\w+\.)?/, ''));
  return feature === null ? null : [feature, 1];
}

/** Returns a removed mode in the string that is assigned to sql_mode. */
function modeAt(tokens: TokenCursor, i: number): Found | null {
  const sign = tokens.id(i - 1);
  if ((sign !== op.equals && sign !== op.assign) || !/sql_mode$/i.test(tokens.raw(i - 2))) return null;
  const modes = tokens.raw(i).slice(1, -1).toUpperCase().split(',');
  const removed = modes.find((mode) => removedModes.has(mode.trim()));
  return removed === undefined ? null : [removedMode(removed.trim()), 1];
}
