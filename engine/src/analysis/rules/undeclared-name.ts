/**
 * Rule: a name that can only be a variable, and that is not declared. MariaDB rejects it (1327); MySQL rejects it as a
 * target only (1193, 1327) and fails with 1054 where it reads it. Names in queries, which may be columns, are not
 * checked.
 */
import type { Span } from '../../base/text';
import { kw } from '../../syntax/keywords';
import { readName } from '../../syntax/literals';
import type { Definition } from '../../syntax/nodes';
import { wordIds, type TokenCursor } from '../../syntax/token-cursor';
import { op, tokenKind } from '../../syntax/tokens';
import type { Locals } from '../program/find-local';
import { isOracle } from './is-oracle';
import { findClose, splitAtCommas } from '../program/levels';
import { findTokens, type PlacedStatement, type TokenRange } from '../program/routine-body';
import type { Rule } from './rule';
import { isSystemVariable } from '../program/system-variables';

export const undeclaredName: Rule = {
  code: 'undeclared-name',
  severity: 'error',
  *check(context) {
    const { definition } = context.source;
    if (definition.statement === null || isOracle(context)) return;
    const { tokens, statements, locals } = context.program();
    const isKnown = makeIsKnown(definition, statements, locals);
    for (const placed of statements) {
      const named = [
        ...targetsOf(tokens, placed),
        ...expressionsOf(placed, tokens).flatMap((range) => namesIn(tokens, range)),
      ];
      for (const { token, role } of named) {
        const raw = tokens.raw(token);
        if (isKnown(inside(placed), raw)) continue;
        const name = readName(raw);
        if (role === 'set' && isSystemVariable(name)) continue;
        yield { span: tokens.span(token, token + 1), message: describe(name, role) };
      }
    }
  },
};

/**
 * Returns a predicate for declared names, as written, at a place. Long bodies use few names often: each is looked up
 * once for each block.
 */
function makeIsKnown(
  definition: Definition,
  statements: readonly PlacedStatement[],
  locals: Locals,
): (around: PlacedStatement['around'], raw: string) => boolean {
  let looseNames: ReadonlySet<string> | null = null;
  const isLoose = (name: string): boolean =>
    (looseNames ??= findLooseNames(definition, statements)).has(name.toLowerCase());
  const known = new Map<PlacedStatement['around'], Map<string, boolean>>();
  return (around, raw) => {
    let here = known.get(around);
    if (here === undefined) known.set(around, (here = new Map<string, boolean>()));
    let isKnown = here.get(raw);
    if (isKnown === undefined) {
      const name = readName(raw);
      isKnown = locals.find(around, name) !== null || isLoose(name);
      here.set(raw, isKnown);
    }
    return isKnown;
  };
}

interface NameUse {
  readonly token: number;
  /** `set`: given a value by SET; `into`: by SELECT … INTO or FETCH; `value`: read. */
  readonly role: 'set' | 'into' | 'value';
}

function describe(name: string, role: NameUse['role']): string {
  if (role === 'set')
    return `Undeclared variable \`${name}\`, not a system variable either. Declare it, or correct the name.`;
  if (role === 'into') return `Undeclared variable \`${name}\`. Declare it, correct the name, or write \`@${name}\`.`;
  return `Undeclared name \`${name}\`: no table is read here, so it is not a column. Declare it, or correct the name.`;
}

/** Returns the names that FOR declares in its loop, in lower case; they are treated as declared everywhere. */
function findLooseNames({ references }: Definition, statements: readonly PlacedStatement[]): ReadonlySet<string> {
  const names = statements.flatMap(({ statement }) =>
    statement.kind === 'loop' && statement.variable !== null ? [statement.variable.text.toLowerCase()] : [],
  );
  return new Set([...names, ...references.map(({ name }) => name.toLowerCase())]);
}

/** Returns the scope of a statement. The defaults in a block see its declarations. */
function inside({ statement, around }: PlacedStatement): PlacedStatement['around'] {
  return statement.kind === 'block' ? { declarations: statement.declarations, outer: around } : around;
}

function targetsOf(tokens: TokenCursor, { statement }: PlacedStatement): readonly NameUse[] {
  if (statement.kind === 'cursor')
    return statement.into.flatMap(({ span }) => bareTarget(tokens, span).map((token) => ({ token, role: 'into' })));
  if (statement.kind !== 'sql') return [];
  const role = statement.verb === 'SET' ? 'set' : 'into';
  return statement.assigns.flatMap(({ span }) => bareTarget(tokens, span).map((token) => ({ token, role })));
}

