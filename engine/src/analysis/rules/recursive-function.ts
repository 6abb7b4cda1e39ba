/** Rule: a stored function that calls itself, directly or not; the server rejects every run of it (1424). */
import { findCallCycle } from '../program/call-cycles';
import type { Rule } from './rule';

export const recursiveFunction: Rule = {
  code: 'recursive-function',
  severity: 'error',
  *check({ index, source }) {
    if (source.key.kind !== 'function') return;
    if (findCallCycle(index, source.identity) === null) return;
    yield {
      span: source.definition.name.span,
      message: `Recursive function: \`${source.key.name}\` calls itself, directly or through others (error 1424). Use a procedure or a loop.`,
    };
  },
};
