/**
 * Rule: a version with a higher status than its callee. A stage that accepts the caller rejects the callee, so the two
 * cannot be deployed together. Texts that equal no registered version are unfinished, and are not checked.
 */
import type { VersionStatus } from '../../routine/states/version-status';
import { printKey } from '../../routine/routine';
import { resolveRoutine } from '../program/resolve';
import type { Rule } from './rule';

export const lowerStatusCall: Rule = {
  code: 'lower-status-call',
  severity: 'warning',
  *check({ index, source, registered }) {
    const own = registered(source);
    if (own === null) return;
    for (const reference of source.definition.references) {
      const callee = resolveRoutine(index, source.key, reference);
      const found = callee === null ? null : registered(callee);
      if (callee === null || found === null || ranks[found.status] >= ranks[own.status]) continue;
      const name = printKey(callee.key);
      yield {
        span: reference.span,
        message: `\`${printKey(source.key)}\` ${own.version} is ${own.status}, but \`${name}\` ${found.version} is only ${found.status}. Raise the status of \`${name}\` first.`,
        related: [{ file: callee.file, span: callee.nameSpan, message: `\`${name}\` is defined here.` }],
      };
    }
  },
};

/**
 * The order of the statuses. A deprecated or retired version once reached production; deprecated-call reports calls of
 * it.
 */
const ranks: Readonly<Record<VersionStatus, number>> = {
  DEVELOPMENT: 0,
  TESTING: 1,
  PRODUCTION: 2,
  DEPRECATED: 2,
  RETIRED: 2,
};
