/** Rule: what the server that the routines have to run on has no longer. Words refuse to CREATE, functions fail when they run (1305). */
import { standing } from '../program/find-features';
import { printServer, printServerVersion } from '../program/print-server';
import type { Rule } from './rule';

export const removedFeature: Rule = {
  code: 'removed-feature',
  severity: 'error',
  *check({ features, server }) {
    for (const { feature, span } of features()) {
      if (standing(feature, server) !== 'removed') continue;
      const { until = 0 } = feature[server.dialect];
      const { name, instead, component } = feature;
      const problem = `${name} was removed in ${printServer({ ...server, serverVersion: until })} (target: ${printServerVersion(server.serverVersion)}).`;
      if (component !== undefined)
        yield {
          span,
          message: `${problem} Use ${instead ?? 'another function'}, or install the component \`${component}\`.`,
          severity: 'warning',
        };
      else yield { span, message: instead === null ? `${problem} Remove it.` : `${problem} Use ${instead}.` };
    }
  },
};
