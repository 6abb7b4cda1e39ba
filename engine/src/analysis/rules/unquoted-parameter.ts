/**
 * Rule: a text parameter is inserted unchanged into a prepared statement, so that a caller can inject SQL. A parameter
 * with any other use, which may be a check, is not reported.
 */
import { kw } from '../../syntax/keywords';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op, tokenKind } from '../../syntax/tokens';
import { isText } from '../program/find-local';
import { findClose, outerTokens, splitAtCommas } from '../program/levels';
import { findTokens, type PlacedStatement, type RoutineBody, type TokenRange } from '../program/routine-body';
import type { Rule } from './rule';

export const unquotedParameter: Rule = {
  code: 'unquoted-parameter',
  severity: 'warning',
  *check({ source, program }) {
    const { definition } = source;
    if (definition.dynamic.length === 0 || definition.body === null) return;
    const { tokens } = program();
    const parts = findParts(program()).filter((part) => isTextParameter(program(), part));
    if (parts.length === 0) return;
    const usedOtherwise = findOtherUses(tokens, findTokens(tokens, definition.body));
    for (const { index } of parts) {
      const name = tokens.name(index).text;
      if (usedOtherwise.has(name.toLowerCase())) continue;
      yield {
        span: tokens.span(index, index + 1),
        message: `SQL injection: parameter \`${name}\` is used unquoted in a statement. Pass a value with EXECUTE … USING or QUOTE(); double the backticks in a name.`,
      };
    }
  },
};

/** A plain name among the arguments of the CONCAT that builds a prepared text. */
interface Part extends Pick<PlacedStatement, 'around'> {
  readonly index: number;
}

function isTextParameter({ tokens, locals }: RoutineBody, { index, around }: Part): boolean {
  const local = locals.find(around, tokens.name(index).text);
  return local?.kind === 'parameter' && isText(local);
}

/** Follows each PREPARE back through the variables that build its text; no value is visited twice. */
function findParts(program: RoutineBody): readonly Part[] {
  const { tokens } = program;
  const values = findValues(program);
  const seen = new Set<number>();
  const followed = new Set<string>();
  const parts: Part[] = [];
  const queue = program.statements.flatMap((placed) => preparedText(tokens, placed));
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    if (seen.has(value.first) || value.first >= value.end) continue;
    seen.add(value.first);
    const { first, end, around } = value;
    if (end - first === 1) {
      if (!tokens.isName(first) && tokens.kind(first) !== tokenKind.userVariable) continue;
      const name = tokens.name(first).text.toLowerCase();
      // A text that grows line by line uses its variable in each of them.
      if (!followed.has(name)) for (const given of values.get(name) ?? []) queue.push(given);
      followed.add(name);
      continue;
    }
    for (const argument of concatArguments(tokens, value)) {
      if (argument.end - argument.first === 1 && tokens.isName(argument.first))
        parts.push({ index: argument.first, around });
      queue.push({ ...argument, around });
    }
  }
  return parts.sort((a, b) => a.index - b.index);
}

interface Value extends TokenRange, Pick<PlacedStatement, 'around'> {}

function preparedText(tokens: TokenCursor, { statement, around }: PlacedStatement): readonly Value[] {
  if (statement.kind !== 'sql') return [];
  const { first, end } = findTokens(tokens, statement.span);
  if (statement.verb === 'PREPARE') return [{ first: first + 3, end, around }];
  if (statement.verb !== 'EXECUTE IMMEDIATE') return [];
  const using = [...outerTokens(tokens, { first, end })].find((i) => tokens.id(i) === kw.USING);
  return [{ first: first + 2, end: using ?? end, around }];
}

/** Returns the values that SET assigns to variables, by lower-case name. */
function findValues({ tokens, statements }: RoutineBody): ReadonlyMap<string, readonly Value[]> {
  const values = new Map<string, Value[]>();
  for (const { statement, around } of statements) {
    if (statement.kind !== 'sql' || statement.verb !== 'SET') continue;
    const { first, end } = findTokens(tokens, statement.span);
    for (const item of splitAtCommas(tokens, { first: first + 1, end })) {
      const sign = tokens.id(item.first + 1);
      if (sign !== op.equals && sign !== op.assign) continue;
      const name = tokens.name(item.first).text.toLowerCase();
      const value = { first: item.first + 2, end: item.end, around };
      const known = values.get(name);
      if (known === undefined) values.set(name, [value]);
      else known.push(value);
    }
  }
  return values;
}

/**
 * Returns the arguments; none if the value is not a single CONCAT: a parameter inside QUOTE or REPLACE is not reported.
 */
function concatArguments(tokens: TokenCursor, { first, end }: TokenRange): readonly TokenRange[] {
  const id = tokens.id(first);
  if ((id !== kw.CONCAT && id !== kw.CONCAT_WS) || tokens.id(first + 1) !== op.openParenthesis) return [];
  if (findClose(tokens, first + 1, end) !== end - 1) return [];
  return splitAtCommas(tokens, { first: first + 2, end: end - 1 });
}

/** Returns the lower-case names that are used anywhere but between the commas of a CONCAT, or before IS NULL. */
function findOtherUses(tokens: TokenCursor, { first, end }: TokenRange): ReadonlySet<string> {
  const names = new Set<string>();
  const calls: boolean[] = [];
  for (let i = first; i < end; i++) {
    const id = tokens.id(i);
    if (id === op.openParenthesis) {
      const callee = tokens.id(i - 1);
      calls.push(callee === kw.CONCAT || callee === kw.CONCAT_WS);
    } else if (id === op.closeParenthesis) calls.pop();
    if (!tokens.isName(i)) continue;
    const isPart = calls.at(-1) === true && isEdge(tokens.id(i - 1)) && isEdge(tokens.id(i + 1));
    if (!isPart && !tokens.isWord(i + 1, 'IS')) names.add(tokens.name(i).text.toLowerCase());
  }
  return names;
}

function isEdge(id: number): boolean {
  return id === op.comma || id === op.openParenthesis || id === op.closeParenthesis;
}
