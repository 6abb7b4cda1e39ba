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
      const remedy = feature.instead === null ? 'remove it' : `use ${feature.instead}`;
      const message = `${printServer(server)} no longer has ${feature.name}, which went with ${printServerVersion(until)}: ${remedy}`;
      yield feature.component === undefined
        ? { span, message: `${message}.` }
        : { span, message: `${message}, or install its component ${feature.component}.`, severity: 'warning' };
    }
  },
};
