/**
 * Rule: a parameter or variable bears the name of the column it is compared with. Both sides mean the variable (manual:
 * "Local Variable Scope and Resolution"), so the condition holds for every row: a DELETE with it empties the table.
 */
import { kw } from '../../syntax/keywords';
import type { Reading } from '../../syntax/reading';
import { op } from '../../syntax/tokens';
import { findLocal } from '../find-local';
import type { Stretch } from '../program';
import type { Rule } from '../rule';

export const shadowedColumn: Rule = {
  code: 'shadowed-column',
  severity: 'error',
  *check({ source, program }) {
    const { tokens, stretches } = program();
    for (const stretch of stretches) {
      for (const i of findSelfComparisons(tokens, stretch)) {
        const local = findLocal(source.definition, stretch.around, tokens.name(i).text);
        if (local === null) continue;
        const name = local.name.text;
        yield {
          span: tokens.span(i, i + 3),
          message: `Both sides are the ${local.kind} ${name}, so the column of that name is never looked at: write the table before the column, or rename the ${local.kind}.`,
          related: [{ file: source.file, span: local.name.span, message: `The ${local.kind} is declared here.` }],
        };
      }
    }
  },
};

const comparisons: ReadonlySet<number> = new Set([
  op.equals,
  op.nullSafeEquals,
  op.notEqual,
  op.less,
  op.lessOrEqual,
  op.greater,
  op.greaterOrEqual,
]);

/** What may stand before a comparison, and not before an assignment of UPDATE … SET a = a, which is right. */
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

/** Indices of `a` in `WHERE a = a`: the condition is nothing but that. */
function* findSelfComparisons(tokens: Reading, { first, end }: Stretch): Generator<number> {
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
