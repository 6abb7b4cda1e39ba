/** Rule: a declared variable that is never used: a remnant, or a misspelt use elsewhere. */
import type { Span } from '../../base/text';
import { readName } from '../../syntax/literals';
import type { TokenCursor } from '../../syntax/token-cursor';
import { findTokens, type TokenRange } from '../program/routine-body';
import type { Rule } from './rule';

export const unusedVariable: Rule = {
  code: 'unused-variable',
  severity: 'warning',
  *check({ source, program }) {
    const { body } = source.definition;
    if (body === null) return;
    const { tokens, statements } = program();
    if (hidesTokens(tokens, body)) return;
    const declared = statements.flatMap(({ statement }) =>
      statement.kind === 'block'
        ? statement.declarations.flatMap((one) => (one.kind === 'variable' ? one.names : []))
        : [],
    );
    if (declared.length === 0) return;
    const counts = countNames(tokens, findTokens(tokens, body));
    const declarations = new Map<string, number>();
    for (const { text } of declared) add(declarations, text.toLowerCase(), 1);
    for (const { text, span } of declared) {
      if (counts.get(text.toLowerCase()) !== declarations.get(text.toLowerCase())) continue;
      yield { span, message: `Unused variable \`${text}\`.` };
    }
  },
};

/** Returns true if a comment hides tokens from this version of the server, which another version may run. */
function hidesTokens({ tokens }: TokenCursor, body: Span): boolean {
  return tokens.marks.some(({ kind, start, end }) => kind === 'inactive' && start >= body.start && end <= body.end);
}

/** Counts names in lower case; each spelling is converted once, however often it occurs. */
function countNames(tokens: TokenCursor, { first, end }: TokenRange): ReadonlyMap<string, number> {
  const written = new Map<string, number>();
  for (let i = first; i < end; i++) if (tokens.isName(i)) add(written, tokens.raw(i), 1);
  const counts = new Map<string, number>();
  for (const [raw, times] of written) add(counts, readName(raw).toLowerCase(), times);
  return counts;
}

function add(counts: Map<string, number>, name: string, times: number): void {
  counts.set(name, (counts.get(name) ?? 0) + times);
}
