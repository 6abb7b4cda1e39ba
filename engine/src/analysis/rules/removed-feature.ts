/** Rule: what the server that the sources are read for has no longer. Words refuse to CREATE, functions fail when they run (1305). */
import { findFeatures, standing } from '../find-features';
import { printServer, printServerVersion } from '../print-server';
import type { Rule } from '../rule';

export const removedFeature: Rule = {
  code: 'removed-feature',
  severity: 'error',
  *check({ index, source, program }) {
    const { reading } = index;
    for (const { feature, span } of findFeatures(index, source, program())) {
      if (standing(feature, reading) !== 'removed') continue;
      const { until = 0 } = feature[reading.dialect];
      const remedy = feature.instead === null ? 'remove it' : `use ${feature.instead}`;
      const message = `${printServer(reading)} no longer has ${feature.name}, which went with ${printServerVersion(until)}: ${remedy}`;
      yield feature.component === undefined
        ? { span, message: `${message}.` }
        : { span, message: `${message}, or install its component ${feature.component}.`, severity: 'warning' };
    }
  },
};
