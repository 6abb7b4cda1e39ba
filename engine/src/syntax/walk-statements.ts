/** Every statement of a body, each with what is around it. */
import type { Declaration, Statement } from './nodes';

/** What is around a statement; the innermost block comes first. */
export interface BlockChain {
  readonly declarations: readonly Declaration[];
  readonly outer: BlockChain | null;
}

/** Yields a statement and all it holds, handlers' statements included, outermost first. */
export function* walkStatements(
  statement: Statement,
  around: BlockChain | null = null,
): Generator<readonly [Statement, BlockChain | null]> {
  yield [statement, around];
  switch (statement.kind) {
    case 'block': {
      const inside = { declarations: statement.declarations, outer: around };
      for (const declaration of statement.declarations) {
        if (declaration.kind === 'handler' && declaration.statement !== null)
          yield* walkStatements(declaration.statement, inside);
      }
      for (const inner of statement.statements) yield* walkStatements(inner, inside);
      return;
    }
    case 'if':
    case 'case':
      for (const branch of statement.branches)
        for (const inner of branch.statements) yield* walkStatements(inner, around);
      return;
    case 'loop':
      for (const inner of statement.statements) yield* walkStatements(inner, around);
      return;
    default:
      return;
  }
}
