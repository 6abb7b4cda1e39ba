/** Rule: a call of a routine whose text is a version that was given up: DEPRECATED, or RETIRED already. */
import { printKey } from '../../routine/routine';
import { resolveRoutine } from '../program/resolve';
import type { Rule } from './rule';

export const deprecatedCall: Rule = {
  code: 'deprecated-call',
  severity: 'warning',
  *check({ index, source, registered }) {
    for (const reference of source.definition.references) {
      const callee = resolveRoutine(index, source.key, reference);
      const found = callee === null ? null : registered(callee);
      if (callee === null || found === null) continue;
      const { version, status } = found;
      if (status !== 'DEPRECATED' && status !== 'RETIRED') continue;
      yield {
        span: reference.span,
        message: `\`${printKey(callee.key)}\` ${version} is ${status}. Call its replacement, or register a new version of it.`,
        related: [
          { file: callee.file, span: callee.nameSpan, message: `\`${printKey(callee.key)}\` is defined here.` },
        ],
      };
    }
  },
};
