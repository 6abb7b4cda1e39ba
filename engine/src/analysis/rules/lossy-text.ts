/** Rule: a comment, or a value of a type that is returned, of which the server keeps less than is written. */
import { findLossyTexts } from '../../routine/lossy-text';
import type { Rule } from './rule';

export const lossyText: Rule = {
  code: 'lossy-text',
  severity: 'error',
  *check({ source, server }) {
    const { sqlMode } = source.routine.origin.parserOptions;
    for (const { span, problem } of findLossyTexts(source.definition, { dialect: server.dialect, sqlMode }))
      yield { span, message: `${problem} Remove it.` };
  },
};
