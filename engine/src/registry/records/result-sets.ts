/** The number of a routine's statements that send rows to its caller. */
import type { Declaration, Statement } from '../../syntax/nodes';

const givesRows = /^(?:SELECT|WITH|VALUES|TABLE|SHOW|DESCRIBE|DESC|EXPLAIN|CHECKSUM|\()/;

/** Counts places in the text: a SELECT in a loop is one. Dynamic SQL and the callees' rows are not counted. */
export function countResultSets(statement: Statement | null): number {
  if (statement === null) return 0;
  switch (statement.kind) {
    case 'sql':
      return givesRows.test(statement.verb) && statement.assigns.length === 0 ? 1 : 0;
    case 'block':
      return (
        countAll(statement.statements) + statement.declarations.reduce((sum, each) => sum + countOfHandler(each), 0)
      );
    case 'loop':
      return countAll(statement.statements);
    case 'if':
    case 'case':
      return statement.branches.reduce((sum, branch) => sum + countAll(branch.statements), 0);
    case 'jump':
    case 'return':
    case 'cursor':
    case 'call':
      return 0;
  }
}

function countAll(statements: readonly Statement[]): number {
  return statements.reduce((sum, statement) => sum + countResultSets(statement), 0);
}

function countOfHandler(declaration: Declaration): number {
  return declaration.kind === 'handler' ? countResultSets(declaration.statement) : 0;
}
