/** Walks over a body's statements, each with what it declares, outermost first. */
import { append } from '../../base/long-lists';
import type { Span } from '../../base/text';
import type { Statement } from '../../syntax/nodes';

/** Yields a statement and every nested one, handlers' included, in the order of the text. */
export function* walkStatements(statement: Statement | null): Generator<Statement> {
  const open = statement === null ? [] : [statement];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    append(open, childStatements(next).toReversed());
  }
}

export function childStatements(statement: Statement): readonly Statement[] {
  switch (statement.kind) {
    case 'block': {
      const handlers = statement.declarations.flatMap((declaration) =>
        declaration.kind === 'handler' && declaration.statement !== null ? [declaration.statement] : [],
      );
      return [...handlers, ...statement.statements];
    }
    case 'if':
    case 'case':
      return statement.branches.flatMap((branch) => branch.statements);
    case 'loop':
      return statement.statements;
    case 'jump':
    case 'return':
    case 'cursor':
    case 'call':
    case 'sql':
      return [];
  }
}

/** Returns true if an offset is in a span, its end included, because a cursor after a word belongs to it. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
