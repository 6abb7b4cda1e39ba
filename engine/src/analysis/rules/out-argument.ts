/** Rule: the argument of an OUT or INOUT parameter cannot be assigned; the server reports it at CALL (1414). */
import { printKey } from '../../routine/routine';
import { resolveRoutine } from '../program/resolve';
import type { Rule } from './rule';

export const outArgument: Rule = {
  code: 'out-argument',
  severity: 'error',
  *check({ index, source }) {
    for (const reference of source.definition.references) {
      if (reference.kind !== 'call') continue;
      const callee = resolveRoutine(index, source.key, reference);
      if (callee === null) continue;
      for (const [i, argument] of reference.arguments.entries()) {
        const parameter = callee.signature.parameters[i];
        if (parameter === undefined || parameter.mode === 'in' || argument.variable !== null) continue;
        yield {
          span: argument.span,
          message: `\`${printKey(callee.key)}\` writes to its ${parameter.mode.toUpperCase()} parameter \`${parameter.name}\`. Pass a variable, not an expression.`,
        };
      }
    }
  },
};
