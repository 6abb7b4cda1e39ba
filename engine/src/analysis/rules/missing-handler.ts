/**
 * Rule: NOT FOUND has no handler where it matters. A FETCH after the last row fails with error 1329; a SELECT … INTO
 * that finds nothing keeps the values of its variables, in a loop those of the row before (manual: "DECLARE …
 * HANDLER").
 */
import { append } from '../../base/long-lists';
import type { Span } from '../../base/text';
import type { LoopStatement, SqlStatement, Statement } from '../../syntax/nodes';
import type { TokenCursor } from '../../syntax/token-cursor';
import { walkStatements } from '../../syntax/walk-statements';
import { isOracle } from './is-oracle';
import { findNotFoundHandler, mayFindNothing } from '../program/not-found';
import { findTokens, type RoutineBody } from '../program/routine-body';
import type { Mistake, Rule } from './rule';
import { isEndlessCursorLoop } from './endless-cursor-loop';

export const missingHandler: Rule = {
  code: 'missing-handler',
  severity: 'warning',
  *check(context) {
    if (isOracle(context)) return;
    const { program } = context;
    const reported = new Set<Statement>();
    for (const { statement: loop, around } of program().statements) {
      if (loop.kind !== 'loop' || loop.form === 'for') continue;
      for (const [inner, place] of walkStatements(loop, around)) {
        if (reported.has(inner) || findNotFoundHandler(place) !== null) continue;
        const mistake = classify(program(), loop, inner);
        if (mistake === null) continue;
        reported.add(inner);
        yield mistake;
      }
    }
  },
};

function classify({ tokens }: RoutineBody, loop: LoopStatement, inner: Statement): Mistake | null {
  if (inner.kind === 'cursor' && inner.form === 'fetch' && inner.into.length > 0) {
    if (endsByItself(tokens, loop) || isEndlessCursorLoop(loop)) return null;
    const message =
      'Missing NOT FOUND handler. This FETCH fails with error 1329 after the last row. Declare a NOT FOUND handler.';
    return { span: inner.span, message };
  }
  if (inner.kind !== 'sql' || inner.verb !== 'SELECT' || !mayFindNothing(tokens, inner)) return null;
  // This matters only if it reads another row each time.
  if (!namesOneOf(tokens, inner.span, namesSetIn(loop, inner))) return null;
  const [kept] = inner.assigns.filter(({ text }) => !isReset(loop, inner, text));
  if (kept === undefined) return null;
  return {
    span: inner.span,
    severity: 'information',
    message: `If this finds no row, \`${kept.text}\` keeps its value from the previous iteration. Set it before the SELECT, or handle NOT FOUND.`,
  };
}

/** Returns true if the loop may end by itself: a condition that ends it depends on a variable that it sets. */
function endsByItself(tokens: TokenCursor, loop: LoopStatement): boolean {
  const changed = namesSetIn(loop);
  return endingConditions(loop).some((condition) => namesOneOf(tokens, condition, changed));
}

/** Returns the conditions of WHILE and REPEAT, and of each IF and CASE that leaves the loop. */
function endingConditions(loop: LoopStatement): readonly Span[] {
  const conditions = loop.condition === null ? [] : [loop.condition];
  for (const [inner] of walkStatements(loop)) {
    if (inner.kind !== 'if' && inner.kind !== 'case') continue;
    const leaves = walkStatements(inner).some(([one]) => one.kind === 'jump' || one.kind === 'return');
    if (leaves)
      append(
        conditions,
        inner.branches.flatMap(({ condition }) => condition ?? []),
      );
  }
  return conditions;
}

/** Returns the names in lower case. */
function namesSetIn(loop: LoopStatement, except: SqlStatement | null = null): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [inner] of walkStatements(loop)) {
    const given = inner.kind === 'cursor' ? inner.into : inner.kind === 'sql' && inner !== except ? inner.assigns : [];
    for (const { text } of given) names.add(text.toLowerCase());
  }
  return names;
}

function namesOneOf(tokens: TokenCursor, span: Span, names: ReadonlySet<string>): boolean {
  const { first, end } = findTokens(tokens, span);
  for (let i = first; i < end; i++) if (names.has(tokens.name(i).text.toLowerCase())) return true;
  return false;
}

/** Returns true if another statement of the loop assigns the variable. */
function isReset(loop: LoopStatement, select: SqlStatement, name: string): boolean {
  const same = (one: string): boolean => one.toLowerCase() === name.toLowerCase();
  for (const [inner] of walkStatements(loop)) {
    if (inner === select) continue;
    if (inner.kind === 'sql' && inner.assigns.some(({ text }) => same(text))) return true;
    if (inner.kind === 'cursor' && inner.into.some(({ text }) => same(text))) return true;
    if (inner.kind === 'call' && inner.arguments.some(({ variable }) => variable !== null && same(variable)))
      return true;
    if (inner.kind === 'block' && declares(inner, same)) return true;
  }
  return false;
}

/** Returns true if a block inside the loop declares the variable, which is initialized each time. */
function declares({ declarations }: Extract<Statement, { kind: 'block' }>, same: (name: string) => boolean): boolean {
  return declarations.some((one) => one.kind === 'variable' && one.names.some(({ text }) => same(text)));
}
