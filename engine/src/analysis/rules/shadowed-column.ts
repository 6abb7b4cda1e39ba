/**
 * Rule: a parameter or variable has the name of the column that it is compared with. Both sides mean the variable
 * (manual: "Local Variable Scope and Resolution"), so the condition is true for every row: a DELETE with it empties the
 * table. With a live schema also a selected variable whose name is a column of a table in the query.
 */
import { inBackticks } from '../../base/in-backticks';
import type { Span } from '../../base/text';
import { findColumn, type LiveTable } from '../../routine/live-tables';
import { kw } from '../../syntax/keywords';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import type { Local } from '../program/find-local';
import { findEnclosingEnd, outerTokens, splitAtCommas } from '../program/levels';
import type { StatementRange } from '../program/routine-body';
import type { Mistake, Rule, RuleContext } from './rule';

export const shadowedColumn: Rule = {
  code: 'shadowed-column',
  severity: 'error',
  *check(context) {
    const { source, program, live } = context;
    const { tokens, ranges, locals } = program();
    for (const range of ranges) {
      const find = (i: number): Local | null => locals.find(range.around, tokens.name(i).text);
      for (const i of findSelfComparisons(tokens, range)) {
        const local = find(i);
        if (local === null || findOwner(context, (at) => isWithin(range.span, at), local.name.text) === 'no table')
          continue;
        const span = tokens.span(i, i + 3);
        const message = `${inBackticks(tokens.text.slice(span.start, span.end))} compares the ${local.kind} with itself, not with a column. Qualify the column, or rename the ${local.kind}.`;
        yield { span, message, related: declaredHere(source.file, local) };
      }
      for (const { item, sources } of live === null ? [] : findBareItems(tokens, range)) {
        const local = find(item);
        const owner = local && findOwner(context, ({ start }) => sources.has(start), local.name.text);
        if (local === null || owner === null || typeof owner === 'string') continue;
        const message = `\`${local.name.text}\` is the ${local.kind}, not the column of \`${owner.schema}.${owner.name}\`. Qualify the column, or rename the ${local.kind}.`;
        yield {
          span: tokens.span(item, item + 1),
          message,
          severity: 'warning',
          related: declaredHere(source.file, local),
        };
      }
    }
  },
};

function declaredHere(file: string, { kind, name }: Local): NonNullable<Mistake['related']> {
  return [{ file, span: name.span, message: `The ${kind} is declared here.` }];
}

/** Returns the table at these places that has the column; `no table` if none has it, null if that is unknown. */
function findOwner(
  { live, source }: RuleContext,
  isThere: (at: Span) => boolean,
  column: string,
): LiveTable | 'no table' | null {
  const { definition, key } = source;
  const tables = definition.references
    .filter(({ kind, span }) => (kind === 'read' || kind === 'write') && isThere(span))
    .map(({ schema, name }) => live?.find(schema ?? key.schema, name) ?? null);
  const owner = tables.find((table) => table !== null && findColumn(table, column) !== null);
  if (owner != null) return owner;
  return tables.length > 0 && !tables.includes(null) ? 'no table' : null;
}

function isWithin(outer: Span, { start, end }: Span): boolean {
  return outer.start <= start && end <= outer.end;
}

/**
 * Yields the items of a SELECT that are only a name, each with the positions at which its query's own tables may be
 * named.
 */
function* findBareItems(
  tokens: TokenCursor,
  { first, end }: StatementRange,
): Generator<{ readonly item: number; readonly sources: ReadonlySet<number> }> {
  for (let i = first; i < end; i++) {
    if (tokens.id(i) !== kw.SELECT) continue;
    const query = { first: i + 1, end: findQueryEnd(tokens, i, end) };
    const outer = [...outerTokens(tokens, query)];
    const from = outer.find((token) => tokens.id(token) === kw.FROM);
    if (from === undefined) continue;
    const into = outer.find((token) => tokens.id(token) === kw.INTO) ?? from;
    const sources = new Set(outer.filter((token) => token > from).map((token) => tokens.start(token)));
    for (const item of splitAtCommas(tokens, { first: i + 1, end: Math.min(from, into) }))
      if (item.end === item.first + 1 && tokens.isName(item.first)) yield { item: item.first, sources };
  }
}

/** Returns the position of UNION, of the parenthesis that closes the query, or of the end of the statement. */
function findQueryEnd(tokens: TokenCursor, from: number, end: number): number {
  const close = findEnclosingEnd(tokens, from, end);
  for (const i of outerTokens(tokens, { first: from, end: close })) if (tokens.id(i) === kw.UNION) return i;
  return close;
}

const comparisons: ReadonlySet<number> = new Set([
  op.equals,
  op.nullSafeEquals,
  op.notEqual,
  op.less,
  op.lessOrEqual,
  op.greater,
  op.greaterOrEqual,
]);

/** The keywords before a comparison, but not before an assignment of UPDATE … SET a = a, which is correct. */
const openers: ReadonlySet<number> = new Set([
  kw.WHERE,
  kw.ON,
  kw.AND,
  kw.OR,
  kw.XOR,
  kw.NOT,
  kw.HAVING,
  op.and,
  op.openParenthesis,
]);

const closers: ReadonlySet<number> = new Set([
  kw.AND,
  kw.OR,
  kw.XOR,
  kw.GROUP,
  kw.ORDER,
  kw.LIMIT,
  kw.HAVING,
  kw.UNION,
  kw.FOR,
  kw.INTO,
  op.and,
  op.closeParenthesis,
]);

/** Yields the indices of `a` in `WHERE a = a`, as the whole condition. */
function* findSelfComparisons(tokens: TokenCursor, { first, end }: StatementRange): Generator<number> {
  let inCondition = false;
  for (let i = first; i < end; i++) {
    const id = tokens.id(i);
    if (id === kw.WHERE || id === kw.ON || id === kw.HAVING) inCondition = true;
    if (!inCondition || !comparisons.has(tokens.id(i + 1)) || i + 2 >= end) continue;
    if (!tokens.isName(i) || !tokens.isName(i + 2) || !openers.has(tokens.id(i - 1))) continue;
    if (i + 3 < end && !closers.has(tokens.id(i + 3))) continue;
    if (tokens.name(i).text.toLowerCase() === tokens.name(i + 2).text.toLowerCase()) yield i;
  }
}
