/**
 * Rule: a file with a body of several statements and no DELIMITER line. Sproc reads it by its structure; the plain
 * mysql client would cut it at the first `;` of the body. Reported once for each file.
 */
import type { Rule } from './rule';

export const missingDelimiter: Rule = {
  code: 'missing-delimiter',
  severity: 'hint',
  *check({ index, source }) {
    if (!source.definition.undelimited) return;
    const first = index.facts(source.file)?.routines.find(({ definition }) => definition.undelimited);
    if (first !== source) return;
    yield {
      span: source.definition.name.span,
      message:
        'Missing DELIMITER. Sproc reads the routine whole, but the mysql client would cut it at the first `;` in its body. Add DELIMITER lines.',
    };
  },
};
