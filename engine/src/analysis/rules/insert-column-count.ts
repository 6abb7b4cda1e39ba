/** Rule: INSERT with a list of columns and a row of another length; CREATE accepts it and every run fails (1136). */
import { plural } from '../../base/plural';
import { kw } from '../../syntax/keywords';
import type { TokenCursor } from '../../syntax/token-cursor';
import { op } from '../../syntax/tokens';
import { findClose, splitAtCommas } from '../program/levels';
import { findTokens, type TokenRange } from '../program/routine-body';
import type { Rule } from './rule';

export const insertColumnCount: Rule = {
  code: 'insert-column-count',
  severity: 'error',
  *check({ program }) {
    const { tokens, statements } = program();
    for (const { statement } of statements) {
      if (statement.kind !== 'sql' || (statement.verb !== 'INSERT' && statement.verb !== 'REPLACE')) continue;
      const range = findTokens(tokens, statement.span);
      const columns = findColumns(tokens, range);
      if (columns === null) continue;
      const wanted = splitAtCommas(tokens, columns).length;
      for (const row of findRows(tokens, { first: columns.end + 1, end: range.end })) {
        const given = splitAtCommas(tokens, row).length;
        if (given === wanted || given === 0) continue;
        yield {
          span: tokens.span(row.first - 1, row.end + 1),
          message: `This row has ${plural(given, 'value')} for ${plural(wanted, 'column')}. Running it fails with error 1136. Give each column one value.`,
        };
      }
    }
  },
};

/** Returns the list in parentheses directly after the name of the table; null if there is none. */
function findColumns(tokens: TokenCursor, { first, end }: TokenRange): TokenRange | null {
  let i = first + 1;
  while (modifiers.test(tokens.upper(i))) i++;
  if (!tokens.isName(i)) return null;
  i++;
  while (tokens.id(i) === op.dot) i += 2;
  if (tokens.id(i) !== op.openParenthesis || tokens.id(i + 1) === kw.SELECT) return null;
  const columns = { first: i + 1, end: findClose(tokens, i, end) };
  return columns.end === end || columns.first === columns.end ? null : columns;
}

const modifiers = /^(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|INTO)$/;

/** Returns the rows of `VALUES (1, 2), (3, 4)`; none if something else follows the columns. */
function* findRows(tokens: TokenCursor, { first, end }: TokenRange): Generator<TokenRange> {
  if (tokens.id(first) !== kw.VALUES && tokens.id(first) !== kw.VALUE) return;
  let open = first + 1;
  while (open < end && tokens.id(open) === op.openParenthesis) {
    const close = findClose(tokens, open, end);
    if (close === end) return;
    yield { first: open + 1, end: close };
    if (tokens.id(close + 1) !== op.comma) return;
    open = close + 2;
  }
}
