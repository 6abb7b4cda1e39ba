/**
 * Rule: a view in another schema than the one in use, with a table that has none before it. The plain client takes the table
 * of the schema in use (MySQL manual, "CREATE VIEW"); whoever makes the view from elsewhere takes another one.
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
