/** Ranges for folding: routines, blocks, branches, loops, long statements and comments. */
import type { Span } from '../base/text';
import type { FileFacts } from '../analysis/sources/source-index';
import type { Script, Statement } from '../syntax/nodes';
import { tokenAround } from './places/token-at';
import { walkStatements } from './places/walk';

export interface FoldingRange {
  readonly span: Span;
  readonly kind: 'code' | 'comment';
}

/** Returns the ranges in no particular order; the caller drops those within one line. */
export function findFoldingRanges({ routines, script }: FileFacts): readonly FoldingRange[] {
  const code = routines.flatMap(({ definition }) => [
    definition.span,
    ...[...walkStatements(definition.statement)].flatMap(foldedBy),
  ]);
  return [
    ...code.map((span): FoldingRange => ({ span, kind: 'code' })),
    ...findComments(script),
    ...findLineComments(script),
  ];
}

function foldedBy(statement: Statement): readonly Span[] {
  switch (statement.kind) {
    case 'block':
    case 'loop':
      return [statement.span];
    case 'if':
    case 'case':
      return [statement.span, ...statement.branches.map((branch) => branch.span)];
    case 'call':
    case 'sql':
      return [statement.span];
    case 'jump':
    case 'return':
    case 'cursor':
      return [];
  }
}

/** Finds comments, which start in a gap between tokens; a similar text inside a token is a string. */
function findComments(script: Script): readonly FoldingRange[] {
  const { text } = script;
  const found: FoldingRange[] = [];
  for (let start = text.indexOf('/*'); start >= 0;) {
    const token = tokenAround(script, start);
    const close = token === null ? text.indexOf('*/', start + 2) : -1;
    if (close >= 0) found.push({ span: { start, end: close + 2 }, kind: 'comment' });
    const from = token === null ? (close < 0 ? text.length : close + 2) : token.end;
    start = text.indexOf('/*', from);
  }
  return found;
}

/** Finds consecutive lines that contain only comments. */
function findLineComments(script: Script): readonly FoldingRange[] {
  const runs = script.text.matchAll(/^[ \t]*(?:--[ \t]|#).*(?:\r?\n[ \t]*(?:--[ \t]|#).*)+/gm);
  return [...runs].flatMap((run): readonly FoldingRange[] => {
    const start = run.index + run[0].search(/[-#]/);
    return tokenAround(script, start) === null
      ? [{ span: { start, end: run.index + run[0].length }, kind: 'comment' }]
      : [];
  });
}
