/** Rule: what the server that the routines have to run on does not have: it came with a later version, or only the other server has it. */
import { standing } from '../program/find-features';
import { printServer, printServerVersion } from '../program/print-server';
import type { Rule } from './rule';
import type { ServerFeature } from '../program/server-features';
import type { ServerVersion } from '../../syntax/dialect';

export const serverLacks: Rule = {
  code: 'server-lacks',
  severity: 'error',
  *check({ features, server }) {
    for (const { feature, span } of features()) {
      if (standing(feature, server) !== 'not-yet') continue;
      yield { span, message: describe(feature, server) };
    }
  },
};

function describe(feature: ServerFeature, server: ServerVersion): string {
  const { since = 0 } = feature[server.dialect];
  const came = since < 200_000 ? ` (it came with ${printServerVersion(since)})` : '';
  const remedy = feature.instead === null ? '' : `: use ${feature.instead}`;
  return `${printServer(server)} does not have ${feature.name}${came}${remedy}.`;
}
