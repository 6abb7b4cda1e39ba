/** Rule: versions compared as texts. As a text '10.11' is less than '9.0', so the check fails when it is needed. */
import type { TokenCursor } from '../../syntax/token-cursor';
import { op, tokenKind } from '../../syntax/tokens';
import { isText } from '../program/find-local';
import type { RoutineBody, StatementRange } from '../program/routine-body';
import type { Rule } from './rule';

export const versionAsText: Rule = {
  code: 'version-as-text',
  severity: 'warning',
  *check({ program }) {
    const { tokens, ranges } = program();
    for (const range of ranges) {
      for (let i = range.first + 1; i < range.end - 1; i++) {
        if (!orders.has(tokens.id(i))) continue;
        const [first, end] = comparedVersion(program(), { ...range, at: i });
        if (first === end) continue;
        yield {
          span: tokens.span(first, end),
          message:
            "Versions are compared as strings, and as a string '10.0' is less than '9.0'. Compare their parts as numbers.",
        };
      }
    }
  },
};

const orders: ReadonlySet<number> = new Set([op.less, op.lessOrEqual, op.greater, op.greaterOrEqual]);

/** Returns the tokens of `version < '8.0.29'` around the operator; an empty range for any other comparison. */
function comparedVersion(
  { tokens, locals }: RoutineBody,
  { first, end, at, around }: StatementRange & { readonly at: number },
): readonly [number, number] {
  const nothing = [at, at] as const;
  const isCall = tokens.id(at - 1) === op.closeParenthesis && tokens.id(at - 2) === op.openParenthesis;
  const left = isCall ? at - 3 : at - 1;
  if (left < first) return nothing;
  if (isVersionLiteral(tokens, at + 1)) return isVersion(left, isCall) ? [left, at + 2] : nothing;
  const behind = tokens.id(at + 2) === op.openParenthesis && tokens.id(at + 3) === op.closeParenthesis;
  const right = behind ? at + 4 : at + 2;
  if (!isVersionLiteral(tokens, at - 1) || right > end) return nothing;
  return isVersion(at + 1, behind) ? [at - 1, right] : nothing;

  function isVersion(index: number, call: boolean): boolean {
    if (call) return tokens.isWord(index, 'VERSION') && !tokens.isAfterDot(index);
    const kind = tokens.kind(index);
    if (kind === tokenKind.systemVariable) return /^@@(?:\w+\.)?version$/i.test(tokens.raw(index));
    if (!/version/i.test(tokens.raw(index)) || tokens.isAfterDot(index)) return false;
    if (!tokens.isName(index)) return false;
    const local = locals.find(around, tokens.name(index).text);
    return local !== null && isText(local);
  }
}

function isVersionLiteral(tokens: TokenCursor, index: number): boolean {
  return tokens.kind(index) === tokenKind.string && /^['"]\d+\.\d+(?:\.\d+)*['"]$/.test(tokens.raw(index));
}
