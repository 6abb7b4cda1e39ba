/** Mistakes that the strict recogniser finds in a definition whose structure is in order. */
import { kw } from './keywords';
import type { TokenCursor, StrictCheck } from './token-cursor';
import { StrictCursor } from './strict-cursor';
import { recogniseExpression, startsQuery } from './strict-expression';
import { recogniseQuery } from './strict-query';
import { recogniseSchedule } from './strict-schedule';
import { findRecogniser } from './strict-statement';
import type { SyntaxError } from './syntax-error';
import { op } from './tokens';

export interface StrictFindings {
  readonly errors: readonly SyntaxError[];
  /** The tokens of names that are used as a number of rows. */
  readonly counts: readonly number[];
}

/** Returns one error for each part that is not recognised; parts with a structural error are skipped. */
export function checkStrictly(
  r: TokenCursor,
  modes: readonly string[],
  checks: readonly StrictCheck[],
  known: readonly SyntaxError[],
): StrictFindings {
  const s = new StrictCursor(r, modes, recogniseQuery);
  const found: SyntaxError[] = [];
  for (const check of checks) {
    const { first, end } = check;
    if (known.some(({ span }) => span.end >= r.start(first) && span.start <= r.start(end))) continue;
    const recognise = check.kind === 'statement' ? findRecogniser(r.id(first)) : recognisers[check.kind];
    if (recognise === null) continue;
    const mistake = s.findMistake(recognise, first, end);
    if (mistake >= 0) found.push(describe(r, check, mistake, s.problem));
  }
  return { errors: found, counts: s.counts };
}

const recognisers = {
  cursor: recogniseCursor,
  view: recogniseView,
  expression: recogniseExpression,
  schedule: recogniseSchedule,
  range: recogniseRange,
} as const;

/** Recognises the query of a cursor, which has no INTO. */
function recogniseCursor(s: StrictCursor): boolean {
  return s.inQuery(recogniseQuery);
}

/** Recognises the query of a view, which cannot use variables either. */
function recogniseView(s: StrictCursor): boolean {
  return s.viewQuery();
}

/** Recognises the range of FOR: `1..10`, `REVERSE 1..10`, a query in parentheses, or a cursor. */
function recogniseRange(s: StrictCursor): boolean {
  if (startsQuery(s, 0)) return s.subquery();
  s.acceptWord('REVERSE');
  return recogniseExpression(s) && (!s.accept(op.range) || recogniseExpression(s));
}

function describe(r: TokenCursor, check: StrictCheck, mistake: number, problem: string | null): SyntaxError {
  const what = check.kind === 'statement' ? nameOf(r, check.first) : (names[check.kind] ?? check.kind);
  const at = Math.min(mistake, r.tokens.count);
  const message =
    mistake >= check.end
      ? `Unexpected ${r.describe(at)}: the ${what} is incomplete.`
      : `Unexpected ${r.describe(at)} in this ${what}.`;
  return { code: 'unexpected-token', span: r.span(at, at + 1), message: problem ?? message };
}

const names: Readonly<Record<string, string>> = { cursor: 'query', view: 'query' };

function nameOf(r: TokenCursor, first: number): string {
  return r.id(first) < kw.AFTER ? 'query' : r.raw(first).toUpperCase();
}
