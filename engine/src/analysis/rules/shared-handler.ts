/**
 * Rule: a SELECT … INTO in a cursor's loop, under the handler that notes the end of the cursor's rows. Where it finds
 * no row the handler runs just the same, and the loop ends although there are more.
 */
import type { LoopStatement, Statement } from '../../syntax/nodes';
import { walkStatements, type BlockChain } from '../../syntax/walk-statements';
import { findNotFoundHandler, mayFindNothing, type Handler } from '../program/not-found';
import type { Rule } from './rule';

export const sharedHandler: Rule = {
  code: 'shared-handler',
  severity: 'information',
  *check({ source, program }) {
    const { tokens, statements } = program();
    const reported = new Set<Statement>();
    for (const { statement: loop, around } of statements) {
      if (loop.kind !== 'loop') continue;
      const handler = handlerOfFetch(loop, around);
      const noted = handler === null ? [] : notedBy(handler);
      if (handler === null || noted.length === 0 || gives(loop, noted)) continue;
      for (const [inner, place] of walkStatements(loop, around)) {
        if (inner.kind !== 'sql' || inner.verb !== 'SELECT' || reported.has(inner)) continue;
        if (!mayFindNothing(tokens, inner) || findNotFoundHandler(place) !== handler) continue;
        reported.add(inner);
        yield {
          span: inner.span,
          message: `If this finds no row, the cursor’s handler sets \`${noted.join('`, `')}\` and the loop ends early. Move it to a block with its own NOT FOUND handler.`,
          related: [{ file: source.file, span: handler.span, message: 'The handler is declared here.' }],
        };
      }
    }
  },
};

/** Returns the CONTINUE handler on which a FETCH of this loop relies; null if there is none. */
function handlerOfFetch(loop: LoopStatement, around: BlockChain | null): Handler | null {
  for (const [inner, place] of walkStatements(loop, around)) {
    if (inner.kind !== 'cursor' || inner.form !== 'fetch') continue;
    const handler = findNotFoundHandler(place);
    if (handler?.action === 'continue') return handler;
  }
  return null;
}

/** Returns the variables that the handler sets. */
function notedBy({ statement }: Handler): readonly string[] {
  if (statement === null) return [];
  return walkStatements(statement).flatMap(([one]) =>
    one.kind === 'sql' && one.verb === 'SET' ? one.assigns.map(({ text }) => text) : [],
  );
}

/** Returns true if the loop itself sets one of them, which resets the flag. */
function gives(loop: LoopStatement, names: readonly string[]): boolean {
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  return walkStatements(loop).some(
    ([one]) => one.kind === 'sql' && one.assigns.some(({ text }) => wanted.has(text.toLowerCase())),
  );
}
