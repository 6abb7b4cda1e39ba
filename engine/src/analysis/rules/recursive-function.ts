/** Rule: a stored function that reaches itself; the server refuses every run of it (1424). */
import type { Rule } from '../rule';

export const recursiveFunction: Rule = {
  code: 'recursive-function',
  severity: 'error',
  *check(context) {
    const { source } = context;
    if (source.routine.key.kind !== 'function') return;
    const cycle = context.graph().cycles.find((path) => path.includes(source.identity));
    if (cycle === undefined) return;
    yield {
      span: source.definition.name.span,
      message: `Function ${source.routine.key.name} reaches itself, and stored functions cannot be recursive (error 1424): make it a procedure or a loop.`,
    };
  },
};
