/** Rule: two files, or one file twice, define the same routine; which one runs depends on the order of deployment. */
import { printKindAndKey } from '../../routine/routine';
import type { Rule } from '../rule';

export const duplicateDefinition: Rule = {
  code: 'duplicate-definition',
  severity: 'error',
  *check({ index, source }) {
    const others = index.find(source.identity).filter((other) => other !== source);
    const first = others[0];
    if (first === undefined) return;
    const line = first.line;
    yield {
      span: source.definition.name.span,
      message: `${printKindAndKey(source.key)} is also defined in ${first.file}, line ${line}: keep one of them.`,
      related: others.map(({ file, nameSpan: span }) => ({ file, span, message: 'Also defined here.' })),
    };
  },
};
