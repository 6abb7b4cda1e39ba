/**
 * Rule: a view in another schema than the current one, with an unqualified table. The plain client uses the table of
 * the current schema (MySQL manual, "CREATE VIEW"); a creation from elsewhere uses another one.
 */
import { tableHome } from '../sources/source-references';
import type { Rule } from './rule';

export const viewSchema: Rule = {
  code: 'view-schema',
  severity: 'warning',
  *check({ source }) {
    const { key, definition } = source;
    const home = tableHome(key, definition);
    if (home === key.schema) return;
    for (const { kind, schema, name, span } of definition.references) {
      if (kind !== 'read' || schema !== null) continue;
      yield {
        span,
        message: `\`${name}\` means \`${home}.${name}\` here, but \`${key.schema}.${name}\` when the view is created from its own schema, as in a deployment. Add the schema.`,
      };
    }
  },
};
