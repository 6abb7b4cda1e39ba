/** Rule: a later statement of the file drops a definition, or changes it in a way that Sproc does not apply. */
import { printKindAndKey } from '../../routine/routine';
import { lowerKey } from '../../routine/lower-definition';
import type { FileRule } from './rule';

export const laterStatement: FileRule = {
  code: 'later-statement',
  severity: 'information',
  *check({ script, lines }) {
    const { fates } = script.later;
    if (fates.size === 0) return;
    for (const definition of script.definitions) {
      const fate = fates.get(definition.span.start);
      if (fate === undefined) continue;
      const key = printKindAndKey(lowerKey(definition, ''));
      const line = lines.place(definition.span.start).line;
      if (fate.undoneBy !== null && !fate.isReplaced) {
        const later = lines.place(fate.undoneBy.start).line;
        yield {
          span: definition.name.span,
          message: `${key} is dropped again in line ${later}. Sproc does not deploy it. Remove the DROP to deploy it.`,
        };
      }
      for (const { span, problem } of fate.alterations)
        if (problem !== null)
          yield {
            span,
            severity: 'error',
            message: `A statement after ${key} (line ${line}) ${problem}. Sproc cannot apply it. Write the change into the CREATE statement.`,
          };
    }
  },
};
