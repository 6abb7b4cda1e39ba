/** Rule: a LOOP with a FETCH and no way out: without a NOT FOUND handler it fails (1329), with one it never ends. */
import type { LoopStatement, Statement } from '../../syntax/nodes';
import { walkStatements } from '../../syntax/walk-statements';
import { catchesNotFound } from '../program/not-found';
import type { RoutineBody } from '../program/routine-body';
import type { Rule } from './rule';

export const endlessCursorLoop: Rule = {
  code: 'endless-cursor-loop',
  severity: 'error',
  *check({ program }) {
    const { tokens, statements } = program();
    const loops = statements.flatMap(({ statement }) =>
      statement.kind === 'loop' && statement.form === 'loop' ? statement : [],
    );
    if (loops.length === 0) return;
    const handlers = findHandlers(program());
    if (handlers.some((handler) => handler.action !== 'continue' || leads(handler.statement))) return;
    const catches = handlers.some(catchesNotFound);
    for (const loop of loops) {
      if (!isEndlessCursorLoop(loop)) continue;
      yield {
        span: { start: loop.span.start, end: firstWordEnd(loop) },
        message: catches
          ? 'Infinite loop: nothing leaves this LOOP after the last row. LEAVE it once the NOT FOUND handler has run.'
          : 'This LOOP ends only by error 1329 after the last row. Declare a NOT FOUND handler, and LEAVE once it has run.',
      };
    }

    function firstWordEnd({ span, label }: LoopStatement): number {
      const start = label === null ? span.start : tokens.text.indexOf(':', label.span.end) + 1;
      const word = /\bLOOP\b/i.exec(tokens.text.slice(start, span.end));
      return word === null ? span.end : start + word.index + word[0].length;
    }
  },
};

function findHandlers({ statements }: RoutineBody) {
  return statements.flatMap(({ statement }) =>
    statement.kind === 'block' ? statement.declarations.filter((one) => one.kind === 'handler') : [],
  );
}

/** Returns true if a handler can do more than record that it ran. */
function leads(statement: Statement | null): boolean {
  if (statement === null) return true;
  return walkStatements(statement).some(
    ([one]) => one.kind === 'return' || one.kind === 'jump' || one.kind === 'call' || isSignal(one),
  );
}

function isSignal(statement: Statement): boolean {
  return statement.kind === 'sql' && (statement.verb === 'SIGNAL' || statement.verb === 'RESIGNAL');
}

/** Returns true for a LOOP with a FETCH and no statement that leaves it. */
export function isEndlessCursorLoop(loop: LoopStatement): boolean {
  if (loop.form !== 'loop') return false;
  const inner = walkStatements(loop)
    .map(([one]) => one)
    .filter((one) => one !== loop);
  const labels = new Set(inner.flatMap((one) => labelOf(one) ?? []));
  const fetches = inner.some((one) => one.kind === 'cursor' && one.form === 'fetch' && one.into.length > 0);
  return fetches && !inner.some((one) => leavesLoop(one, labels));
}

function leavesLoop(statement: Statement, innerLabels: ReadonlySet<string>): boolean {
  if (statement.kind === 'return' || statement.kind === 'call' || isSignal(statement)) return true;
  if (statement.kind !== 'jump') return false;
  return statement.label === null || !innerLabels.has(statement.label.text.toLowerCase());
}

function labelOf(statement: Statement): string | null {
  if (statement.kind !== 'block' && statement.kind !== 'loop') return null;
  return statement.label?.text.toLowerCase() ?? null;
}
