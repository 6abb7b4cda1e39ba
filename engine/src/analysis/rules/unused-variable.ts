/** Rule: a declared variable that nothing mentions: a leftover, or a misspelt use somewhere else. */
import type { Span } from '../../base/text';
import type { Reading } from '../../syntax/reading';
import { findTokens, type TokenRange } from '../program';
import type { Rule } from '../rule';

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
    const mentions = countNames(tokens, findTokens(tokens, body));
    const declarations = count(declared.map(({ text }) => text.toLowerCase()));
    for (const { text, span } of declared) {
      if (mentions.get(text.toLowerCase()) !== declarations.get(text.toLowerCase())) continue;
      yield { span, message: `Nothing uses the variable ${text}: remove it.` };
    }
  },
};

/** What a comment hides from this version of the server, another version may run. */
function hidesTokens({ tokens }: Reading, body: Span): boolean {
  return tokens.marks.some(({ kind, start, end }) => kind === 'inactive' && start >= body.start && end <= body.end);
}

function countNames(tokens: Reading, { first, end }: TokenRange): ReadonlyMap<string, number> {
  const names: string[] = [];
  for (let i = first; i < end; i++) if (tokens.isName(i)) names.push(tokens.name(i).text.toLowerCase());
  return count(names);
}

function count(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
