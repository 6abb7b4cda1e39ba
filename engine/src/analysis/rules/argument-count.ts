/** Rule: a CALL or a function use with too few or too many arguments; the server reports it only at run time (1318). */
import { printKey } from '../../routine/routine';
import { resolveRoutine } from '../program/resolve';
import type { Rule } from './rule';

export const argumentCount: Rule = {
  code: 'argument-count',
  severity: 'error',
  *check({ index, source }) {
    for (const reference of source.definition.references) {
      const callee = resolveRoutine(index, source.key, reference);
      if (callee === null) continue;
      const takes = callee.signature.parameters.length;
      const given = reference.arguments.length;
      if (takes === given) continue;
      yield {
        span: reference.span,
        message: `Wrong number of arguments for \`${printKey(callee.key)}\`: expected ${takes}, found ${given}.`,
        related: [
          {
            file: callee.file,
            span: callee.nameSpan,
            message: `\`${printKey(callee.key)}\` is defined here.`,
          },
        ],
      };
    }
  },
};
