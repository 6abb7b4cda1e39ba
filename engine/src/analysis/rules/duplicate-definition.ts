/** Rule: two files, or one file twice, define the same routine; which one runs depends on the order of deployment. */
import { LineIndex } from '../../base/text';
import { printKindAndKey } from '../../routine/routine';
import type { Rule } from '../rule';

export const duplicateDefinition: Rule = {
  code: 'duplicate-definition',
  severity: 'error',
  *check({ index, source }) {
    const others = index.find(source.identity).filter((other) => other.definition !== source.definition);
    const first = others[0];
    if (first === undefined) return;
    const { line } = new LineIndex(first.routine.origin.script.text).place(first.definition.name.span.start);
    yield {
      span: source.definition.name.span,
      message: `${printKindAndKey(source.routine.key)} is also defined in ${first.file}, line ${line}: keep one of them.`,
      related: others.map(({ file, definition }) => ({
        file,
        span: definition.name.span,
        message: 'Also defined here.',
      })),
    };
  },
};