/** Returns the token of an assigned plain name; none for `@v`, `NEW.v`, `GLOBAL v`. */
function bareTarget(tokens: TokenCursor, { start, end }: Span): readonly number[] {
  const { first } = findTokens(tokens, { start, end: start });
  const isBare =
    tokens.end(first) === end && tokens.isName(first) && tokens.id(first + 1) !== op.dot && !tokens.isAfterDot(first);
  return isBare && !scopes.has(tokens.id(first - 1)) ? [first] : [];
}

const scopes: ReadonlySet<number> = new Set([kw.GLOBAL, kw.SESSION, kw.LOCAL, kw.PERSIST, kw.PERSIST_ONLY]);

/** Returns the expressions outside SQL statements, the values of SET, and the arguments of CALL. */
function expressionsOf({ statement }: PlacedStatement, tokens: TokenCursor): readonly TokenRange[] {
  const ranges = (spans: readonly (Span | null)[]): readonly TokenRange[] =>
    spans.flatMap((span) => (span === null ? [] : [findTokens(tokens, span)]));
  switch (statement.kind) {
    case 'block':
      return ranges(statement.declarations.map((one) => (one.kind === 'variable' ? one.defaultValue : null)));
    case 'if':
      return ranges(statement.branches.map(({ condition }) => condition));
    case 'case':
      return ranges([statement.operand, ...statement.branches.map(({ condition }) => condition)]);
    case 'loop':
      return statement.form === 'for' ? [] : ranges([statement.condition]);
    case 'return':
      return ranges([statement.value]);
    case 'call':
      return ranges(statement.arguments.map(({ span }) => span));
    case 'sql':
      return statement.verb === 'SET' && statement.assigns.length > 0 ? valuesOf(tokens, statement.span) : [];
    default:
      return [];
  }
}

/** Returns the values of assignments to local variables only: a system variable accepts words such as ON and ANSI. */
function valuesOf(tokens: TokenCursor, span: Span): readonly TokenRange[] {
  const { first, end } = findTokens(tokens, span);
  return splitAtCommas(tokens, { first: first + 1, end }).flatMap((item) => {
    const sign = tokens.id(item.first + 1);
    if (sign !== op.equals && sign !== op.assign) return [];
    const isUser = tokens.kind(item.first) === tokenKind.userVariable;
    const isLocal = tokens.isName(item.first) && !isSystemVariable(tokens.name(item.first).text);
    return isUser || isLocal ? [{ first: item.first + 2, end: item.end }] : [];
  });
}

/**
 * Returns the bare names of an expression outside its subqueries; words of the language are left out, even where they
 * could be names.
 */
function namesIn(tokens: TokenCursor, { first, end }: TokenRange): readonly NameUse[] {
  const found: NameUse[] = [];
  for (let i = first; i < end; i++) {
    const id = tokens.id(i);
    if (id === op.openParenthesis && opensQuery(tokens, i)) i = findClose(tokens, i, end);
    else if (tokens.isName(i) && mayBeVariable(tokens, i) && isVariablePlace(tokens, i, end))
      found.push({ token: i, role: 'value' });
  }
  return found;
}

/**
 * Returns true if the token may be a variable. Words of the language are not, except some that need parentheses to be
 * functions.
 */
function mayBeVariable(tokens: TokenCursor, i: number): boolean {
  return tokens.id(i) === 0 || tokens.kind(i) === tokenKind.quotedName || goodNames.has(tokens.upper(i));
}

const goodNames: ReadonlySet<string> = new Set(
  'X Y COUNT SUM MIN MAX AVG LENGTH POSITION NAME PATH DATA LIST ERROR VERSION'.split(' '),
);

function opensQuery(tokens: TokenCursor, open: number): boolean {
  let i = open;
  while (tokens.id(i) === op.openParenthesis) i++;
  return queries.has(tokens.id(i));
}

const queries: ReadonlySet<number> = new Set([kw.SELECT, kw.WITH, kw.VALUES, kw.TABLE]);

/**
 * Returns true unless the token is a function, part of a longer name, a character set, a collation, a type or a unit.
 */
function isVariablePlace(tokens: TokenCursor, i: number, end: number): boolean {
  const next = i + 1 < end ? tokens.id(i + 1) : 0;
  if (next === op.openParenthesis || next === op.dot || next === op.colon || tokens.isAfterDot(i)) return false;
  if (i + 1 < end && tokens.kind(i + 1) === tokenKind.string) return false;
  return tokens.id(i - 1) !== op.openBrace && !before.has(tokens.id(i - 1)) && !/^sql_tsi_/i.test(tokens.raw(i));
}

const before = wordIds('AS COLLATE USING SET CHARSET FOR OF RETURNING INTERVAL');
