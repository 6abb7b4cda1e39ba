/** Rule: what the server that the sources are read for does not have: it came with a later version, or only the other server has it. */
import { findFeatures, standing } from '../find-features';
import { printServer, printServerVersion } from '../print-server';
import type { Rule } from '../rule';
import type { ServerFeature } from '../server-features';
import type { ReadingOptions } from '../../syntax/dialect';

export const serverLacks: Rule = {
  code: 'server-lacks',
  severity: 'error',
  *check({ index, source, program }) {
    for (const { feature, span } of findFeatures(index, source, program())) {
      if (standing(feature, index.reading) !== 'not-yet') continue;
      yield { span, message: describe(feature, index.reading) };
    }
  },
};

function describe(feature: ServerFeature, reading: ReadingOptions): string {
  const { since = 0 } = feature[reading.dialect];
  const came = since < 200_000 ? ` (it came with ${printServerVersion(since)})` : '';
  const remedy = feature.instead === null ? '' : `: use ${feature.instead}`;
  return `${printServer(reading)} does not have ${feature.name}${came}${remedy}.`;
}
