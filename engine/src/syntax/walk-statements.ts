/** Every statement of a body, each with what is around it. */
import type { Declaration, Statement } from './nodes';

/** The blocks around a statement; the innermost one comes first. */
export interface BlockChain {
  readonly declarations: readonly Declaration[];
  readonly outer: BlockChain | null;
}

/** Returns a statement and all nested ones, handlers' statements included, outermost first. */
export function walkStatements(statement: Statement, around: BlockChain | null = null): readonly Walked[] {
  const found: Walked[] = [];
  walk(statement, around, found);
  return found;
}

type Walked = readonly [Statement, BlockChain | null];

function walk(statement: Statement, around: BlockChain | null, found: Walked[]): void {
  found.push([statement, around]);
  switch (statement.kind) {
    case 'block': {
      const inside = { declarations: statement.declarations, outer: around };
      for (const declaration of statement.declarations)
        if (declaration.kind === 'handler' && declaration.statement !== null)
          walk(declaration.statement, inside, found);
      for (const inner of statement.statements) walk(inner, inside, found);
      return;
    }
    case 'if':
    case 'case':
      for (const branch of statement.branches) for (const inner of branch.statements) walk(inner, around, found);
      return;
    case 'loop':
      for (const inner of statement.statements) walk(inner, around, found);
      return;
    default:
      return;
  }
}
