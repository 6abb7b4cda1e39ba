/** The offsets in a body at which the names of tables begin anew: each statement, condition and declaration. */
import { append } from '../../base/long-lists';
import type { Declaration, Definition, Statement } from '../../syntax/nodes';

/** Returns the offsets at which a statement begins, and those at which anything else does that is apart from it. */
export function listStatementStarts(definition: Definition): ReadonlyMap<number, 'statement' | 'part'> {
  const starts = new Map<number, 'statement' | 'part'>();
  if (definition.body !== null) starts.set(definition.body.start, 'statement');
  addStarts(starts, definition);
  return starts;
}

function addStarts(starts: Map<number, 'statement' | 'part'>, { statement, members }: Definition): void {
  for (const member of members) addStarts(starts, member);
  const open = statement === null ? [] : [statement];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    starts.set(next.span.start, 'statement');
    for (const start of partsOf(next)) starts.set(start, 'part');
    append(open, statementsIn(next));
  }
}

/** Returns where conditions, values and declarations begin. */
function partsOf(statement: Statement): readonly number[] {
  switch (statement.kind) {
    case 'block':
      return statement.declarations.map(({ span }) => span.start);
    case 'if':
    case 'case':
      return statement.branches.flatMap(({ condition }) => (condition === null ? [] : [condition.start]));
    case 'loop':
      return statement.condition === null ? [] : [statement.condition.start];
    default:
      return [];
  }
}

function statementsIn(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'block':
      return [...statement.declarations.flatMap(handled), ...statement.statements];
    case 'if':
    case 'case':
      return statement.branches.flatMap(({ statements }) => statements);
    case 'loop':
      return statement.statements;
    default:
      return [];
  }
}

function handled(declaration: Declaration): readonly Statement[] {
  return declaration.kind === 'handler' && declaration.statement !== null ? [declaration.statement] : [];
}
